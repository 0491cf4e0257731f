#pragma once
/// What RTF's control words mean for the text. Any thread may call.
#include <cstdint>
#include <optional>
#include <string_view>

namespace kecang::extract {

/// Where a group's text goes.
enum class RtfTarget : std::uint8_t {
  body,
  beside,  ///< headers, footers, notes, comments
  title,
  author,
  subject,
  keywords,
  fonts,        ///< the table of fonts
  instruction,  ///< a field's instruction
  picture,      ///< its bytes, as digits
  property,     ///< the name of a shape's property
  passed,       ///< no text, though groups within may hold some
  dropped,      ///< no text at all, or the same text again
};

/// The target of the group that begins with this word; nullopt for words that begin no group.
std::optional<RtfTarget> rtf_target(std::string_view word);

/// The text a word stands for, "\n" and "\t" included; empty for other words.
std::string_view rtf_text(std::string_view word);

/// The code page of a font's character set; 0 for "that of the document".
int code_page_of_charset(std::int32_t charset);

}  // namespace kecang::extract
