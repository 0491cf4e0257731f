#pragma once
#include <cstddef>
#include <functional>

#include "schemas/base/result.h"

namespace kecang {

/// Calls `each(0)` … `each(count - 1)`, up to 16 at a time, and returns one of the errors if there are any.
/// For fsyncs: every one alone waits for the disk, and the file system lets those that wait together share
/// the wait.
Result<void> at_once(std::size_t count, const std::function<Result<void>(std::size_t)>& each);

}  // namespace kecang
