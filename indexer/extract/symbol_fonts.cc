#include "indexer/extract/symbol_fonts.h"

#include <algorithm>
#include <array>

#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

// Symbol's own order, from 0x20 and from 0xA0. A space stands for what has no character.
constexpr std::u32string_view kSymbolLow =
    U" !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
constexpr std::u32string_view kSymbolHigh =
    U"€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭";

struct Sign {
  char32_t code;
  char32_t shown;
};
// The signs of Wingdings that say something in a paper: ticks, boxes, arrows, stars; circled numbers are
// counted.
constexpr auto kWingdings = std::to_array<Sign>({{0x6C, U'●'},
                                                 {0x6E, U'■'},
                                                 {0x6F, U'□'},
                                                 {0x76, U'❖'},
                                                 {0xA8, U'□'},
                                                 {0xAB, U'★'},
                                                 {0xDF, U'←'},
                                                 {0xE0, U'→'},
                                                 {0xE1, U'↑'},
                                                 {0xE2, U'↓'},
                                                 {0xE8, U'➔'},
                                                 {0xF0, U'⇨'},
                                                 {0xFB, U'✗'},
                                                 {0xFC, U'✓'},
                                                 {0xFD, U'☒'},
                                                 {0xFE, U'☑'}});
constexpr auto kWingdings2 =
    std::to_array<Sign>({{0x4F, U'✗'}, {0x50, U'✓'}, {0x51, U'☒'}, {0x52, U'☑'}, {0xA3, U'□'}});

bool is_private(char32_t c) {
  return c >= 0xF000 && c <= 0xF0FF;
}

char32_t shown_in_symbol(char32_t code) {
  char32_t shown = 0;
  if (code >= 0x20 && code - 0x20 < kSymbolLow.size()) shown = kSymbolLow[code - 0x20];
  if (code >= 0xA0 && code - 0xA0 < kSymbolHigh.size()) shown = kSymbolHigh[code - 0xA0];
  return shown == U' ' && code != 0x20 ? 0 : shown;
}

template <std::size_t N>
char32_t shown_among(const std::array<Sign, N>& signs, char32_t code) {
  const auto found = std::find_if(signs.begin(), signs.end(), [&](Sign sign) { return sign.code == code; });
  return found == signs.end() ? 0 : found->shown;
}

char32_t counted(char32_t code, char32_t first, char32_t one) {
  return code >= first && code < first + 10 ? one + (code - first) : 0;
}

char32_t shown_in_wingdings(char32_t code) {
  if (const char32_t white = counted(code, 0x81, U'①')) return white;
  if (const char32_t black = counted(code, 0x8C, U'❶')) return black;
  return shown_among(kWingdings, code);
}

char32_t shown_in_wingdings2(char32_t code) {
  const char32_t number = counted(code, 0x6A, U'①');
  return number != 0 ? number : shown_among(kWingdings2, code);
}

}  // namespace

char32_t symbol_shown(std::string_view font, char32_t code) {
  const char32_t own = is_private(code) ? code - 0xF000 : code;
  if (font == "Symbol") return own < 0x100 ? shown_in_symbol(own) : code;
  if (font == "Wingdings") return own < 0x100 ? shown_in_wingdings(own) : code;
  if (font == "Wingdings 2") return own < 0x100 ? shown_in_wingdings2(own) : code;
  return is_private(code) || font.starts_with("Wingdings") || font == "Webdings" ? 0 : code;
}

std::string symbol_text(std::string_view font, std::string_view utf8) {
  // U+F000 to U+F0FF begin with EF 80 to EF 83.
  const bool may_hold =
      utf8.find("\xEF\x80") != std::string_view::npos || utf8.find("\xEF\x81") != std::string_view::npos ||
      utf8.find("\xEF\x82") != std::string_view::npos || utf8.find("\xEF\x83") != std::string_view::npos;
  if (!may_hold || (font != "Symbol" && !font.starts_with("Wingdings"))) return std::string(utf8);
  std::u32string shown;
  for (const char32_t c : text::to_utf32(utf8))
    if (const char32_t sign = is_private(c) ? symbol_shown(font, c) : c) shown += sign;
  return text::to_utf8(shown);
}

}  // namespace kecang::extract
