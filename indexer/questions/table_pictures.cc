#include "indexer/questions/table_pictures.h"

#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

bool is_of_answers(Column column) {
  return column == Column::answer || column == Column::explanation;
}

std::size_t first_beyond_answers(const std::vector<ColumnRole>& roles) {
  for (std::size_t i = 0; i < roles.size(); ++i)
    if (is_of_answers(roles[i].column)) return i + 1;
  return static_cast<std::size_t>(-1);
}

}  // namespace

TablePictures::TablePictures(const Table& table, const TableHeading& heading)
    : table_(table), heading_(heading), beyond_answers_(first_beyond_answers(heading.roles)) {
  for (const CellPicture& picture : table.pictures) by_row_.emplace(picture.row, &picture);
}

void TablePictures::give(std::size_t row, Question& question, std::vector<std::string>& passage) const {
  if (row >= table_.row_numbers.size()) return;
  const auto [from, to] = by_row_.equal_range(table_.row_numbers[row]);
  for (auto at = from; at != to; ++at) {
    const Column column = column_of(at->second->column);
    auto& images = is_of_answers(column)      ? question.answer_images
                   : column == Column::parent ? passage
                                              : question.images;
    images.push_back(at->second->name);
  }
}

// A column without a name of its own, to the right of the answers, may show them: so it does.
Column TablePictures::column_of(std::uint64_t column) const {
  if (column < heading_.roles.size() && heading_.roles[column].column != Column::other)
    return heading_.roles[column].column;
  const Row& names = table_.rows[heading_.at];
  const bool named = column < names.size() && !trimmed_wide(names[column]).empty();
  const bool of_answers = named ? is_named_after_answers(column) : column >= beyond_answers_;
  return of_answers ? Column::answer : Column::other;
}

// "解析图片", "answer image".
bool TablePictures::is_named_after_answers(std::size_t column) const {
  return contains_any(folded(table_.rows[heading_.at][column]),
                      {"答案", "解析", "解答", "详解", "分析", "解释", "思路", "answer", "expla", "solution",
                       "analysis", "rationale", "feedback"});
}

}  // namespace kecang::questions
