#include "indexer/extract/moodle_question.h"

#include <algorithm>
#include <array>

#include "indexer/extract/cloze.h"
#include "indexer/extract/html_text.h"

namespace kecang::extract {
namespace {

bool is_one_of(std::string_view type, std::initializer_list<std::string_view> types) {
  return std::find(types.begin(), types.end(), type) != types.end();
}

void set_answers_as_choice(const MoodleQuestion& source, Question& question) {
  std::vector<std::size_t> correct;
  double most = 0;
  for (const auto& answer : source.answers) most = std::max(most, answer.share);
  for (std::size_t i = 0; i < source.answers.size(); ++i) {
    add_option(question, source.answers[i].text);
    const double share = source.answers[i].share;
    if (source.single ? share > 0 && share == most : share > 0) correct.push_back(i);
  }
  set_choice(question, correct, !source.single);
}

void set_true_or_false(const MoodleQuestion& source, Question& question) {
  question.kind = QuestionKind::true_false;
  for (const auto& answer : source.answers) {
    if (answer.share <= 0 || answer.text.empty()) continue;
    static constexpr auto kYes = std::to_array<std::string_view>({"true", "True", "TRUE", "对", "正确", "1"});
    set_true_false(question, std::find(kYes.begin(), kYes.end(), answer.text) != kYes.end());
  }
}

// One blank, with everything that is wholly right in it.
void set_short_answer(const MoodleQuestion& source, Question& question) {
  question.kind = QuestionKind::fill_in;
  std::vector<std::string> right;
  for (const auto& answer : source.answers)
    if (answer.share >= 100) right.push_back(answer.text);
  question.answer = joined(right, kOrElse);
}

// A blank for each answer that counts; the others only mislead.
void set_gaps(const MoodleQuestion& source, Question& question) {
  question.kind = QuestionKind::fill_in;
  std::vector<std::string> right;
  for (const auto& answer : source.answers) {
    if (answer.share > 0) right.push_back(answer.text);
    if (answer.share <= 0) add_option(question, answer.text);
  }
  if (!question.options.empty())
    for (const auto& text : right) add_option(question, text);
  question.answer = joined(right, kNextBlank);
}

// "The cat [[1]] on the [[2]]": box 1 goes into the first gap.
void set_boxes(const MoodleQuestion& source, Question& question) {
  question.kind = QuestionKind::fill_in;
  for (const auto& box : source.boxes) add_option(question, box);
  std::string stem;
  std::vector<std::string> answer;
  std::string_view rest = question.stem;
  while (true) {
    const auto open = rest.find("[[");
    stem += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const auto index = static_cast<std::size_t>(std::max(0.0, number_of(rest.substr(open + 2))));
    const auto close = rest.find("]]", open);
    if (close == std::string_view::npos || index == 0 || index > source.boxes.size()) {
      stem += "[[";
      rest.remove_prefix(open + 2);
      continue;
    }
    stem += kBlank;
    answer.push_back(source.boxes[index - 1]);
    rest.remove_prefix(close + 2);
  }
  question.stem = stem;
  question.answer = joined(answer, kNextBlank);
}

void set_order(const MoodleQuestion& source, Question& question) {
  question.kind = QuestionKind::ordering;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < source.answers.size(); ++i) {
    add_option(question, source.answers[i].text);
    order.push_back(i);
  }
  question.answer = joined_labels(order);
}

void set_cloze(Question& question, std::string& remarks) {
  question.kind = QuestionKind::fill_in;
  Cloze cloze = read_cloze(question.stem);
  question.stem = std::move(cloze.stem);
  question.answer = joined(cloze.answers, kNextBlank);
  remarks += cloze.remarks;
}

// Kinds we have no word for keep what they say of their answers.
void set_other(const MoodleQuestion& source, Question& question) {
  std::vector<std::string> right;
  for (const auto& answer : source.answers)
    if (answer.share > 0) right.push_back(answer.text);
  question.answer = joined(right, kNextBlank);
}

void set_kind(const MoodleQuestion& source, Question& question, std::string& remarks) {
  const std::string_view type = source.type;
  if (is_one_of(type, {"multichoice", "calculatedmulti", "multichoiceset", "oumultiresponse"}))
    set_answers_as_choice(source, question);
  else if (type == "truefalse")
    set_true_or_false(source, question);
  else if (is_one_of(type,
                     {"shortanswer", "numerical", "calculated", "calculatedsimple", "pmatch", "regexp"}))
    set_short_answer(source, question);
  else if (is_one_of(type, {"matching", "match", "ddmatch"}))
    set_matching(question, source.pairs);
  else if (is_one_of(type, {"cloze", "multianswer"}))
    set_cloze(question, remarks);
  else if (is_one_of(type, {"ddwtos", "gapselect"}))
    set_boxes(source, question);
  else if (type == "gapfill")
    set_gaps(source, question);
  else if (type == "ordering")
    set_order(source, question);
  else
    set_other(source, question);
  if (is_one_of(type, {"essay", "stack", "coderunner"})) question.kind = QuestionKind::short_answer;
}

}  // namespace

std::string moodle_text(std::string_view text, std::string_view format) {
  if (format == "plain_text" || format == "2") return std::string(text);
  return html_text(text).text;
}

void write_moodle_question(const MoodleQuestion& source, QuestionWriter& writer) {
  Question question{.stem = source.stem, .explanation = source.explanation, .score = source.score};
  question.images = source.images;
  question.answer_images = source.answer_images;
  std::string remarks;
  set_kind(source, question, remarks);
  for (const auto& answer : source.answers)
    if (!answer.feedback.empty()) remarks += answer.text + "：" + answer.feedback + '\n';
  writer.add(std::move(question), source.name, remarks + source.remarks);
}

}  // namespace kecang::extract
