#pragma once
/// What stands around a text and is not of it. Any thread may call.
#include <algorithm>
#include <string_view>

namespace kecang {

/// White space of protocols and file formats.
inline constexpr std::string_view kAsciiSpace = " \t\r\n";

/// The part of `text` between its first and last byte that is none of `space` (ASCII).
inline std::string_view trimmed(std::string_view text, std::string_view space = kAsciiSpace) {
  text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
  return text.substr(0, text.find_last_not_of(space) + 1);
}

/// As people write: the ideographic space (U+3000) and the no-break space (U+00A0) are space, too.
inline std::string_view trimmed_wide(std::string_view text) {
  constexpr std::string_view kWide[] = {"\xE3\x80\x80", "\xC2\xA0"};
  for (std::size_t before = text.size() + 1; text.size() < before;) {
    before = text.size();
    text = trimmed(text);
    for (const auto space : kWide) {
      if (text.starts_with(space)) text.remove_prefix(space.size());
      if (text.ends_with(space)) text.remove_suffix(space.size());
    }
  }
  return text;
}

}  // namespace kecang
