#include "schemas/base/result.h"

namespace kecang {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid:
      return "invalid";
    case ErrorKind::unauthenticated:
      return "unauthenticated";
    case ErrorKind::forbidden:
      return "forbidden";
    case ErrorKind::not_found:
      return "not_found";
    case ErrorKind::conflict:
      return "conflict";
    case ErrorKind::too_large:
      return "too_large";
    case ErrorKind::busy:
      return "busy";
    case ErrorKind::unavailable:
      return "unavailable";
    case ErrorKind::corrupt:
      return "corrupt";
    case ErrorKind::internal:
      return "internal";
  }
  return "internal";
}

std::string Error::describe() const {
  std::string line = std::string(to_string(kind_)) + ' ' + code_;
  for (const auto& [name, value] : params_) line.append(1, ' ').append(name).append(1, '=').append(value);
  if (!detail_.empty()) line += ": " + detail_;
  return line;
}

}  // namespace kecang
