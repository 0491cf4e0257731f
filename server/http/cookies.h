#pragma once
/// Cookies (RFC 6265).
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace kecang::http {

/// What a server sets. Always HttpOnly unless a page's script must read it, always SameSite=Lax, for the
/// whole site.
struct Cookie {
  enum class Script { hidden, readable };
  std::string name;
  std::string value;  ///< letters, digits and `-_.~` survive; others are percent-encoded
  std::optional<std::chrono::seconds> max_age =
      std::nullopt;     ///< none: until the browser closes; 0: forget it now
  bool secure = false;  ///< only over TLS
  Script script = Script::hidden;
};

/// The value of a Set-Cookie header.
std::string set_cookie(const Cookie& cookie);

/// From a Cookie header; the first of that name, percent-decoded.
std::optional<std::string> cookie_value(std::string_view header, std::string_view name);

}  // namespace kecang::http
