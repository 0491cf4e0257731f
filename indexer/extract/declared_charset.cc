#include "indexer/extract/declared_charset.h"

#include <unicode/ucnv.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "indexer/extract/charset.h"
#include "indexer/extract/code_page.h"
#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kFirstLines = 4096;
/// Bytes beyond ASCII in Western text: accents and quotes, not every letter.
constexpr double kWesternShare = 0.3;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == ':';
}

// `charset="KOI8-R"`, `encoding='windows-1251'`, `charset=big5`.
std::string declared_name(std::string_view bytes) {
  std::string lines(bytes.substr(0, kFirstLines));
  std::transform(lines.begin(), lines.end(), lines.begin(), lower);
  for (const std::string_view mark : {"charset=", "encoding="}) {
    const auto found = lines.find(mark);
    if (found == std::string::npos) continue;
    auto start = found + mark.size();
    if (start < lines.size() && (lines[start] == '"' || lines[start] == '\'')) ++start;
    auto end = start;
    while (end < lines.size() && is_name_character(lines[end])) ++end;
    if (end > start) return lines.substr(start, end - start);
  }
  return {};
}

// The names of what our own rule knows. Who says GB2312 may mean all of GB18030.
std::optional<Charset> own_charset(std::string_view name) {
  struct Row {
    std::string_view name;
    Charset charset;
  };
  static constexpr auto kRows = std::to_array<Row>({{"utf-8", Charset::utf8},
                                                    {"utf8", Charset::utf8},
                                                    {"gb2312", Charset::gb18030},
                                                    {"gb_2312-80", Charset::gb18030},
                                                    {"gbk", Charset::gb18030},
                                                    {"x-gbk", Charset::gb18030},
                                                    {"cp936", Charset::gb18030},
                                                    {"gb18030", Charset::gb18030},
                                                    {"big5", Charset::big5},
                                                    {"big5-hkscs", Charset::big5},
                                                    {"cp950", Charset::big5},
                                                    {"shift_jis", Charset::shift_jis},
                                                    {"shift-jis", Charset::shift_jis},
                                                    {"x-sjis", Charset::shift_jis},
                                                    {"sjis", Charset::shift_jis},
                                                    {"windows-31j", Charset::shift_jis}});
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.name == name; });
  return row == kRows.end() ? std::nullopt : std::optional(row->charset);
}

// As browsers do: who says Latin-1 writes with Windows' quotes.
std::string converter_of(std::string name) {
  static constexpr auto kLatin =
      std::to_array<std::string_view>({"iso-8859-1", "us-ascii", "ascii", "latin1"});
  if (std::find(kLatin.begin(), kLatin.end(), name) != kLatin.end()) return "windows-1252";
  UErrorCode status = U_ZERO_ERROR;
  ucnv_getAlias(name.c_str(), 0, &status);
  return U_SUCCESS(status) && ucnv_countAliases(name.c_str(), &status) > 0 ? name : std::string();
}

// Nothing in it that only a wrong reading gives.
bool is_sound(std::string_view utf8) {
  const std::u32string characters = text::to_utf32(utf8);
  const auto odd = std::count_if(characters.begin(), characters.end(), [](char32_t c) {
    return c == 0xFFFD || (c >= 0x80 && c < 0xA0) || (c >= 0xE000 && c <= 0xF8FF);
  });
  return static_cast<std::size_t>(odd) * 200 <= characters.size();
}

}  // namespace

std::optional<DecodedText> decode_as_declared(std::string_view bytes) {
  std::string name = declared_name(bytes);
  const auto own = own_charset(name);
  name = own ? std::string(charset_name(*own)) : converter_of(name);
  if (name.empty()) return std::nullopt;
  std::string text = own ? decode(bytes, *own) : convert(bytes, name.c_str());
  if (text.empty() || !is_sound(text)) return std::nullopt;
  return DecodedText{name, std::move(text)};
}

std::optional<DecodedText> decode_as_western(std::string_view bytes) {
  const auto wide =
      std::count_if(bytes.begin(), bytes.end(), [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
  if (static_cast<double>(wide) > kWesternShare * static_cast<double>(bytes.size())) return std::nullopt;
  std::string text = convert(bytes, "windows-1252");
  if (!is_sound(text)) return std::nullopt;
  return DecodedText{"windows-1252", std::move(text)};
}

}  // namespace kecang::extract
