#pragma once
/// Encodings that our own rule does not know: those a page or an XML file names in its first lines, and the
/// Western one that most other text with single accents is in. Any thread may call.
#include <optional>
#include <string>
#include <string_view>

namespace kecang::extract {

struct DecodedText;

/// By what the text says of itself (`charset=`, `encoding=`), when that is an encoding in which these bytes
/// are text.
std::optional<DecodedText> decode_as_declared(std::string_view bytes);

/// As Windows-1252, when a few bytes among plain letters are all that is not ASCII.
std::optional<DecodedText> decode_as_western(std::string_view bytes);

}  // namespace kecang::extract
