#include "indexer/questions/judge.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "indexer/questions/answers.h"
#include "indexer/questions/kind_words.h"
#include "indexer/questions/scan.h"

namespace kecang::questions {
namespace {

bool is_passage(const Found& found) {
  return found.question.kind == QuestionKind::passage;
}

bool is_sure(const Found& found) {
  const bool choices = found.question.options.size() > 1;
  if (!found.question.answer.empty()) return true;
  return found.evidence.tag || found.evidence.answer ||
         (choices && (found.evidence.blank || found.evidence.asks || found.section.kind));
}

bool is_likely(const Found& found) {
  return is_sure(found) || found.evidence.any() || (found.section.kind && found.section.score > 0);
}

struct Tally {
  std::size_t all = 0;
  std::size_t sure = 0;
  std::size_t likely = 0;
  std::size_t choices = 0;
  std::map<std::size_t, std::size_t> option_counts{};
  std::size_t in_sections = 0;

  void add(const Found& found) {
    if (is_passage(found)) return;
    ++all;
    sure += is_sure(found) ? 1 : 0;
    likely += is_likely(found) ? 1 : 0;
    in_sections += found.section.kind ? 1 : 0;
    if (found.question.options.size() > 2) {
      ++choices;
      ++option_counts[found.question.options.size()];
    }
  }

  // Nearly all have the same number of choices: a table of contents does not.
  bool regular() const {
    std::size_t most = 0;
    for (const auto& [options, times] : option_counts) most = std::max(most, times);
    return most >= 3 && most * 5 >= all * 4;
  }
};

void keep(std::vector<Found>& found, const std::vector<bool>& kept) {
  std::vector<std::int64_t> place(found.size(), -1);
  std::vector<Found> rest;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!kept[i]) continue;
    place[i] = static_cast<std::int64_t>(rest.size());
    rest.push_back(std::move(found[i]));
  }
  for (Found& one : rest)
    if (one.question.parent >= 0) one.question.parent = place[static_cast<std::size_t>(one.question.parent)];
  found = std::move(rest);
}

bool names_a_paper(const std::vector<Line>& lines) {
  std::size_t seen = 0;
  for (const Line& line : lines) {
    if (line.kind == LineKind::blank) continue;
    if (++seen > 6) return false;
    if (!shorter_than(line.text, 60) || line.kind == LineKind::number) continue;
    if (contains_any(line.text,
                     {"试卷", "试题", "习题", "练习", "题库", "考试", "测试", "测验", "检测", "作业", "真题",
                      "模拟卷", "竞赛", "Exam", "Quiz", "Homework", "Exercises", "Test"}))
      return true;
  }
  return false;
}

std::string identity(const Question& question) {
  std::string identity = question.number + "\n" + folded(question.stem.substr(0, 120));
  for (const QuestionOption& option : question.options) identity += "\n" + folded(option.text.substr(0, 60));
  return identity;
}

bool lacks_letters(const Question& question) {
  for (std::size_t i = 0; i < question.options.size(); ++i)
    if (question.options[i].label[0] != static_cast<char>('A' + i)) return true;
  return question.options.size() == 1;
}

bool names_no_option(const Question& question) {
  const auto letters = letters_of(question.answer);
  if (!letters) return is_choice(question.kind) && !question.options.empty() && !question.answer.empty();
  return std::any_of(letters->begin(), letters->end(), [&](char letter) {
    return std::none_of(question.options.begin(), question.options.end(),
                        [&](const QuestionOption& option) { return option.label[0] == letter; });
  });
}

struct Doubt {
  double confidence = 1;
  std::string_view code;
};

Doubt doubt_of(const Found& found) {
  const Question& question = found.question;
  const bool choices = is_choice(question.kind);
  if (question.kind == QuestionKind::passage) return {question.stem.empty() ? 0.6 : 0.9, ""};
  if (question.stem.empty() && question.parent < 0) return {0.4, "question.no_stem"};
  if (found.jump) return {0.6, "question.number_jump"};
  if (choices && question.options.empty()) return {0.5, "question.no_options"};
  if (!question.options.empty() && lacks_letters(question)) return {0.5, "question.options_gap"};
  if (choices && names_no_option(question)) return {0.5, "question.answer_names_no_option"};
  if (question.answer.empty()) return {0.75, "question.no_answer"};
  return {choices ? 0.98 : 0.9, ""};
}

}  // namespace

void drop_doubtful_blocks(std::vector<Found>& found) {
  std::unordered_map<std::size_t, Tally> blocks;
  for (const Found& one : found) blocks[one.block].add(one);
  std::vector<bool> kept(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const Tally& block = blocks[found[i].block];
    kept[i] = block.likely * 3 >= block.all || block.choices * 2 >= block.all;
  }
  keep(found, kept);
}

void merge_repeated(std::vector<Found>& found) {
  std::unordered_map<std::string, std::size_t> first;
  std::vector<bool> kept(found.size(), true);
  for (std::size_t i = 0; i < found.size(); ++i) {
    Question& question = found[i].question;
    if (is_passage(found[i]) || question.parent >= 0 || question.stem.size() < 12) continue;
    const auto [place, is_new] = first.emplace(identity(question), i);
    Question& before = found[place->second].question;
    const bool answers = !is_new && before.answer.empty() && !question.answer.empty();
    if (!answers) continue;
    before.answer = std::move(question.answer);
    before.explanation = std::move(question.explanation);
    before.answer_images = std::move(question.answer_images);
    if (before.images.empty()) before.images = std::move(question.images);
    settle_kind(before);
    kept[i] = false;
  }
  keep(found, kept);
}

bool is_paper(const std::vector<Found>& found, const std::vector<Line>& lines) {
  Tally tally;
  for (const Found& one : found) tally.add(one);
  if (tally.all == 0) return false;
  if (tally.all == 1) return tally.sure == 1;
  if (tally.sure >= 2 && tally.sure * 4 >= tally.all) return true;
  if (tally.regular()) return true;
  const bool mostly_likely = tally.likely * 5 >= tally.all * 3;
  return mostly_likely && (tally.in_sections * 2 >= tally.all || names_a_paper(lines));
}

void judge(Found& found) {
  const Doubt doubt = doubt_of(found);
  found.question.confidence = doubt.confidence;
  found.question.doubt = doubt.code;
}

}  // namespace kecang::questions
