#pragma once
/// A roster file as lines whose cells are known by the names of their columns.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/result.h"

namespace kecang::roster {

/// A column as the product calls it, and the headings people give it (compared without case, spaces and
/// underscores).
struct Column {
  std::string_view name;
  std::vector<std::string_view> headings;
  bool required = false;
};

/// One row.
class Line {
 public:
  Line(std::uint32_t row, std::map<std::string, std::string, std::less<>> cells)
      : row_(row), cells_(std::move(cells)) {}
  std::uint32_t row() const { return row_; }
  /// Nothing if the file has no such column; empty text if the cell is empty.
  std::optional<std::string> cell(std::string_view column) const;
  /// The cell, or empty text.
  std::string text(std::string_view column) const { return cell(column).value_or(""); }
  /// invalid/roster.cell_empty at the column when there is nothing in it.
  Result<std::string> needed(std::string_view column) const;

 private:
  std::uint32_t row_;
  std::map<std::string, std::string, std::less<>> cells_;
};

struct Table {
  std::vector<Line> lines;
  std::map<std::string, std::string, std::less<>> headings;  ///< column → what the file calls it
};

/// csv.*, roster.no_rows, roster.column_missing, roster.column_unknown, roster.column_twice.
Result<Table> read(std::string_view csv, const std::vector<Column>& columns);

}  // namespace kecang::roster
