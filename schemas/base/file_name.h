#pragma once
/// Names of files, as they say what a file is.
#include <string>
#include <string_view>

namespace kecang {

/// What stands behind the last dot of a path's last part, ASCII letters in lower case; empty where there is
/// no dot, or only one that begins the name.
inline std::string extension_in_lower_case(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  std::string extension(name.substr(dot + 1));
  for (char& c : extension)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return extension;
}

}  // namespace kecang
