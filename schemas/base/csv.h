#pragma once
/// Reading and writing CSV (RFC 4180) as spreadsheets make it: UTF-8 with or without BOM, or GB18030.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/result.h"

namespace kecang::csv {

struct Row {
  std::uint32_t line = 0;  ///< where it begins, from 1
  std::vector<std::string> cells;
};

/// Cells are trimmed NFC UTF-8; rows without any text are left out. The separator is ',', ';' or a tab,
/// whichever the first row has most of. invalid/csv.empty, csv.not_text (neither encoding), csv.quote_open
/// (with `row`).
Result<std::vector<Row>> parse(std::string_view bytes);

/// One line with its end. A cell that a spreadsheet would take for a formula gets an apostrophe in front.
std::string line(const std::vector<std::string>& cells);

/// What makes spreadsheets read the rest as UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace kecang::csv
