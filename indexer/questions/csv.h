#pragma once
/// Rows of a text whose cells are set apart by commas, semicolons or tabs (RFC 4180, and what people make of
/// it).
#include <string_view>

#include "indexer/questions/table.h"

namespace kecang::questions {

/// Finds the separator by the first line.
std::vector<Row> rows_of_csv(std::string_view text);

/// Rows set apart by tabs, as tables within a text are given. A row whose cells hold several lines is put
/// together again: rows have `columns` cells.
std::vector<Row> rows_of_tabbed(std::string_view text, std::size_t columns);

}  // namespace kecang::questions
