#pragma once
/// Numbers as lists count them: 1, Ⅳ, iv, C, 十二, ③, 甲. Any thread may call.
#include <cstdint>
#include <string>
#include <string_view>

namespace kecang::extract {

/// `format` is OOXML's name of it: "decimal", "upperLetter", "chineseCounting" … One that is unknown, or
/// cannot write the number, is decimal; "bullet" and "none" are empty.
std::string counted(std::string_view format, std::int64_t number);

}  // namespace kecang::extract
