#pragma once
/// Landlock. Internal to confine.
#include <cstdint>

namespace kecang {

/// 0 when this kernel has none.
std::int64_t landlock_version();

}  // namespace kecang
