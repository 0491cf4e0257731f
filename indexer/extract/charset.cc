#include "indexer/extract/charset.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "indexer/extract/charset_rank.h"
#include "indexer/extract/code_page.h"
#include "indexer/extract/declared_charset.h"
#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kSample = 64 * 1024;

struct Entry {
  Charset charset;
  std::string_view name;
  const char* converter;  // ICU's name
};
constexpr auto kCharsets = std::to_array<Entry>({
    {Charset::utf8, "UTF-8", "UTF-8"},
    {Charset::utf16le, "UTF-16LE", "UTF-16LE"},
    {Charset::utf16be, "UTF-16BE", "UTF-16BE"},
    {Charset::gb18030, "GB18030", "gb18030"},
    {Charset::big5, "Big5", "windows-950-2000"},
    {Charset::shift_jis, "Shift_JIS", "ibm-943_P15A-2003"},
});

const Entry& entry_of(Charset charset) {
  return *std::find_if(kCharsets.begin(), kCharsets.end(),
                       [&](const Entry& e) { return e.charset == charset; });
}

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

bool starts_with_mark(std::string_view bytes, std::string_view mark) {
  return bytes.substr(0, mark.size()) == mark;
}

std::optional<Charset> by_mark(std::string_view bytes) {
  if (starts_with_mark(bytes, "\xEF\xBB\xBF")) return Charset::utf8;
  if (starts_with_mark(bytes, "\xFF\xFE")) return Charset::utf16le;
  if (starts_with_mark(bytes, "\xFE\xFF")) return Charset::utf16be;
  return std::nullopt;
}

bool is_ascii(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

// Control bytes that plain text does not hold; 0x1A ends files of old DOS programs, 0x1B starts terminal
// colours.
bool is_odd_control(char c) {
  const auto byte = static_cast<std::uint8_t>(c);
  return (byte < 0x20 && !(byte >= 0x08 && byte <= 0x0D) && byte != 0x1A && byte != 0x1B) || byte == 0x7F;
}

bool looks_binary(std::string_view bytes) {
  const auto odd = static_cast<std::size_t>(std::count_if(bytes.begin(), bytes.end(), is_odd_control));
  return odd * 200 > bytes.size();
}

// Some GBK words are well-formed UTF-8 too (two-byte forms only): Notepad's famous mistake. They are GBK if
// that reading gives common Han, since no real word in a two-byte script does.
bool is_gbk_in_disguise(std::string_view bytes) {
  const bool two_byte_forms_only =
      std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0xE0; });
  if (!two_byte_forms_only) return false;
  return likelihood(bytes, Charset::gb18030, Tolerance::none).has_value() &&
         frequent_share(decode(bytes, Charset::gb18030)) >= 0.5;
}

// Where the mistake is possible at all, a few characters decide; a long text is UTF-8 if it is well-formed.
constexpr std::size_t kDisguiseLimit = 256;

// The share of 16-bit units that are what Chinese text is made of; 0 when one of them means nothing.
double utf16_share(std::string_view bytes, Charset charset) {
  const std::size_t low = charset == Charset::utf16le ? 0 : 1;
  double good = 0;
  double units = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const int unit = static_cast<std::uint8_t>(bytes[i + low]) | static_cast<std::uint8_t>(bytes[i + 1 - low])
                                                                     << 8;
    units += 1;
    const bool ascii = (unit >= 0x20 && unit < 0x7F) || (unit >= 0x09 && unit <= 0x0D);
    const bool han = unit >= 0x4E00 && unit <= 0x9FFF;
    const bool punctuation = (unit >= 0x2010 && unit <= 0x2026) || (unit >= 0x3000 && unit <= 0x303F) ||
                             (unit >= 0xFF00 && unit <= 0xFFEF);
    if (ascii || han || punctuation) good += 1;
    if (unit == 0 || unit == 0xFFFF || unit == 0xFFFE) return 0;
  }
  return units == 0 ? 0 : good / units;
}

std::optional<Charset> utf16_without_mark(std::string_view bytes) {
  const bool has_nul = bytes.find('\0') != std::string_view::npos;
  for (const Charset charset : {Charset::utf16le, Charset::utf16be}) {
    if (utf16_share(bytes, charset) < 0.9) continue;
    if (has_nul || frequent_share(decode(bytes, charset)) > 0.3) return charset;
  }
  return std::nullopt;
}

