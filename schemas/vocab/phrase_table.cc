#include "schemas/vocab/phrase_table.h"

#include <algorithm>

#include "schemas/base/text.h"

namespace kecang::vocab {
namespace {

bool is_latin(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'0' && c <= U'9');
}

bool same_script(char32_t a, char32_t b) {
  return (is_latin(a) && is_latin(b)) || (text::is_han(a) && text::is_han(b));
}

bool stands_alone(std::u32string_view text, std::size_t begin, std::size_t end) {
  if (begin > 0 && same_script(text[begin - 1], text[begin])) return false;
  return end == text.size() || !same_script(text[end - 1], text[end]);
}

}  // namespace

std::size_t PhraseTable::add(const std::u32string& phrase, Standing standing) {
  auto& list = by_last_[phrase.back()];
  for (const auto known : list)
    if (phrases_[known].text == phrase) return known;
  const auto number = phrases_.size();
  phrases_.push_back({phrase, standing});
  const auto shorter = std::find_if(list.begin(), list.end(), [&](std::size_t known) {
    return phrases_[known].text.size() < phrase.size();
  });
  list.insert(shorter, number);
  return number;
}

const std::size_t* PhraseTable::longest_before(std::u32string_view text, std::size_t end) const {
  const auto list = by_last_.find(text[end - 1]);
  if (list == by_last_.end()) return nullptr;
  for (const auto& number : list->second) {
    const auto& phrase = phrases_[number];
    if (!text.substr(0, end).ends_with(phrase.text)) continue;
    if (phrase.standing == Standing::anywhere || stands_alone(text, end - phrase.text.size(), end))
      return &number;
  }
  return nullptr;
}

std::vector<PhraseMatch> PhraseTable::find(std::u32string_view text) const {
  std::vector<PhraseMatch> matches;
  for (auto end = text.size(); end > 0;) {
    const auto* number = longest_before(text, end);
    if (number == nullptr) {
      --end;
      continue;
    }
    const auto begin = end - phrases_[*number].text.size();
    matches.push_back({begin, end, *number});
    end = begin;
  }
  std::reverse(matches.begin(), matches.end());
  return matches;
}

}  // namespace kecang::vocab
