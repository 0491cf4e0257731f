#include "indexer/questions/paper.h"

#include <algorithm>

#include "indexer/questions/answer_key.h"
#include "indexer/questions/judge.h"
#include "indexer/questions/layout.h"
#include "indexer/questions/lines.h"
#include "indexer/questions/match_key.h"
#include "indexer/questions/printed_answers.h"
#include "indexer/questions/question_reader.h"

namespace kecang::questions {
namespace {

Question passage_question(const std::vector<Line>& lines, const Passage& passage) {
  Question question{.kind = QuestionKind::passage};
  if (passage.last > 0) question.number = std::to_string(passage.first) + "-" + std::to_string(passage.last);
  bool answered = false;
  for (std::size_t i = passage.from; i < passage.to; ++i) {
    answered = answered || lines[i].kind == LineKind::answer || lines[i].kind == LineKind::explanation;
    for (const Picture& picture : lines[i].pictures)
      (answered ? question.answer_images : question.images).push_back(picture.name);
    if (lines[i].kind == LineKind::blank) continue;
    if (!question.stem.empty()) question.stem += '\n';
    question.stem += lines[i].text;
  }
  return question;
}

class PaperReader {
 public:
  PaperReader(const std::vector<Segment>& segments, const std::vector<Picture>& pictures)
      : segments_(segments), lines_(lines_of(segments, pictures)), printed_(segments) {}

  Paper read() {
    const auto keys = key_regions(lines_);
    layout_ = layout_of(lines_, keys);
    for (const Item& item : layout_.items) read_item(item);
    drop_blocks();
    KeyMatcher matcher(found_);
    for (const KeyRegion& key : keys)
      for (const KeyEntry& entry : read_key(lines_, key)) matcher.give(entry);
    merge_repeated(found_);
    if (!is_paper(found_, lines_)) return {};
    print_keys(keys);
    return {.questions = finished(), .answers = printed_.take()};
  }

 private:
  // What is labelled as an answer is one, even where no question was found for it.
  void print_keys(const std::vector<KeyRegion>& keys) {
    for (const KeyRegion& key : keys)
      for (std::size_t i = key.from; i < key.to; ++i) printed_.add(lines_[i].segment, lines_[i].text);
    for (const Line& line : lines_)
      if (line.kind == LineKind::answer || line.kind == LineKind::explanation)
        printed_.add(line.segment, line.text);
  }

  void read_item(const Item& item) {
    auto [parts, answers] =
        read_question(std::span(lines_).subspan(item.from, item.to - item.from), item.section);
    for (const PrintedAnswer& answer : answers) printed_.add(answer.segment, answer.text);
    const auto base = static_cast<std::int64_t>(found_.size());
    const std::int64_t passage = passage_index(item);
    const auto offset = static_cast<std::int64_t>(found_.size()) - base;
    for (Question& part : parts) {
      part.locator = segments_[lines_[item.from].segment].locator;
      part.parent = part.parent >= 0 ? part.parent + base + offset : passage;
      found_.push_back({.question = std::move(part),
                        .block = item.block,
                        .jump = item.jump,
                        .section = item.section,
                        .evidence = item.evidence});
    }
  }

  // The passage is put before its first question.
  std::int64_t passage_index(const Item& item) {
    if (item.passage < 0) return -1;
    if (item.passage != last_passage_) {
      last_passage_ = item.passage;
      const Passage& passage = layout_.passages[static_cast<std::size_t>(item.passage)];
      Question question = passage_question(lines_, passage);
      question.locator = segments_[lines_[passage.from].segment].locator;
      passage_at_ = static_cast<std::int64_t>(found_.size());
      found_.push_back({.question = std::move(question), .block = item.block});
    }
    return passage_at_;
  }

  void drop_blocks() { drop_doubtful_blocks(found_); }

  std::vector<Question> finished() {
    std::vector<Question> questions;
    for (Found& found : found_) {
      judge(found);
      found.question.index = static_cast<std::uint32_t>(questions.size());
      questions.push_back(std::move(found.question));
    }
    drop_ornaments(questions);
    return questions;
  }

  const std::vector<Segment>& segments_;
  std::vector<Line> lines_;
  Layout layout_;
  std::vector<Found> found_;
  PrintedAnswers printed_;
  std::int64_t last_passage_ = -1;
  std::int64_t passage_at_ = -1;
};

}  // namespace

Paper read_paper(const std::vector<Segment>& segments, const std::vector<Picture>& pictures) {
  return PaperReader(segments, pictures).read();
}

}  // namespace kecang::questions
