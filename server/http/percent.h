#pragma once
/// Percent-encoding (RFC 3986 §2.1).
#include <optional>
#include <string>
#include <string_view>

namespace kecang::http {

enum class Plus { literal, space };

/// Decodes once. Nothing if a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text, Plus plus = Plus::literal);
/// Everything except letters, digits and `-._~` is encoded.
std::string percent_encode(std::string_view text);

}  // namespace kecang::http
