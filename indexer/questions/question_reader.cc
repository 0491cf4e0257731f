#include "indexer/questions/question_reader.h"

#include <algorithm>

#include "indexer/questions/answers.h"
#include "indexer/questions/evidence.h"
#include "indexer/questions/kind_words.h"
#include "indexer/questions/options.h"
#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

void append_line(std::string& text, std::string_view line) {
  if (!text.empty()) text += '\n';
  text += line;
}

// "单选题：", "(多选题)", "问题:", "（2分）" and the number once more may stand before the stem, in any
// order.
class StemFront {
 public:
  StemFront(std::string_view text, Question& question, bool& named)
      : text_(trimmed_wide(text)), question_(question), named_(named) {}

  std::string_view strip() {
    for (int i = 0; i < 4; ++i) {
      const auto before = text_.size();
      if (const double score = eat_score(text_); score > 0) question_.score = score;
      strip_kind();
      strip_label();
      if (text_.size() == before) break;
    }
    return text_;
  }

 private:
  void strip_kind() {
    const Line line = classify(text_, 0);
    const bool tag =
        line.kind == LineKind::kind_word || (line.kind == LineKind::number && line.question_kind);
    if (!tag) return;
    question_.kind = *line.question_kind;
    named_ = true;
    text_ = line.kind == LineKind::kind_word ? std::string_view() : line.rest;
  }

  void strip_label() {
    Cursor cursor(text_);
    if (!cursor.eat_word({"问题", "题目", "题干", "试题"}) || !cursor.eat_any(U":")) return;
    cursor.skip_spaces();
    const Line again = classify(cursor.rest(), 0);
    const bool repeated = again.kind == LineKind::number && std::to_string(again.number) == question_.number;
    text_ = repeated ? again.rest : cursor.rest();
  }

  std::string_view text_;
  Question& question_;
  bool& named_;
};

// ![](images/3.png) → images/3.png
void collect_images(std::string_view text, std::vector<std::string>& images) {
  for (auto at = text.find("!["); at != std::string_view::npos; at = text.find("![", at + 2)) {
    const auto open = text.find("](", at);
    if (open == std::string_view::npos) return;
    const auto close = text.find(')', open);
    if (close == std::string_view::npos) return;
    images.emplace_back(text.substr(open + 2, std::min<std::size_t>(close - open - 2, 255)));
  }
}

class QuestionReader {
 public:
  /// `printed` is told where the answers stand.
  QuestionReader(std::span<const Line> lines, const SectionFacts& section,
                 std::vector<PrintedAnswer>& printed)
      : lines_(lines), printed_(printed) {
    question_.score = section.score;
    if (section.kind) question_.kind = *section.kind;
    named_ = section.kind.has_value();
  }

