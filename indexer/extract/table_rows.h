#pragma once
/// The rows of a sheet as text: cells set apart by tabs, empty ones left out. Who listens to the output hears
/// of each row with its cells in their places. However long the sheet is, a piece of it is held. Not for use
/// by several threads at once.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/output.h"

namespace kecang::extract {

class TableRows {
 public:
  TableRows(Locator place, Output& out) : place_(std::move(place)), out_(out) {}

  /// Cells come row by row; one of another row ends the one before.
  /// Rows and columns count from 0.
  void cell(std::uint64_t row, std::uint64_t column, std::string_view text);
  /// Once, last.
  void finish();
  bool full() const { return out_.full(); }

 private:
  void end_row();
  void flush();

  Locator place_;
  Output& out_;
  std::uint64_t current_ = 0;
  std::string row_;
  std::vector<std::string> cells_;
  std::string text_;
};

}  // namespace kecang::extract
