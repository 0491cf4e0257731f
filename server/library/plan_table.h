#pragma once
/// The plan of an import as a spreadsheet (schemas/plan-table.md). The columns of the page's table, the same
/// way out and in. Any thread may call.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/import.h"
#include "server/library/review.h"

namespace kecang::plan_table {

/// Byte order mark and the row of names.
std::string head();
std::string line(const ImportId& import, const ImportEntry& entry);

/// A row somebody sent back: what is absent stays as it is, an empty value clears.
struct Row {
  std::uint32_t line = 0;  ///< of the table, from 1
  std::uint32_t index = 0;
  std::optional<std::string> title;
  std::optional<EntryAction> action;
  std::array<std::optional<std::string>, kResourceTags.size()> tags;  ///< in the order of kResourceTags
};
/// invalid/plan.table_without_number when there is no column 序号, and those of csv::parse. Columns may stand
/// in any order or be missing; unknown ones are passed over. Rows that
/// cannot be understood, or are of another import, become problems.
Result<std::vector<Row>> read(std::string_view csv, const ImportId& import,
                              std::vector<TableOutcome::Problem>& problems);

/// Writes title and tags where they differ: what a person left as it was guessed stays a guess.
void write(const Row& row, EntryPlan& plan);

}  // namespace kecang::plan_table
