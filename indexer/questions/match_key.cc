#include "indexer/questions/match_key.h"

#include <charconv>

#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kLookedAhead = 16;

int plain_number(const Question& question) {
  int number = 0;
  const auto [end, error] =
      std::from_chars(question.number.data(), question.number.data() + question.number.size(), number);
  const bool whole = error == std::errc() && end == question.number.data() + question.number.size();
  return whole ? number : 0;
}

}  // namespace

KeyMatcher::KeyMatcher(std::vector<Found>& found) : found_(found) {
  for (std::size_t i = 0; i < found.size(); ++i)
    if (const int number = plain_number(found[i].question); number > 0)
      by_number_[number].questions.push_back(i);
}

void KeyMatcher::give(const KeyEntry& entry) {
  const auto queue = by_number_.find(entry.number);
  if (queue == by_number_.end()) return;
  auto& [questions, next] = queue->second;
  while (next < questions.size() && !found_[questions[next]].question.answer.empty()) ++next;
  std::size_t chosen = next;
  for (std::size_t i = next; entry.kind && i < questions.size() && i < next + kLookedAhead; ++i) {
    const Found& found = found_[questions[i]];
    if (found.section.kind != entry.kind || !found.question.answer.empty()) continue;
    chosen = i;
    break;
  }
  if (chosen >= questions.size()) return;
  Question& question = found_[questions[chosen]].question;
  set_answer(question, entry.answer);
  settle_kind(question);
  if (question.explanation.empty()) question.explanation = std::string(trimmed_wide(entry.explanation));
  question.answer_images.insert(question.answer_images.end(), entry.images.begin(), entry.images.end());
}

}  // namespace kecang::questions
