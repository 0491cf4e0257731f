#include "indexer/extract/extractors.h"
#include "indexer/extract/question_writer.h"
#include "indexer/extract/text_document.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/text_marks.h"
#include "schemas/base/trim.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// "A) text" or "A. text".
bool is_option(std::string_view line) {
  return line.size() > 2 && line[0] >= 'A' && line[0] <= 'Z' && (line[1] == ')' || line[1] == '.') &&
         line[2] == ' ';
}

bool is_answer(std::string_view line) {
  return line.starts_with("ANSWER:");
}

// "B" of "ANSWER: B", else empty.
std::string answer_letter(std::string_view line) {
  const auto letter = trimmed(line.substr(7));
  return letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'Z' ? std::string(letter) : std::string();
}

// Gathers lines until an answer closes the question; lines that fit nowhere are remembered by their number.
class Reader {
 public:
  explicit Reader(std::string_view text) {
    for (const auto line : split_lines(text)) {
      ++line_;
      take(trimmed(line));
    }
    if (!question_.stem.empty() || !question_.options.empty()) {
      bad_.push_back(line_);
      close();
    }
  }

  const std::vector<Question>& questions() const { return questions_; }
  const std::vector<std::size_t>& bad_lines() const { return bad_; }

 private:
  void take(std::string_view line) {
    if (line.empty()) return;
    if (is_answer(line)) return take_answer(line);
    if (is_option(line) && !question_.stem.empty()) {
      if (option_label(question_.options.size())[0] != line[0]) bad_.push_back(line_);
      question_.options.push_back({std::string(1, line[0]), std::string(trimmed(line.substr(2)))});
    } else if (!question_.options.empty()) {
      bad_.push_back(line_);  // the answer of the question above is missing
      close();
      question_.stem = line;
    } else {
      if (!question_.stem.empty()) question_.stem += '\n';
      question_.stem += line;
    }
  }

  void take_answer(std::string_view line) {
    question_.answer = answer_letter(line);
    bool named = false;
    for (const auto& option : question_.options) named = named || option.label == question_.answer;
    if (!named || question_.options.size() < 2) bad_.push_back(line_);
    close();
  }

  void close() {
    question_.kind = QuestionKind::single_choice;
    if (!bad_.empty() && bad_.back() >= first_line_) {
      question_.confidence = 0.5;
      question_.doubt = "question.layout";
    }
    questions_.push_back(std::move(question_));
    question_ = {};
    first_line_ = line_ + 1;
  }

  std::vector<Question> questions_;
  std::vector<std::size_t> bad_;
  Question question_;
  std::size_t line_ = 0;
  std::size_t first_line_ = 1;
};

}  // namespace

bool looks_like_aiken(std::string_view text) {
  std::size_t answers = 0;
  std::string_view before;
  for (const auto raw : split_lines(text)) {
    const auto line = trimmed(raw);
    if (is_answer(line) && !answer_letter(line).empty() && is_option(before)) ++answers;
    if (!line.empty()) before = line;
  }
  return answers > 0;
}

ExtractEnd extract_aiken(const Source& source, const std::string& media_type, Output& out) {
  const TextDocument document(source);
  const Reader reader(document.text());
  std::vector<std::string> bad_lines;
  for (const auto line : reader.bad_lines()) bad_lines.push_back(std::to_string(line));
  DocumentHead head = document.head(media_type);
  if (!bad_lines.empty()) head.properties["bad_lines"] = joined(bad_lines, ",");
  out.head(head);
  QuestionWriter writer(out);
  for (const auto& question : reader.questions()) writer.add(question, {});
  if (!bad_lines.empty()) return stopped(out, ExtractStatus::broken, "extract.bad_lines");
  return document.end(out);
}

}  // namespace kecang::extract
