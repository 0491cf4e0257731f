#include <algorithm>
#include <optional>

#include "indexer/extract/backslash.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/question_writer.h"
#include "indexer/extract/text_document.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/text_marks.h"
#include "schemas/base/trim.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// "\:" is ":", "\n" ends a line; a backslash before anything else is one.
std::string unescaped(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    const bool escape = next != '\0' && std::string_view("~=#{}:\\n").find(next) != kNone;
    plain += !escape ? text[i] : next == 'n' ? '\n' : next;
    if (escape) ++i;
  }
  return plain;
}

struct Formatted {
  std::string format;
  std::string_view text;
};

// "[html]<p>…": how the text is written.
Formatted formatted(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view format : {"html", "markdown", "moodle", "plain"})
    if (text.starts_with('[') && text.substr(1).starts_with(format) &&
        text.substr(1 + format.size()).starts_with(']'))
      return {std::string(format), trimmed(text.substr(format.size() + 2))};
  return {"", text};
}

std::string plain_text(std::string_view text, std::string_view format) {
  const std::string plain = unescaped(trimmed(text));
  return format == "html" ? html_text(plain).text : plain;
}

struct Answer {
  bool right = false;  // marked by "="
  std::optional<double> weight{};
  std::string_view text{};  // escapes are still in it
  std::string_view feedback{};

  bool counts() const { return weight ? *weight > 0 : right; }
};

Answer read_answer(std::string_view text) {
  Answer answer{.right = text.starts_with('=')};
  text = trimmed(text.substr(text.starts_with('=') || text.starts_with('~') ? 1 : 0));
  if (text.starts_with('%')) {
    if (const auto end = text.find('%', 1); end != kNone) {
      answer.weight = number_of(text.substr(1));
      text.remove_prefix(end + 1);
    }
  }
  const auto feedback = find_unescaped(text, "#");
  if (feedback != kNone) answer.feedback = trimmed(text.substr(feedback + 1));
  answer.text = trimmed(text.substr(0, feedback));
  return answer;
}

std::vector<Answer> read_answers(std::string_view body) {
  std::vector<Answer> answers;
  auto at = find_unescaped(body, "=~");
  if (at == kNone && !trimmed(body).empty()) answers.push_back(read_answer(body));
  while (at != kNone) {
    const auto next = find_unescaped(body, "=~", at + 1);
    answers.push_back(read_answer(body.substr(at, next - at)));
    at = next;
  }
  return answers;
}

// "3.14:0.01" and "3.1..3.2" stay as they are, being understood.
void set_numerical(std::string_view body, Question& question, std::vector<Answer>& answers) {
  question.kind = QuestionKind::fill_in;
  answers = read_answers(body);
  std::vector<std::string> right;
  for (const auto& answer : answers)
    if (!answer.weight || *answer.weight >= 100) right.push_back(unescaped(answer.text));
  question.answer = joined(right, kOrElse);
}

std::optional<bool> true_or_false(std::string_view body) {
  const auto word = trimmed(body.substr(0, find_unescaped(body, "#")));
  if (word == "T" || word == "TRUE" || word == "True" || word == "true") return true;
  if (word == "F" || word == "FALSE" || word == "False" || word == "false") return false;
  return std::nullopt;
}

bool is_matching(const std::vector<Answer>& answers) {
  return !answers.empty() && std::all_of(answers.begin(), answers.end(), [](const Answer& answer) {
    return answer.right && answer.text.find("->") != kNone;
  });
}

void set_pairs(const std::vector<Answer>& answers, std::string_view format, Question& question) {
  Pairs pairs;
  for (const auto& answer : answers) {
    const auto arrow = answer.text.find("->");
    pairs.emplace_back(plain_text(answer.text.substr(0, arrow), format),
                       plain_text(answer.text.substr(arrow + 2), format));
  }
  set_matching(question, pairs);
}

void set_options(const std::vector<Answer>& answers, std::string_view format, Question& question) {
  const bool one = std::any_of(answers.begin(), answers.end(), [](const Answer& a) { return a.right; });
  std::vector<std::size_t> correct;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    add_option(question, plain_text(answers[i].text, format));
    if (one ? answers[i].right : answers[i].counts()) correct.push_back(i);
  }
  set_choice(question, correct, correct.size() > 1);
}

void set_short(const std::vector<Answer>& answers, std::string_view format, Question& question) {
  question.kind = QuestionKind::fill_in;
  std::vector<std::string> right;
  for (const auto& answer : answers)
    if (!answer.weight || *answer.weight >= 100) right.push_back(plain_text(answer.text, format));
  question.answer = joined(right, kOrElse);
}

// One block of the file: "::title:: stem {answers} rest of the stem".
class Block {
 public:
  explicit Block(std::string_view text) : text_(trimmed(text)) {
    read_title();
    auto stem = formatted(text_);
    format_ = stem.format;
    open_ = find_unescaped(stem.text, "{");
    const auto close = open_ == kNone ? kNone : find_unescaped(stem.text, "}", open_);
    if (close == kNone) {
      stem_ = plain_text(stem.text, format_);
      return;
    }
    has_answers_ = true;
    body_ = stem.text.substr(open_ + 1, close - open_ - 1);
    const auto after = trimmed(stem.text.substr(close + 1));
    std::string whole(trimmed(stem.text.substr(0, open_)));
    const bool missing_word = after.find_first_not_of(".。!?！？") != kNone;
    if (missing_word) whole += " " + std::string(kBlank) + " ";
    stem_ = plain_text(whole + std::string(after), format_);
  }

  bool has_answers() const { return has_answers_; }

