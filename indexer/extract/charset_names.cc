#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "indexer/extract/charset_rank.h"
#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

bool has_box_drawing(std::string_view utf8) {
  const std::u32string characters = text::to_utf32(utf8);
  return std::any_of(characters.begin(), characters.end(),
                     [](char32_t c) { return c >= 0x2500 && c <= 0x25A0; });
}

// The bytes of a name in the code page of DOS; nothing when a character is not in it.
std::optional<std::string> as_dos_bytes(std::string_view utf8) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open("ibm-437", &status),
                                                                     &ucnv_close);
  if (U_FAILURE(status) != 0) return std::nullopt;
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  const auto units =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  std::string bytes(static_cast<std::size_t>(units.length()) + 1, '\0');
  const int32_t length = ucnv_fromUChars(converter.get(), bytes.data(), static_cast<int32_t>(bytes.size()),
                                         units.getBuffer(), units.length(), &status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(length));
  return bytes;
}

// "╩╡╤Θ4" is 实验4 after a tool read GBK as DOS text and wrote it as UTF-8. Nobody draws boxes in a file's
// name.
std::string undo_dos_reading(const std::string& name) {
  if (!text::is_utf8(name) || !has_box_drawing(name)) return name;
  const auto bytes = as_dos_bytes(name);
  return bytes && rank(*bytes, Tolerance::none) ? *bytes : name;
}

}  // namespace

std::vector<std::string> decode_names(std::span<const std::string> raw) {
  std::vector<std::string> names;
  names.reserve(raw.size());
  std::string doubtful;
  for (const auto& name : raw) {
    names.push_back(undo_dos_reading(name));
    if (!is_utf8_text(names.back())) doubtful += names.back() + '\n';
  }
  const auto together = rank(doubtful, Tolerance::none);
  for (auto& name : names) {
    if (is_utf8_text(name)) continue;
    const auto alone = together ? together : rank(name, Tolerance::none);
    name = decode(name, alone ? alone->charset : Charset::gb18030);
  }
  return names;
}

std::vector<std::string> decode_names(std::span<const std::string> raw, Charset charset) {
  std::vector<std::string> names;
  names.reserve(raw.size());
  for (const auto& name : raw) {
    const auto bytes = undo_dos_reading(name);
    const bool settled = charset != Charset::utf8 && is_utf8_text(bytes);
    names.push_back(settled ? bytes : decode(bytes, charset));
  }
  return names;
}

}  // namespace kecang::extract
