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

bool one_slip_apart(std::u32string_view a, std::u32string_view b) {
  if (a.size() < b.size()) std::swap(a, b);
  if (a.size() - b.size() > 1) return false;
  const auto first = std::mismatch(b.begin(), b.end(), a.begin());
  const auto at = static_cast<std::size_t>(first.first - b.begin());
  return a.size() == b.size() ? a.substr(std::min(at + 1, a.size())) == b.substr(std::min(at + 1, b.size()))
                              : a.substr(at + 1) == b.substr(at);
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

bool PhraseTable::starts_at(std::u32string_view text, std::size_t begin) const {
  return std::any_of(phrases_.begin(), phrases_.end(), [&](const Phrase& phrase) {
    return phrase.standing == Standing::anywhere && text.substr(begin).starts_with(phrase.text);
  });
}

std::string PhraseTable::like(std::u32string_view text) const {
  const auto is_it = [&](const Phrase& phrase) { return phrase.text == text; };
  if (std::any_of(phrases_.begin(), phrases_.end(), is_it)) return {};
  const auto found = std::find_if(phrases_.begin(), phrases_.end(),
                                  [&](const Phrase& phrase) { return one_slip_apart(phrase.text, text); });
  return found == phrases_.end() ? std::string() : text::to_utf8(found->text);
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