  void write(QuestionWriter& writer, const std::string& comments) {
    if (!has_answers_) return writer.section(title_, comments + stem_);
    Question question{.stem = stem_};
    split_general_feedback(question);
    std::vector<Answer> answers;
    set_kind(question, answers);
    std::string remarks = comments;
    for (const auto& answer : answers)
      if (!answer.feedback.empty())
        remarks += plain_text(answer.text, format_) + "：" + plain_text(answer.feedback, format_) + '\n';
    writer.add(std::move(question), title_, remarks);
  }

 private:
  void read_title() {
    if (!text_.starts_with("::")) return;
    auto end = find_unescaped(text_, ":", 2);
    while (end != kNone && text_.substr(end, 2) != "::") end = find_unescaped(text_, ":", end + 1);
    if (end == kNone) return;
    title_ = unescaped(trimmed(text_.substr(2, end - 2)));
    text_ = trimmed(text_.substr(end + 2));
  }

  void split_general_feedback(Question& question) {
    const auto at = body_.find("####");
    if (at == kNone) return;
    question.explanation = plain_text(body_.substr(at + 4), format_);
    body_ = body_.substr(0, at);
  }

  void set_kind(Question& question, std::vector<Answer>& answers) {
    const auto body = trimmed(body_);
    if (body.empty()) {
      question.kind = QuestionKind::short_answer;
    } else if (body.starts_with('#')) {
      set_numerical(body.substr(1), question, answers);
    } else if (const auto truth = true_or_false(body)) {
      set_true_false(question, *truth);
      if (const auto feedback = find_unescaped(body, "#"); feedback != kNone)
        question.explanation += plain_text(body.substr(feedback + 1), format_);
    } else {
      answers = read_answers(body);
      const bool choice = find_unescaped(body, "~") != kNone;
      if (is_matching(answers))
        set_pairs(answers, format_, question);
      else if (choice)
        set_options(answers, format_, question);
      else
        set_short(answers, format_, question);
    }
  }

  std::string_view text_;
  std::string title_;
  std::string format_;
  std::string stem_;
  std::string_view body_;
  std::size_t open_ = kNone;
  bool has_answers_ = false;
};

// Cuts the file at empty lines; answers in braces may have empty lines between them.
class Blocks {
 public:
  explicit Blocks(std::string_view text) : lines_(split_lines(text)) {}

  // False at the end. Comments are set apart; a category counts as one.
  bool next(std::string& block, std::string& comments) {
    block.clear();
    comments.clear();
    bool open = false;
    for (; at_ < lines_.size(); ++at_) {
      const auto line = trimmed(lines_[at_]);
      if (line.starts_with("//") || line.starts_with("$CATEGORY:")) {
        const auto text = line.substr(line.starts_with("//") ? 2 : 10);
        if (text.find_first_not_of("-=*/ ") != kNone) comments += std::string(trimmed(text)) + '\n';
        continue;
      }
      if (line.empty() && !block.empty() && !(open && goes_on())) return true;
      if (line.empty()) continue;
      block += std::string(lines_[at_]) + '\n';
      open = is_open(lines_[at_], open);
    }
    return !block.empty() || !comments.empty();
  }

 private:
  static bool is_open(std::string_view line, bool open) {
    for (auto at = find_unescaped(line, "{}"); at != kNone; at = find_unescaped(line, "{}", at + 1))
      open = line[at] == '{';
    return open;
  }

  // The next line with text is one of answers.
  bool goes_on() const {
    for (std::size_t i = at_; i < lines_.size(); ++i) {
      const auto line = trimmed(lines_[i]);
      if (!line.empty()) return std::string_view("=~#}").find(line[0]) != kNone;
    }
    return false;
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
};

// The brace of "\\mathrm{~g}", "x^{2}" or "a_{1}" belongs to a formula.
bool is_brace_of_tex(std::string_view block, std::size_t open) {
  std::size_t at = open;
  if (at > 0 && (block[at - 1] == '^' || block[at - 1] == '_')) return true;
  while (at > 0 &&
         ((block[at - 1] >= 'a' && block[at - 1] <= 'z') || (block[at - 1] >= 'A' && block[at - 1] <= 'Z')))
    --at;
  return at > 0 && at < open && block[at - 1] == '\\';
}

// What stands in the first braces that belong to no formula.
std::optional<std::string_view> braced(std::string_view block) {
  auto open = find_unescaped(block, "{");
  while (open != kNone && is_brace_of_tex(block, open)) open = find_unescaped(block, "{", open + 1);
  const auto close = open == kNone ? kNone : find_unescaped(block, "}", open);
  if (close == kNone) return std::nullopt;
  return trimmed(block.substr(open + 1, close - open - 1));
}

// In the braces of a question and hardly in those of a program.
bool is_answer_body(std::string_view body) {
  return body.empty() || std::string_view("=~#").find(body[0]) != kNone || true_or_false(body).has_value();
}

}  // namespace

bool looks_like_gift(std::string_view text) {
  Blocks blocks(text);
  std::string block;
  std::string comments;
  std::size_t all = 0;
  std::size_t answered = 0;
  std::size_t marked = 0;
  while (blocks.next(block, comments)) {
    if (block.empty()) continue;
    ++all;
    const auto body = braced(block);
    if (!body || !is_answer_body(*body)) continue;
    ++answered;
    if (!body->empty()) ++marked;
  }
  return marked > 0 && answered * 2 >= all;
}

ExtractEnd extract_gift(const Source& source, const std::string& media_type, Output& out) {
  const TextDocument document(source);
  out.head(document.head(media_type));
  QuestionWriter writer(out);
  Blocks blocks(document.text());
  std::string block;
  std::string comments;
  while (!writer.full() && blocks.next(block, comments)) Block(block).write(writer, comments);
  return document.end(out);
}

}  // namespace kecang::extract
