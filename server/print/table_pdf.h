#pragma once
/// A table as a PDF of A4 pages lying on their long side. Any thread may call; each call holds its whole
/// document in memory (about 1 KB for a row).
#include <string>
#include <vector>

#include "schemas/base/result.h"

namespace kecang::print {

struct Column {
  std::string head;
  double share = 1;     ///< of the width, beside the other columns'
  bool digits = false;  ///< set in a font of even width, small enough that a SHA-256 stands in one line
};

struct Table {
  std::string title;
  std::vector<std::string> lines;  ///< below the title: what, whose, when
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< a text for each column
  std::vector<std::string> closing;            ///< below the last row: who signs
};

/// UTF-8 that is not valid is shown with replacement signs. internal/print.failed when the document cannot be
/// made.
Result<std::string> pdf_of(const Table& table);

}  // namespace kecang::print
