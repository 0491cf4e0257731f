#include "indexer/questions/table.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "indexer/questions/answers.h"
#include "indexer/questions/judge.h"
#include "indexer/questions/kind_words.h"
#include "indexer/questions/line.h"
#include "indexer/questions/options.h"
#include "indexer/questions/question_reader.h"
#include "indexer/questions/scan.h"
#include "indexer/questions/table_pictures.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kHeadingWithin = 12;

std::vector<std::string_view> split_by(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    const std::string_view part = trimmed_wide(text.substr(0, at));
    if (!part.empty()) parts.push_back(part);
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + separator.size());
  }
}

// "A.长江" in the column of A is 长江.
std::string_view without_label(std::string_view text, std::size_t place) {
  if (!is_option_start(text)) return text;
  const auto labelled = split_options(text);
  if (labelled.size() != 1 || labelled[0].label != option_label(place)) return text;
  return text.substr(text.size() - std::min(labelled[0].text.size(), text.size()));
}

// All choices in one cell: by their letters, or by whatever sets them apart.
std::vector<QuestionOption> options_of_cell(std::string_view cell) {
  if (is_option_start(cell)) {
    auto labelled = split_options(cell);
    if (labelled.size() > 1) return labelled;
  }
  for (const std::string_view separator : {"\n", "||", "|", "$;$", "###", "；", ";", "/", "\t"}) {
    const auto parts = split_by(cell, separator);
    if (parts.size() < 2) continue;
    std::vector<QuestionOption> options;
    for (std::size_t i = 0; i < parts.size(); ++i)
      options.push_back({option_label(i), std::string(without_label(parts[i], i))});
    return options;
  }
  return {};
}

// "1" or "1,3" where choices are counted by numbers.
std::optional<std::string> letters_by_place(std::string_view answer, const Question& question) {
  std::string letters;
  for (Cursor cursor(answer); !cursor.at_end();) {
    if (cursor.eat_any(U",、; |")) continue;
    const auto place = cursor.number();
    if (!place || *place < 1 || static_cast<std::size_t>(*place) > question.options.size())
      return std::nullopt;
    letters += question.options[static_cast<std::size_t>(*place - 1)].label;
  }
  return letters.empty() ? std::nullopt : letters_of(letters);
}

class TableReader {
 public:
  TableReader(const Table& table, std::uint32_t first_index) : table_(table), index_(first_index) {}

  std::vector<Question> read() {
    heading_ = heading_of(table_);
    if (!heading_) return {};
    // A heading that is repeated, as on each printed page, is no question.
    const Row& heading = table_.rows[heading_->at];
    const TablePictures pictures(table_, *heading_);
    for (std::size_t row = heading_->first_row; row < table_.rows.size(); ++row)
      if (table_.rows[row] != heading) take(row, pictures);
    return std::move(questions_);
  }

 private:
  void take(std::size_t at, const TablePictures& pictures) {
    const Row& row = table_.rows[at];
    const auto filled =
        std::count_if(row.begin(), row.end(), [](const std::string& cell) { return !cell.empty(); });
    if (filled == 0) return;
    if (filled == 1) return take_section(row);  // a title or a note if not a heading
    Question question{.locator = table_.locator};
    std::string answer;
    for (std::size_t i = 0; i < row.size() && i < heading_->roles.size(); ++i)
      take_cell(heading_->roles[i], trimmed_wide(row[i]), question, answer);
    pictures.give(at, question, passage_.empty() ? question.images : passage_images_);
    if (question.stem.empty() && question.images.empty()) return;
    finish(std::move(question), answer);
  }

  // "一、单选题" across the table.
  void take_section(const Row& row) {
    const auto cell =
        std::find_if(row.begin(), row.end(), [](const std::string& text) { return !text.empty(); });
    const Line line = classify(*cell, 0);
    if (line.kind == LineKind::section || line.kind == LineKind::kind_word) kind_ = line.question_kind;
  }

  void take_cell(const ColumnRole& role, std::string_view cell, Question& question, std::string& answer) {
    if (cell.empty()) return;
    switch (role.column) {
      case Column::stem:
        question.stem = cell;
        break;
      case Column::kind:
        named_ = kind_in(cell);
        break;
      case Column::option:
        question.options.push_back(
            {option_label(role.option), std::string(without_label(cell, role.option))});
        break;
      case Column::options:
        question.options = options_of_cell(cell);
        break;
      case Column::answer:
        if (!answer.empty()) answer += '\n';
        answer += cell;
        break;
      case Column::explanation:
        question.explanation = cell;
        break;
      case Column::score:
        question.score = std::max(0.0, std::strtod(std::string(cell.substr(0, 12)).c_str(), nullptr));
        break;
      case Column::number:
        question.number = cell.substr(0, 32);
        break;
      case Column::parent:
        passage_ = cell;
        break;
      case Column::other:
        break;
    }
  }

  void finish(Question question, const std::string& answer) {
    question.parent = parent();
    const auto kind = named_ ? named_ : kind_;
    named_.reset();
    question.kind = kind.value_or(QuestionKind::other);
    std::sort(question.options.begin(), question.options.end(),
              [](const QuestionOption& a, const QuestionOption& b) { return a.label < b.label; });
    if (answer.empty())
      if (const auto bracket = take_bracket_answer(question.stem)) question.answer = *bracket;
    settle_kind(question);
    if (!answer.empty()) set_answer(question, answer);
    if (is_choice(question.kind) || question.options.size() > 1)
      if (const auto letters = letters_by_place(question.answer, question)) question.answer = *letters;
    settle_kind(question);
    add(std::move(question));
  }

  // The passage of this row; rows with the same one share it, and the pictures of its first.
  std::int64_t parent() {
    auto images = std::exchange(passage_images_, {});
    if (passage_.empty()) return -1;
    const auto [place, is_new] = passages_.emplace(passage_, index_);
    if (is_new)
      add({.kind = QuestionKind::passage,
           .stem = passage_,
           .images = std::move(images),
           .locator = table_.locator});
    passage_.clear();
    return static_cast<std::int64_t>(place->second);
  }

  void add(Question question) {
    Found found{.question = std::move(question)};
    judge(found);
    found.question.index = index_++;
    questions_.push_back(std::move(found.question));
  }

  const Table& table_;
  std::uint32_t index_;
  std::optional<TableHeading> heading_;
  std::optional<QuestionKind> kind_;
  std::optional<QuestionKind> named_;
  std::string passage_;
  std::vector<std::string> passage_images_;
  std::map<std::string, std::uint32_t> passages_;
  std::vector<Question> questions_;
};

}  // namespace

std::optional<TableHeading> heading_of(const Table& table) {
  for (std::size_t at = 0; at < table.rows.size() && at < kHeadingWithin; ++at)
    if (auto heading = heading_at(table.rows, at))
      return TableHeading{std::move(heading->roles), at, at + heading->rows};
  return std::nullopt;
}

std::vector<Question> questions_of_table(const Table& table, std::uint32_t first_index) {
  return TableReader(table, first_index).read();
}

}  // namespace kecang::questions
