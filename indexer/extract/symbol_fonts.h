#pragma once
/// Fonts whose characters are not what their codes say: Symbol and the Wingdings. Any thread may call.
#include <string>
#include <string_view>

namespace kecang::extract {

/// What `code` shows in such a font; 0 for signs that say nothing. In other fonts a code of the private use
/// area is unknown (0), any other is itself.
char32_t symbol_shown(std::string_view font, char32_t code);

/// A text in that font: its characters of the private use area as what they show.
std::string symbol_text(std::string_view font, std::string_view utf8);

}  // namespace kecang::extract