std::string_view sample_of(std::string_view bytes) {
  const auto first =
      std::find_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
  return bytes.substr(static_cast<std::size_t>(first - bytes.begin())).substr(0, kSample);
}

// Well-formed but for a few places and for a last character that was cut.
bool is_damaged_utf8(std::string_view sample) {
  std::u32string characters = text::to_utf32(sample);
  for (int i = 0; i < 3 && !characters.empty() && characters.back() == 0xFFFD; ++i) characters.pop_back();
  std::size_t wide = 0;
  std::size_t wrong = 0;
  for (const char32_t c : characters) {
    if (c >= 0x80) ++wide;
    if (c == 0xFFFD) ++wrong;
  }
  return wide >= 4 && wrong * 50 <= wide;
}

// Below this even damaged or unusual text does not score.
constexpr double kLeastScore = 0.35;

// Those that are told by how common their characters are. Below this share of frequent Han a text may call
// itself something else.
bool is_ranked(Charset charset) {
  return charset == Charset::gb18030 || charset == Charset::big5 || charset == Charset::shift_jis;
}
constexpr double kLeastFrequent = 0.4;

}  // namespace

std::string convert(std::string_view bytes, const char* converter_name) {
  UErrorCode status = U_ZERO_ERROR;
  const Converter converter(ucnv_open(converter_name, &status), &ucnv_close);
  if (U_FAILURE(status) != 0) return {};
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  std::array<UChar, 8192> units;
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  do {
    UChar* to = units.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &to, units.data() + units.size() - 1, &from, end, nullptr, 1, &status);
    icu::UnicodeString(0, units.data(), static_cast<int32_t>(to - units.data())).toUTF8String(out);
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  return out;
}

bool is_utf8_text(std::string_view bytes) {
  return text::is_utf8(bytes) &&
         (is_ascii(bytes) || bytes.size() > kDisguiseLimit || !is_gbk_in_disguise(bytes));
}

std::optional<Charset> charset_named(std::string_view name) {
  const auto* found = std::find_if(kCharsets.begin(), kCharsets.end(),
                                   [&](const Entry& entry) { return entry.name == name; });
  return found == kCharsets.end() ? std::nullopt : std::optional(found->charset);
}

std::string_view charset_name(Charset charset) {
  return entry_of(charset).name;
}

std::optional<Charset> detect_charset(std::string_view bytes) {
  if (const auto marked = by_mark(bytes)) return marked;
  const std::string_view head = bytes.substr(0, kSample);
  if (head.find('\0') != std::string_view::npos)
    return utf16_without_mark(head.substr(0, head.size() & ~std::size_t{1}));
  if (looks_binary(head)) return std::nullopt;
  if (is_utf8_text(bytes)) return Charset::utf8;
  const std::string_view sample = sample_of(bytes);
  if (is_damaged_utf8(sample)) return Charset::utf8;
  for (const Tolerance tolerance : {Tolerance::none, Tolerance::some_errors}) {
    const auto best = rank(sample, tolerance);
    if (best && best->score >= kLeastScore) return best->charset;
    if (const auto wide = utf16_without_mark(head)) return wide;
  }
  return std::nullopt;
}

std::string decode(std::string_view bytes, Charset charset) {
  if (const auto marked = by_mark(bytes); marked == charset)
    bytes.remove_prefix(charset == Charset::utf8 ? 3 : 2);
  if (charset == Charset::utf8 && text::is_utf8(bytes)) return std::string(bytes);
  return convert(bytes, entry_of(charset).converter);
}

std::optional<DecodedText> decode_text(std::string_view bytes) {
  const auto charset = detect_charset(bytes);
  std::optional<DecodedText> decoded;
  if (charset) decoded = DecodedText{std::string(charset_name(*charset)), decode(bytes, *charset)};
  if (decoded && (!is_ranked(*charset) || frequent_share(decoded->text.substr(0, kSample)) >= kLeastFrequent))
    return decoded;
  if (bytes.find('\0') == std::string_view::npos && !looks_binary(bytes.substr(0, kSample))) {
    if (auto declared = decode_as_declared(bytes)) return declared;
    if (!decoded) return decode_as_western(bytes);
  }
  return decoded;
}

}  // namespace kecang::extract
