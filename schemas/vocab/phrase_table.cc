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
  auto& list = by_first_[phrase.front()];
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

const std::size_t* PhraseTable::longest_at(std::u32string_view text, std::size_t at) const {
  const auto list = by_first_.find(text[at]);
  if (list == by_first_.end()) return nullptr;
  for (const auto& number : list->second) {
    const auto& phrase = phrases_[number];
    if (text.substr(at, phrase.text.size()) != phrase.text) continue;
    if (phrase.standing == Standing::anywhere || stands_alone(text, at, at + phrase.text.size()))
      return &number;
  }
  return nullptr;
}

std::vector<PhraseMatch> PhraseTable::find(std::u32string_view text) const {
  std::vector<PhraseMatch> matches;
  for (std::size_t at = 0; at < text.size();) {
    const auto* number = longest_at(text, at);
    if (number == nullptr) {
      ++at;
      continue;
    }
    const auto end = at + phrases_[*number].text.size();
    matches.push_back({at, end, *number});
    at = end;
  }
  return matches;
}

}  // namespace kecang::vocab
