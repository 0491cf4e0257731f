#include "server/http/cookies.h"

#include <algorithm>

#include "server/http/head.h"
#include "server/http/percent.h"

namespace kecang::http {

std::string set_cookie(const Cookie& cookie) {
  auto text = cookie.name + '=' + percent_encode(cookie.value) + "; Path=/; SameSite=Lax";
  if (cookie.max_age) text += "; Max-Age=" + std::to_string(cookie.max_age->count());
  if (cookie.script == Cookie::Script::hidden) text += "; HttpOnly";
  if (cookie.secure) text += "; Secure";
  return text;
}

std::optional<std::string> cookie_value(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    const auto pair = trim(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    auto value = pair.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    return percent_decode(value);
  }
  return std::nullopt;
}

}  // namespace kecang::http
