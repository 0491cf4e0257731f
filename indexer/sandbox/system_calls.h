#pragma once
/// The system calls that are left. Internal to confine.

#include "indexer/sandbox/confine.h"

namespace kecang {

/// False when the kernel takes no filter.
bool filter_system_calls(Workplace workplace = Workplace::read_only);

}  // namespace kecang
