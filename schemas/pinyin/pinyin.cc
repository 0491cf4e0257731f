#include "schemas/pinyin/pinyin.h"

#include <algorithm>
#include <cstdint>

#include "schemas/base/text.h"
#include "schemas/pinyin/han_latin.h"
#include "schemas/pinyin/reading_table.h"

namespace kecang::pinyin {
namespace {

std::u32string_view text_of(const PhraseRow& phrase) {
  return reading_table().phrase_characters.substr(phrase.first, phrase.length);
}

std::string syllable(std::uint16_t number) {
  return std::string(reading_table().syllables[number].text);
}

Readings readings_of(char32_t character) {
  const auto& table = reading_table();
  const auto row = std::lower_bound(table.characters.begin(), table.characters.end(), character,
                                    [](const auto& a, char32_t b) { return a.character < b; });
  if (row == table.characters.end() || row->character != character) return {han_latin(character)};
  Readings all;
  for (const auto number : table.character_readings.subspan(row->first, row->count))
    all.push_back(syllable(number));
  return all;
}

/// A stretch of Han characters, and for each of them which word it stands in.
struct Run {
  std::u32string text;
  std::vector<std::size_t> words;
};

/// A phrase that would cut a word in two is none: 进行 | 列举 holds no 行列.
bool cuts_word(const Run& run, std::size_t begin, std::size_t end) {
  const auto& words = run.words;
  const bool cuts_first = begin > 0 && words[begin - 1] == words[begin] && words[end - 1] != words[begin];
  const bool cuts_last = end < words.size() && words[end - 1] == words[end] && words[begin] != words[end - 1];
  return cuts_first || cuts_last;
}

/// Which phrases a run is read by: those that cover most, long ones before short ones.
class Reading {
 public:
  explicit Reading(const Run& run) : run_(run), best_(run.text.size() + 1) {
    for (std::size_t begin = run.text.size(); begin-- > 0;) choose(begin);
  }

  void append_to(std::vector<Readings>& all) const {
    for (std::size_t at = 0; at < run_.text.size();) {
      const auto* phrase = best_[at].phrase;
      if (phrase == nullptr) {
        all.push_back(readings_of(run_.text[at++]));
        continue;
      }
      for (std::uint32_t i = 0; i < phrase->length; ++i) all.push_back(in_phrase(*phrase, i));
      at += phrase->length;
    }
  }

 private:
  struct Step {
    std::size_t score = 0;  ///< of everything from here on
    const PhraseRow* phrase = nullptr;
  };

  static Readings in_phrase(const PhraseRow& phrase, std::uint32_t i) {
    const auto first = syllable(reading_table().phrase_readings[phrase.first + i]);
    auto all = readings_of(text_of(phrase)[i]);
    std::erase(all, first);
    all.insert(all.begin(), first);
    return all;
  }

  void choose(std::size_t begin) {
    best_[begin] = {best_[begin + 1].score, nullptr};
    const std::u32string_view rest = std::u32string_view(run_.text).substr(begin);
    const auto phrases = reading_table().phrases;
    // The phrases that begin with the first characters of the rest stand together, short ones first.
    auto from = phrases.begin();
    auto to = phrases.end();
    for (std::size_t length = 2; length <= rest.size() && from != to; ++length) {
      const auto head = rest.substr(0, length);
      from = std::lower_bound(from, to, head, [](const auto& a, auto b) { return text_of(a) < b; });
      to = std::upper_bound(from, to, head,
                            [&](auto a, const auto& b) { return a < text_of(b).substr(0, length); });
      if (from == to || from->length != length || cuts_word(run_, begin, begin + length)) continue;
      const auto score = length * length + best_[begin + length].score;
      if (score > best_[begin].score) best_[begin] = {score, &*from};
    }
  }

  const Run& run_;
  std::vector<Step> best_;
};

/// Where each word of the text begins, in bytes.
std::vector<std::size_t> word_starts(std::string_view normalised) {
  std::vector<std::size_t> starts;
  std::size_t from = 0;
  for (const auto& term : text::terms_of(normalised)) {
    if (term.kind != text::TermKind::word) continue;
    const auto at = normalised.find(term.text, from);
    if (at == std::string_view::npos) continue;
    starts.push_back(at);
    from = at + term.text.size();
  }
  return starts;
}

std::vector<Run> runs_of(std::string_view normalised) {
  const auto starts = word_starts(normalised);
  std::vector<Run> runs;
  bool open = false;
  std::size_t byte = 0;
  for (const auto character : text::to_utf32(normalised)) {
    if (text::is_han(character)) {
      if (!open) runs.emplace_back();
      const auto word = std::upper_bound(starts.begin(), starts.end(), byte) - starts.begin();
      runs.back().text += character;
      runs.back().words.push_back(static_cast<std::size_t>(word));
    }
    open = text::is_han(character);
    byte += text::to_utf8(std::u32string(1, character)).size();
  }
  return runs;
}

}  // namespace

std::vector<Readings> readings(std::string_view normalised) {
  std::vector<Readings> all;
  for (const auto& run : runs_of(normalised)) Reading(run).append_to(all);
  return all;
}

std::vector<std::string> best(std::string_view normalised) {
  std::vector<std::string> firsts;
  for (auto& each : readings(normalised)) firsts.push_back(std::move(each.front()));
  return firsts;
}

std::string initials(std::string_view normalised) {
  std::string letters;
  for (const auto& syllable : best(normalised)) letters += syllable.substr(0, 1);
  return letters;
}

}  // namespace kecang::pinyin
