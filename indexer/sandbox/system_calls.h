#pragma once
/// The system calls that are left. Internal to confine.

namespace kecang {

/// False when the kernel takes no filter.
bool filter_system_calls();

}  // namespace kecang