  Question read() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      segment_ = lines_[i].segment;
      take(lines_[i], i == 0);
      take_pictures(lines_[i]);
    }
    finish();
    return std::move(question_);
  }

 private:
  static constexpr std::size_t kShortAnswer = 64;
  enum class Part { stem, options, answer, explanation, label };

  void take(const Line& line, bool first) {
    if (line.kind == LineKind::blank) return;
    if (first) return take_first(line);
    if (answer_open()) return append_answer(answer_, line.text);
    switch (line.kind) {
      case LineKind::option:
        return take_option(line);
      case LineKind::answer:
        return take_answer(line);
      case LineKind::explanation:
        part_ = Part::explanation;
        print(line.text);
        if (!line.rest.empty()) append_line(question_.explanation, line.rest);
        return;
      case LineKind::kind_word:
        return take_kind(line);
      case LineKind::label:
        return take_label(line);
      default:
        return take_text(line);
    }
  }

  // Behind the stem and its choices they belong to these, behind an answer to that.
  void take_pictures(const Line& line) {
    const bool of_answer = part_ == Part::answer || part_ == Part::explanation;
    for (const Picture& picture : line.pictures)
      (of_answer ? question_.answer_images : question_.images).push_back(picture.name);
  }

  void take_first(const Line& line) {
    if (line.number > 0) question_.number = std::to_string(line.number);
    if (line.question_kind) {
      question_.kind = *line.question_kind;
      named_ = true;
    }
    if (!line.leading_answer.empty()) {
      answer_ = line.leading_answer;
      print(line.leading_answer);
    }
    if (line.kind == LineKind::option) return take_option(line);
    take_stem(StemFront(line.rest, question_, named_).strip());
  }

  void take_stem(std::string_view text) {
    if (question_.stem.empty()) text = StemFront(text, question_, named_).strip();
    if (text.empty()) return;
    if (is_option_start(text) && options_within(text) == std::optional<std::size_t>(0))
      return add_options(text);
    const auto options = options_within(text);
    if (!options) return append_stem(text);
    append_stem(trimmed_wide(text.substr(0, *options)));
    add_options(text.substr(*options));
  }

  // Letters in an explanation speak of the choices that were given before.
  void take_option(const Line& line) {
    const bool closed = part_ == Part::explanation || (part_ == Part::answer && !question_.options.empty());
    if (closed) return take_text(line);
    const auto choices = split_options(line.rest);
    if (!choices.empty() && choices[0].label == "A" && question_.options.size() > 1) return take_text(line);
    add_options(line.rest);
  }

  void add_options(std::string_view text) {
    part_ = Part::options;
    for (QuestionOption& option : split_options(text)) question_.options.push_back(std::move(option));
  }

  void take_answer(const Line& line) {
    part_ = Part::answer;
    print(line.text);
    append_line(answer_, line.rest);
  }

  void take_kind(const Line& line) {
    if (part_ != Part::stem) return take_text(line);
    question_.kind = *line.question_kind;
    named_ = true;
  }

  void take_label(const Line& line) {
    if (line.text.find("分值") < 8)
      question_.score = std::max(question_.score, score_in(std::string(line.rest) + "分"));
    if (line.text.find("题型") < 8) {
      if (const auto kind = kind_in(line.rest)) {
        question_.kind = *kind;
        named_ = true;
      }
    }
  }

  void take_text(const Line& line) {
    switch (part_) {
      case Part::stem:
        return take_stem(line.text);
      case Part::options:
        return continue_option(line.text);
      case Part::answer:
        return continue_answer(line.text);
      default:
        return append_answer(question_.explanation, line.text);
    }
  }

  void append_answer(std::string& to, std::string_view text) {
    print(text);
    append_line(to, text);
  }

  void print(std::string_view text) { printed_.push_back({segment_, text}); }

  void append_stem(std::string_view text) {
    append_line(question_.stem, text);
    stem_parts_.push_back({question_.stem.size() - text.size(), {segment_, text}});
  }

  // Bytes [from, to) of the stem, wherever its lines stand.
  void print_in_stem(std::size_t from, std::size_t to) {
    for (const StemPart& part : stem_parts_) {
      const std::size_t end = part.at + part.printed.text.size();
      const std::size_t begin = std::max(from, part.at);
      if (begin >= std::min(to, end)) continue;
      printed_.push_back(
          {part.printed.segment, part.printed.text.substr(begin - part.at, std::min(to, end) - begin)});
    }
  }

  // A line without a letter goes on with the last choice; one with letters within has the next ones, too.
  void continue_option(std::string_view text) {
    QuestionOption& last = question_.options.back();
    auto parts = split_options(last.label + ". " + std::string(text));
    if (parts.empty()) return;
    append_line(last.text, parts[0].text);
    for (std::size_t i = 1; i < parts.size(); ++i) question_.options.push_back(std::move(parts[i]));
  }

  void continue_answer(std::string_view text) {
    if (answer_.size() < kShortAnswer && (letters_of(answer_) || verdict_of(answer_))) {
      part_ = Part::explanation;
      return append_answer(question_.explanation, text);
    }
    append_answer(answer_, text);
  }

  // 【 without its 】: the answer goes on, whatever the next line looks like.
  bool answer_open() const {
    if (part_ != Part::answer || answer_.size() > 4096) return false;
    const std::string_view answer = answer_;
    return answer.starts_with("【") && answer.find("】") == std::string_view::npos;
  }

  void finish() {
    question_.explanation = std::string(trimmed_wide(question_.explanation));
    if (answer_.empty()) {
      if (const auto bracket = bracket_answer_in(question_.stem)) {
        print_in_stem(bracket->from, bracket->to);
        answer_ = *take_bracket_answer(question_.stem);
      }
    }
    if (answer_.empty()) take_trailing();
    if (answer_.empty() && !question_.options.empty())
      answer_ = answer_in_explanation(question_.explanation).value_or("");
    collect_images(question_.stem, question_.images);
    for (const QuestionOption& option : question_.options) collect_images(option.text, question_.images);
    collect_images(answer_, question_.answer_images);
    collect_images(question_.explanation, question_.answer_images);
    if (!named_) question_.kind = QuestionKind::other;
    settle_kind(question_);
    set_answer(question_, answer_);
    settle_kind(question_);
  }

  void take_trailing() {
    if (question_.options.empty() && question_.kind != QuestionKind::true_false) return;
    std::string stem = question_.stem;
    const auto answer = take_trailing_answer(stem);
    if (!answer || stem.empty()) return;
    const bool names =
        verdict_of(*answer) || std::all_of(answer->begin(), answer->end(), [&](char letter) {
          return std::any_of(question_.options.begin(), question_.options.end(),
                             [&](const QuestionOption& option) { return option.label[0] == letter; });
        });
    if (!names) return;
    print_in_stem(question_.stem.find(stem) + stem.size(), question_.stem.size());
    question_.stem = std::move(stem);
    answer_ = *answer;
  }

  struct StemPart {
    std::size_t at = 0;  ///< in the stem
    PrintedAnswer printed{};
  };

  std::span<const Line> lines_;
  std::vector<PrintedAnswer>& printed_;
  std::size_t segment_ = 0;  ///< of the line that is read
  std::vector<StemPart> stem_parts_;
  Question question_;
  std::string answer_;
  Part part_ = Part::stem;
  bool named_ = false;
};

