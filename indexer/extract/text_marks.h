#pragma once
/// By what the kinds of plain text that hold questions are known, seen from the first 64 KiB. Any thread may
/// call.
#include <string_view>

namespace kecang::extract {

bool looks_like_gift(std::string_view text);
bool looks_like_aiken(std::string_view text);

}  // namespace kecang::extract
