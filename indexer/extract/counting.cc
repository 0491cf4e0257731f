#include "indexer/extract/counting.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "indexer/extract/entities.h"

namespace kecang::extract {
namespace {

using Digits = std::array<std::string_view, 10>;
constexpr Digits kHan{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr Digits kLegal{"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
constexpr std::u32string_view kStems = U"甲乙丙丁戊己庚辛壬癸";
constexpr std::u32string_view kBranches = U"子丑寅卯辰巳午未申酉戌亥";

// 12 → 十二, 105 → 一百零五. Nothing from ten thousand on.
std::string in_han(std::int64_t number, const Digits& digits, const std::array<std::string_view, 4>& units) {
  if (number < 1 || number > 9999) return {};
  std::string text;
  const std::string written = std::to_string(number);
  bool gap = false;
  for (std::size_t i = 0; i < written.size(); ++i) {
    const auto digit = static_cast<std::size_t>(written[i] - '0');
    const std::size_t unit = written.size() - 1 - i;
    gap = gap || digit == 0;
    if (digit == 0) continue;
    if (std::exchange(gap, false)) text += "零";
    // Ten to nineteen are said without their one.
    if (digit != 1 || unit != 1 || i != 0) text += digits[digit];
    text += units[unit];
  }
  return text;
}

std::string digit_by_digit(std::int64_t number) {
  std::string text;
  for (const char c : std::to_string(number))
    if (c >= '0' && c <= '9') text += kHan[static_cast<std::size_t>(c - '0')];
  return text;
}

// A, B … Z, AA, BB: what comes behind Z is the same letter more often.
std::string in_letters(std::int64_t number, char first) {
  if (number < 1 || number > 26 * 4) return {};
  return std::string(static_cast<std::size_t>((number - 1) / 26 + 1),
                     static_cast<char>(first + (number - 1) % 26));
}

std::string in_roman(std::int64_t number, bool large) {
  struct Step {
    std::int64_t value;
    std::string_view text;
  };
  constexpr auto kSteps = std::to_array<Step>({{1000, "m"},
                                               {900, "cm"},
                                               {500, "d"},
                                               {400, "cd"},
                                               {100, "c"},
                                               {90, "xc"},
                                               {50, "l"},
                                               {40, "xl"},
                                               {10, "x"},
                                               {9, "ix"},
                                               {5, "v"},
                                               {4, "iv"},
                                               {1, "i"}});
  if (number < 1 || number > 3999) return {};
  std::string text;
  for (const auto& [value, letters] : kSteps)
    for (; number >= value; number -= value) text += letters;
  if (large) std::transform(text.begin(), text.end(), text.begin(), [](char c) { return char(c - 32); });
  return text;
}

std::string one_of(std::u32string_view characters, std::int64_t number) {
  std::string text;
  if (number >= 1 && number <= static_cast<std::int64_t>(characters.size()))
    append_utf8(text, characters[static_cast<std::size_t>(number - 1)]);
  return text;
}

// One of `count` characters that follow one another from `first` on.
std::string from(char32_t first, std::int64_t count, std::int64_t number) {
  std::string text;
  if (number >= 1 && number <= count) append_utf8(text, first + static_cast<char32_t>(number - 1));
  return text;
}

std::string full_width(std::int64_t number) {
  std::string text;
  for (const char c : std::to_string(number)) append_utf8(text, U'０' + static_cast<char32_t>(c - '0'));
  return text;
}

bool is_one_of(std::string_view format, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), format) != names.end();
}

std::string in_format(std::string_view format, std::int64_t number) {
  if (format == "upperLetter") return in_letters(number, 'A');
  if (format == "lowerLetter") return in_letters(number, 'a');
  if (format == "upperRoman") return in_roman(number, true);
  if (format == "lowerRoman") return in_roman(number, false);
  if (is_one_of(format, {"chineseCounting", "chineseCountingThousand", "taiwaneseCounting",
                         "taiwaneseCountingThousand", "japaneseCounting"}))
    return in_han(number, kHan, {"", "十", "百", "千"});
  if (is_one_of(format, {"chineseLegalSimplified", "ideographLegalTraditional"}))
    return in_han(number, kLegal, {"", "拾", "佰", "仟"});
  if (is_one_of(format, {"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"}))
    return digit_by_digit(number);
  if (format == "ideographTraditional") return one_of(kStems, number);
  if (format == "ideographZodiac") return one_of(kBranches, number);
  if (is_one_of(format, {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"}))
    return from(U'①', 20, number);
  if (format == "decimalEnclosedParen") return from(U'⑴', 20, number);
  if (format == "decimalEnclosedFullstop") return from(U'⒈', 20, number);
  if (format == "ideographEnclosedCircle") return from(U'㊀', 10, number);
  if (is_one_of(format, {"decimalFullWidth", "decimalFullWidth2"})) return full_width(number);
  if (format == "decimalZero" && number < 10) return '0' + std::to_string(number);
  return {};
}

}  // namespace

std::string counted(std::string_view format, std::int64_t number) {
  if (format == "bullet" || format == "none" || number < 0) return {};
  std::string text = in_format(format, number);
  return text.empty() ? std::to_string(number) : text;
}

}  // namespace kecang::extract
