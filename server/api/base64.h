#pragma once
/// Base64 as tus headers carry it (RFC 4648, with padding).
#include <optional>
#include <string>
#include <string_view>

namespace kecang::api {

/// Nothing unless the text is exactly one encoding of some bytes.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace kecang::api
