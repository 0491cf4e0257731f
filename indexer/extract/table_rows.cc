#include "indexer/extract/table_rows.h"

namespace kecang::extract {
namespace {

// Enough rows for one segment.
constexpr std::size_t kFlushAt = 48 * 1024;

}  // namespace

void TableRows::cell(std::uint64_t row, std::string_view text) {
  if (text.empty()) return;
  if (row != current_) end_row();
  current_ = row;
  if (!row_.empty()) row_ += '\t';
  row_ += text;
}

void TableRows::finish() {
  end_row();
  flush();
}

void TableRows::end_row() {
  if (row_.empty()) return;
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
