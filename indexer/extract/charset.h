#pragma once
/// Which encoding bytes are in, by our own rule: a byte order mark, strict UTF-8, then the East Asian
/// encodings ranked by the share of common characters. Works from four characters up, so it serves file names
/// too. Any thread may call.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

enum class Charset { utf8, utf16le, utf16be, gb18030, big5, shift_jis };

/// The charset of that name.
std::optional<Charset> charset_named(std::string_view name);
/// "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030" (GBK and GB2312 are parts of it), "Big5", "Shift_JIS".
std::string_view charset_name(Charset charset);

/// nullopt when the bytes are no text in any encoding we know.
std::optional<Charset> detect_charset(std::string_view bytes);

/// As UTF-8 without a byte order mark; bytes that mean nothing become U+FFFD.
std::string decode(std::string_view bytes, Charset charset);

/// Well-formed UTF-8, and not one of the GBK words that look like it.
bool is_utf8_text(std::string_view bytes);

struct DecodedText {
  std::string encoding;  ///< as `charset_name` calls it, or as the text itself does
  std::string text;
};
/// By our own rule; what that does not know by what the text says of itself, or as Western text with accents.
std::optional<DecodedText> decode_text(std::string_view bytes);

/// The names of one archive as UTF-8, in order. Names that are UTF-8 beyond doubt stay; the others are
/// decoded together, and one by one where that fails.
std::vector<std::string> decode_names(std::span<const std::string> raw);
/// The same when a person said which encoding those are in that are not UTF-8 beyond doubt.
std::vector<std::string> decode_names(std::span<const std::string> raw, Charset charset);

/// The most used Han characters, simplified and traditional; unsorted.
extern const std::u32string_view kFrequentHan;

}  // namespace kecang::extract
