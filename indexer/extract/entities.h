#pragma once
/// Character references of HTML and XML: `&lt;`, `&#20013;`, `&#x4E2D;`. Any thread may call.
#include <optional>
#include <string>
#include <string_view>

namespace kecang::extract {

/// The code point of an HTML 4 or XML entity, by its name without & and ;.
std::optional<char32_t> named_entity(std::string_view name);

/// `text` with its references replaced; what is no reference stays as it is.
std::string decode_entities(std::string_view text);

/// Adds one code point as UTF-8; surrogates and what is beyond Unicode become U+FFFD.
void append_utf8(std::string& to, char32_t code_point);

}  // namespace kecang::extract