// The lines at which sub-questions begin: （1）（2）（3）, or ①②③, in order.
std::vector<std::size_t> sub_starts(std::span<const Line> lines, NumberStyle style) {
  std::vector<std::size_t> starts;
  int expected = 1;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Line line = lines[i];
    if (i == 0) line = classify(line.rest, line.segment);
    if (line.kind == LineKind::explanation && i > 0 && starts.empty()) break;
    if (line.kind != LineKind::number || line.style != style || line.number != expected) continue;
    starts.push_back(i);
    ++expected;
  }
  return starts;
}

bool have_own_answers(std::span<const Line> lines, const std::vector<std::size_t>& starts) {
  if (starts.size() < 2) return false;
  std::size_t own = 0;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : lines.size();
    bool answered = false;
    std::size_t options = 0;
    for (std::size_t k = starts[i]; k < end; ++k) {
      answered = answered || lines[k].kind == LineKind::answer;
      if (lines[k].kind == LineKind::option) options += split_options(lines[k].rest).size();
    }
    own += answered || options > 1 ? 1 : 0;
  }
  return own >= 2 && own * 2 > starts.size();
}

ReadQuestions read_passage(std::span<const Line> lines, const std::vector<std::size_t>& starts,
                           const SectionFacts& section) {
  std::vector<Line> front(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(starts[0]));
  std::vector<Line> rest(lines.begin(), lines.end());
  if (starts[0] == 0) {
    front.assign(1, lines[0]);
    front[0].rest = {};
    rest[0] = classify(lines[0].rest, lines[0].segment);
  }
  ReadQuestions read;
  auto& questions = read.questions;
  questions.push_back(QuestionReader(front, section, read.answers).read());
  questions[0].kind = QuestionKind::passage;
  for (std::size_t i = 0; i < starts.size(); ++i) {
    const std::size_t end = i + 1 < starts.size() ? starts[i + 1] : rest.size();
    const auto of_child = std::span(rest).subspan(starts[i], end - starts[i]);
    Question child = QuestionReader(of_child, {}, read.answers).read();
    child.number = questions[0].number + "(" + child.number + ")";
    child.parent = 0;
    questions.push_back(std::move(child));
  }
  return read;
}

}  // namespace

ReadQuestions read_question(std::span<const Line> lines, const SectionFacts& section) {
  for (const auto style : {NumberStyle::paren, NumberStyle::half_paren}) {
    if (lines[0].style == style) continue;
    const auto starts = sub_starts(lines, style);
    if (have_own_answers(lines, starts)) return read_passage(lines, starts, section);
  }
  ReadQuestions read;
  read.questions.push_back(QuestionReader(lines, section, read.answers).read());
  return read;
}

void set_answer(Question& question, std::string_view raw) {
  question.answer = normal_answer(raw, question);
}

void settle_kind(Question& question) {
  if (question.kind == QuestionKind::passage) return;
  const auto& options = question.options;
  const bool verdicts = options.size() == 2 && verdict_of(options[0].text) && verdict_of(options[1].text);
  const auto letters = letters_of(question.answer);
  const bool several = letters && letters->size() > 1;
  if (verdicts) question.kind = QuestionKind::true_false;
  if (question.kind == QuestionKind::single_choice && several && options.size() > 1)
    question.kind = QuestionKind::multiple_choice;
  // An empty bracket is a gap until a verdict fills it.
  const bool gap = question.kind == QuestionKind::fill_in && !contains_any(question.stem, {"___", "＿＿"});
  if (gap && options.empty() && verdict_of(question.answer) && question.answer.size() < 8)
    question.kind = QuestionKind::true_false;
  if (question.kind != QuestionKind::other && !(options.size() > 1 && !is_choice(question.kind))) return;
  if (options.size() > 1) {
    if (verdicts) return;
    question.kind = several ? QuestionKind::multiple_choice : QuestionKind::single_choice;
  } else if (verdict_of(question.answer) && question.answer.size() < 8) {
    question.kind = QuestionKind::true_false;
  } else if (contains_any(question.stem, {"___", "＿＿", "（ ", "(  ", "（　"})) {
    question.kind = QuestionKind::fill_in;
  } else {
    question.kind = QuestionKind::short_answer;
  }
}

}  // namespace kecang::questions
