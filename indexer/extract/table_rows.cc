#include "indexer/extract/table_rows.h"

#include <algorithm>

namespace kecang::extract {
namespace {

// Enough rows for one segment.
constexpr std::size_t kFlushAt = 48 * 1024;
// What lies further to the right is no column of a table that anybody lays out by hand.
constexpr std::uint64_t kColumns = 64;

}  // namespace

void TableRows::cell(std::uint64_t row, std::uint64_t column, std::string_view text) {
  if (text.empty()) return;
  if (row != current_) end_row();
  current_ = row;
  if (!row_.empty()) row_ += '\t';
  row_ += text;
  if (column >= kColumns || !out_.is_heard()) return;
  cells_.resize(std::max<std::size_t>(cells_.size(), column + 1));
  cells_[column] = text;
}

void TableRows::finish() {
  end_row();
  flush();
}

void TableRows::end_row() {
  if (row_.empty()) return;
  out_.table_row(place_, current_, cells_);
  cells_.clear();
  text_ += row_;
  text_ += '\n';
  row_.clear();
  if (text_.size() >= kFlushAt) flush();
}

void TableRows::flush() {
  out_.segment(place_, text_);
  text_.clear();
}

}  // namespace kecang::extract
