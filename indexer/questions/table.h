#pragma once
/// A question bank in a table (Excel, CSV, a table in Word) → its questions. Any thread may call.
#include <optional>
#include <vector>

#include "indexer/questions/pictures.h"
#include "indexer/questions/table_heading.h"
#include "schemas/model/extraction.h"
#include "schemas/model/question.h"

namespace kecang::questions {

struct Table {
  Locator locator{};
  std::vector<Row> rows{};                   ///< empty cells keep their place
  std::vector<std::uint64_t> row_numbers{};  ///< of the rows on their sheet; none where nothing lies on it
  std::vector<CellPicture> pictures{};       ///< in any order
};

/// The heading within the first rows: in which row it begins, and the one behind it.
struct TableHeading {
  std::vector<ColumnRole> roles{};
  std::size_t at = 0;
  std::size_t first_row = 0;
};
std::optional<TableHeading> heading_of(const Table& table);

/// No questions from a table without a heading that names a stem and choices or answers within its first
/// rows. Indices count from `first_index`.
std::vector<Question> questions_of_table(const Table& table, std::uint32_t first_index = 0);

}  // namespace kecang::questions
