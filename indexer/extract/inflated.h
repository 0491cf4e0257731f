#pragma once
/// Any thread may call.
#include <cstddef>
#include <string>
#include <string_view>

namespace kecang::extract {

/// What a zlib or gzip stream holds: at most its first `limit` bytes, and of a damaged one what comes before.
std::string inflated(std::string_view packed, std::size_t limit);

}  // namespace kecang::extract
