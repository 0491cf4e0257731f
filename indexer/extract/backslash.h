#pragma once
/// Marks that a backslash takes their meaning from, as Moodle's text formats write them. Any thread may call.
#include <cstddef>
#include <string_view>

namespace kecang::extract {

/// The first of `marks` from `from` on that no backslash stands before; npos when there is none.
inline std::size_t find_unescaped(std::string_view text, std::string_view marks, std::size_t from = 0) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (marks.find(text[i]) != std::string_view::npos)
      return i;
  }
  return std::string_view::npos;
}

}  // namespace kecang::extract
