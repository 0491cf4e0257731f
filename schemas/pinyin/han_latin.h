#pragma once
/// ICU's reading of a single character: for what the table does not hold. Internal to this folder.
#include <string>

namespace kecang::pinyin {

/// Without tones, ü as v; empty if ICU knows none.
std::string han_latin(char32_t character);

}  // namespace kecang::pinyin
