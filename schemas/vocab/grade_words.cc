#include "schemas/vocab/grade_words.h"

#include <algorithm>
#include <optional>
#include <string>

namespace kecang::vocab {
namespace {

constexpr std::u32string_view kNumbers = U"一二三四五六七八九十";

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}

int number_of(char32_t c) {
  if (c >= U'1' && c <= U'9') return static_cast<int>(c - U'0');
  const auto place = kNumbers.find(c);
  return place == std::u32string_view::npos ? 0 : static_cast<int>(place) + 1;
}

bool follows(std::u32string_view text, std::size_t at, std::u32string_view what) {
  return text.substr(std::min(at, text.size())).starts_with(what);
}

/// 上, 上册, 上学期, 第一学期: how long it is and what it says.
std::size_t take_volume(std::u32string_view text, std::size_t at, char32_t& volume) {
  constexpr std::u32string_view kFirst = U"第一学期";
  constexpr std::u32string_view kSecond = U"第二学期";
  if (follows(text, at, kFirst)) return volume = U'上', kFirst.size();
  if (follows(text, at, kSecond)) return volume = U'下', kSecond.size();
  if (at >= text.size() || (text[at] != U'上' && text[at] != U'下') || !ends_a_volume(text, at + 1)) return 0;
  volume = text[at];
  if (follows(text, at + 1, U"册")) return 2;
  if (follows(text, at + 1, U"学期")) return 3;
  return 1;
}

/// 小六, 初二, 高三 with or without a volume.
std::optional<GradeWords> stage_and_number(std::u32string_view text, std::size_t at) {
  constexpr int kBeforeJunior = 6;
  constexpr int kBeforeSenior = 9;
  const auto stage = text[at];
  if ((stage != U'小' && stage != U'初' && stage != U'高') || at + 1 >= text.size()) return {};
  const auto number = is_digit(text[at + 1]) ? 0 : number_of(text[at + 1]);
  const int most = stage == U'小' ? 6 : stage == U'初' ? 4 : 3;
  if (number < 1 || number > most) return {};
  GradeWords words{.begin = at, .end = at + 2};
  if (stage == U'小') words.order = number;
  if (stage == U'初') words.order = std::min(kBeforeJunior + number, kBeforeSenior);
  if (stage == U'高') words.order = kBeforeSenior + number;
  if (follows(text, words.end, U"年级")) words.end += 2, words.is_sure = true;
  if (const auto length = take_volume(text, words.end, words.volume); length > 0)
    words.end += length, words.is_sure = true;
  return words;
}

/// 七上, 8下, 9年级: the number alone says nothing.
std::optional<GradeWords> number_and_volume(std::u32string_view text, std::size_t at) {
  constexpr int kTen = 10;
  if (at > 0 && (is_digit(text[at - 1]) || number_of(text[at - 1]) > 0 || text[at - 1] == U'第' ||
                 text[at - 1] == U'.'))
    return {};
  auto end = at + 1;
  int number = number_of(text[at]);
  if (text[at] == U'1' && end < text.size() && is_digit(text[end]) && text[end] <= U'2')
    number = kTen + static_cast<int>(text[end++] - U'0');
  if (number < 1) return {};
  GradeWords words{.begin = at, .end = end, .order = number};
  const bool says_grade = follows(text, words.end, U"年级");
  if (says_grade) words.end += 2;
  const auto length = take_volume(text, words.end, words.volume);
  words.end += length;
  // 一下, 二上 and the like are other words; from 七 on they are books.
  constexpr int kFirstAlone = 7;
  if (!says_grade && (length == 0 || (number < kFirstAlone && length == 1 && !is_digit(text[at])))) return {};
  words.is_sure = true;
  return words;
}

}  // namespace

bool ends_a_volume(std::u32string_view text, std::size_t end) {
  constexpr std::u32string_view kOtherWords = U"海午面去来一方边下上课次列古升涨述文半层周";
  return end >= text.size() || kOtherWords.find(text[end]) == std::u32string_view::npos;
}

std::vector<GradeWords> grade_words(std::u32string_view text) {
  std::vector<GradeWords> all;
  for (std::size_t at = 0; at < text.size();) {
    auto words = stage_and_number(text, at);
    if (!words) words = number_and_volume(text, at);
    if (!words) {
      ++at;
      continue;
    }
    at = words->end;
    all.push_back(*words);
  }
  return all;
}

}  // namespace kecang::vocab
