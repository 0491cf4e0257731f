#include "schemas/vocab/mark_reader.h"

#include <algorithm>
#include <array>
#include <string>

#include "schemas/base/text.h"
#include "schemas/pinyin/pinyin.h"
#include "schemas/vocab/grade_words.h"

namespace kecang::vocab {
namespace {

constexpr std::size_t kShortestSound = 4;  ///< letters; of shorter ones too many words sound the same

bool is_digit(char32_t c) {
  return c >= U'0' && c <= U'9';
}
bool is_letter(char32_t c) {
  return c >= U'a' && c <= U'z';
}

bool overlaps(const Mark& a, std::size_t begin, std::size_t end) {
  return a.begin < end && begin < a.end;
}

bool is_free(const std::vector<Mark>& marks, std::size_t begin, std::size_t end) {
  return std::none_of(marks.begin(), marks.end(),
                      [&](const Mark& mark) { return overlaps(mark, begin, end); });
}

void add_once(Mark mark, std::vector<Mark>& to) {
  if (std::find(to.begin(), to.end(), mark) == to.end()) to.push_back(std::move(mark));
}

void by_place(std::vector<Mark>& marks) {
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
}

/// 小六, 初二, 高三.
bool is_numbered_grade(std::u32string_view words) {
  constexpr std::u32string_view kStages = U"小初高";
  return words.size() == 2 && kStages.find(words.front()) != std::u32string_view::npos;
}

std::string joined(const std::vector<std::string>& syllables) {
  std::string all;
  for (const auto& syllable : syllables) all += syllable;
  return all;
}

std::size_t han_in(std::string_view utf8) {
  const auto characters = text::to_utf32(utf8);
  return static_cast<std::size_t>(std::count_if(characters.begin(), characters.end(), text::is_han));
}

}  // namespace

MarkReader::MarkReader(const Lexicon& lexicon) : grades_(lexicon.grades) {
  add_words(lexicon);
  for (const auto& request : lexicon.requests) {
    const auto characters = text::to_utf32(text::normalise(request));
    if (!characters.empty()) requests_.add(characters, Standing::anywhere);
  }
  for (const auto& term : lexicon.english_terms) add_english(term);
}

/// In the plural, too.
void MarkReader::add_english(const EnglishTerm& term) {
  const auto english = text::normalise(term.english);
  if (english.empty()) return;
  std::vector<std::string> forms{english, english + "s", english + "es"};
  if (english.back() == 'y') forms.push_back(english.substr(0, english.size() - 1) + "ies");
  for (const auto& form : forms) {
    const auto number = english_.add(text::to_utf32(form), Standing::alone);
    han_.resize(english_.size());
    auto& han = han_[number];
    for (const auto& word : term.han)
      if (std::find(han.begin(), han.end(), word) == han.end()) han.push_back(word);
  }
}

std::vector<EnglishWords> MarkReader::translations(std::string_view normalised) const {
  std::vector<EnglishWords> found;
  const auto text = text::to_utf32(normalised);
  for (const auto& match : english_.find(text))
    found.push_back({text::to_utf8(std::u32string_view(text).substr(match.begin, match.end - match.begin)),
                     han_[match.phrase]});
  return found;
}

/// The finer words first: a name of a type that is a word of a kind already keeps that meaning.
void MarkReader::add_words(const Lexicon& lexicon) {
  for (const auto& word : lexicon.mark_words) add_word(word.word, word.field, word.value, word.standing);
  constexpr auto kBooks = std::to_array<Field>(
      {Field::stage, Field::grade, Field::volume, Field::subject, Field::edition, Field::type});
  for (const auto field : kBooks) {
    const auto terms = lexicon.terms.find(field);
    if (terms == lexicon.terms.end()) continue;
    const auto as = field == Field::type ? Field::kind : field;
    for (const auto& term : terms->second) {
      add_word(term.name, as, term.name, Standing::anywhere);
      for (const auto& alias : term.aliases) add_word(alias, as, term.name, standing_of(field, alias));
    }
  }
}

void MarkReader::add_word(const std::string& word, Field field, const std::string& value, Standing standing) {
  const auto normalised = text::normalise(word);
  const auto characters = text::to_utf32(normalised);
  if (characters.empty()) return;
  const auto number = words_.add(characters, standing);
  meanings_.resize(words_.size());
  auto& meanings = meanings_[number];
  const auto says = [&](const Meaning& meaning) {
    return meaning.field == field && (meaning.value == value || field == Field::kind);
  };
  if (std::any_of(meanings.begin(), meanings.end(), says)) return;
  meanings.push_back({field, value});
  if (han_in(word) < 2) return;
  const auto sound = joined(pinyin::best(normalised));
  if (sound.size() >= kShortestSound) add_once({field, value}, by_sound_[sound]);
}

std::vector<Mark> MarkReader::read(std::string_view normalised) const {
  const auto text = text::to_utf32(normalised);
  std::vector<Mark> marks;
  read_grades(text, marks);
  read_phrases(text, marks);
  read_volumes_after_grades(text, marks);
  add_stages(marks);
  by_place(marks);
  return marks;
}

std::vector<Mark> MarkReader::read_typed(std::string_view normalised) const {
  auto marks = read(normalised);
  read_sounds(text::to_utf32(normalised), marks);
  by_place(marks);
  return marks;
}

/// Where grades written as numbers stand, nothing else is read: 一年级 is no grade of its own in 高一年级.
/// And a grade of two characters (初二) is one only where the numbers say so.
void MarkReader::read_phrases(std::u32string_view text, std::vector<Mark>& marks) const {
  const auto grades = marks;
  std::u32string parted(text);
  std::replace(parted.begin(), parted.end(), U'_', U' ');
  for (const auto& mark : grades)
    std::fill(parted.begin() + static_cast<std::ptrdiff_t>(mark.begin),
              parted.begin() + static_cast<std::ptrdiff_t>(mark.end), U' ');
  for (const auto& match : words_.find(parted))
    for (const auto& meaning : meanings_[match.phrase])
      if (meaning.field != Field::grade ||
          !is_numbered_grade(text.substr(match.begin, match.end - match.begin)))
        add_once({meaning.field, meaning.value, match.begin, match.end}, marks);
}

/// 初二下, 8年级第二学期, 七上: what no list of names holds.
void MarkReader::read_grades(std::u32string_view text, std::vector<Mark>& marks) const {
  for (const auto& words : grade_words(text)) {
    if (!words.is_sure && !is_a_grade_here(text, words.begin, words.end)) continue;
    if (words.order < 1 || words.order > static_cast<int>(grades_.size())) continue;
    marks.push_back(
        {Field::grade, grades_[static_cast<std::size_t>(words.order - 1)].name, words.begin, words.end});
    if (words.volume != 0)
      marks.push_back({Field::volume, words.volume == U'上' ? "上册" : "下册", words.begin, words.end});
  }
}

/// 高一 in 高一集合 is a grade, 初二 in 初二次函数 and 小一 in 大小一样 are not.
bool MarkReader::is_a_grade_here(std::u32string_view text, std::size_t begin, std::size_t end) const {
  constexpr std::u32string_view kNotAfter = U"角次元级点个样些种定般起共切直半重致位维者倍分度百千万";
  if (end < text.size() && kNotAfter.find(text[end]) != std::u32string_view::npos) return false;
  if (text[begin] != U'小') return true;
  if (begin > 0 && text::is_han(text[begin - 1])) return false;
  return end == text.size() || !text::is_han(text[end]) || words_.starts_at(text, end);
}

/// 上 and 下 are volumes right behind a grade: 三年级上.
void MarkReader::read_volumes_after_grades(std::u32string_view text, std::vector<Mark>& marks) const {
  std::vector<Mark> volumes;
  for (const auto& mark : marks) {
    if (mark.field != Field::grade || mark.end >= text.size()) continue;
    const auto c = text[mark.end];
    if ((c != U'上' && c != U'下') || !ends_a_volume(text, mark.end + 1)) continue;
    if (!is_free(marks, mark.end, mark.end + 1)) continue;
    volumes.push_back({Field::volume, c == U'上' ? "上册" : "下册", mark.end, mark.end + 1});
  }
  for (auto& volume : volumes) add_once(std::move(volume), marks);
}

void MarkReader::read_sounds(std::u32string_view text, std::vector<Mark>& marks) const {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_letter(text[begin])) {
      ++begin;
      continue;
    }
    auto end = begin;
    while (end < text.size() && is_letter(text[end])) ++end;
    const bool alone = end == text.size() || !is_digit(text[end]);
    const auto found = by_sound_.find(text::to_utf8(text.substr(begin, end - begin)));
    if (alone && found != by_sound_.end() && is_free(marks, begin, end))
      for (const auto& mark : found->second) marks.push_back({mark.field, mark.value, begin, end});
    begin = end;
  }
}

/// A grade belongs to one stage.
void MarkReader::add_stages(std::vector<Mark>& marks) const {
  std::vector<Mark> stages;
  for (const auto& mark : marks) {
    if (mark.field != Field::grade) continue;
    for (const auto& grade : grades_)
      if (grade.name == mark.value) stages.push_back({Field::stage, grade.stage, mark.begin, mark.end});
  }
  for (auto& stage : stages) add_once(std::move(stage), marks);
}

std::vector<Span> MarkReader::requests(std::string_view normalised) const {
  std::vector<Span> spans;
  for (const auto& match : requests_.find(text::to_utf32(normalised)))
    spans.push_back({match.begin, match.end});
  return spans;
}

}  // namespace kecang::vocab
