#include "indexer/questions/csv.h"

#include <algorithm>

#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kMostCells = 4'000'000;

char separator_of(std::string_view text) {
  // Titles may stand above: the first few lines vote.
  char best = ',';
  std::ptrdiff_t most = 0;
  std::size_t end = 0;
  for (int lines = 0; lines < 6 && end < text.size(); ++lines) {
    const auto line_end = std::min(text.find('\n', end), text.size());
    const std::string_view line = text.substr(end, line_end - end);
    for (const char separator : {',', '\t', ';'}) {
      const auto times = std::count(line.begin(), line.end(), separator);
      if (times > most) {
        most = times;
        best = separator;
      }
    }
    end = line_end + 1;
  }
  return best;
}

class CsvReader {
 public:
  CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  std::vector<Row> read() {
    for (; at_ < text_.size() && cells_ < kMostCells; ++at_) take(text_[at_]);
    if (!cell_.empty() || !row_.empty()) finish_row();
    return std::move(rows_);
  }

 private:
  void take(char c) {
    if (quoted_) return take_quoted(c);
    if (c == '"' && trimmed_wide(cell_).empty()) {
      cell_.clear();
      quoted_ = true;
    } else if (c == separator_) {
      finish_cell();
    } else if (c == '\n') {
      finish_row();
    } else {
      cell_ += c;
    }
  }

  void take_quoted(char c) {
    if (c != '"') {
      cell_ += c;
    } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      cell_ += '"';
      ++at_;
    } else {
      quoted_ = false;
    }
  }

  void finish_cell() {
    row_.emplace_back(trimmed_wide(cell_));
    cell_.clear();
    ++cells_;
  }

  void finish_row() {
    finish_cell();
    rows_.push_back(std::move(row_));
    row_.clear();
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t cells_ = 0;
  bool quoted_ = false;
  std::string cell_;
  Row row_;
  std::vector<Row> rows_;
};

Row tabbed_cells(std::string_view line) {
  Row row;
  for (;;) {
    const auto tab = line.find('\t');
    row.emplace_back(trimmed_wide(line.substr(0, tab)));
    if (tab == std::string_view::npos) return row;
    line.remove_prefix(tab + 1);
  }
}

}  // namespace

std::vector<Row> rows_of_csv(std::string_view text) {
  return CsvReader(text, separator_of(text)).read();
}

std::vector<Row> rows_of_tabbed(std::string_view text, std::size_t columns) {
  std::vector<Row> rows;
  std::size_t cells = 0;
  while (!text.empty() && cells < kMostCells) {
    const auto end = text.find('\n');
    Row row = tabbed_cells(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    cells += row.size();
    // The first cell goes on with the last one of an incomplete row.
    const bool goes_on =
        !rows.empty() && rows.back().size() < columns && rows.back().size() + row.size() - 1 <= columns;
    if (!goes_on) {
      rows.push_back(std::move(row));
      continue;
    }
    Row& last = rows.back();
    last.back() += "\n" + row[0];
    last.insert(last.end(), std::make_move_iterator(row.begin() + 1), std::make_move_iterator(row.end()));
  }
  return rows;
}

}  // namespace kecang::questions
