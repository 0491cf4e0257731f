#pragma once
/// How the cells of an .xlsx workbook show their numbers. Any thread may read a finished one.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

class CellFormats {
 public:
  /// Of the styles part; none (nullptr) shows numbers as they are.
  CellFormats(const std::string* styles, bool from_1904);

  /// What a cell with this number and this format shows: "98.5", "2023-05-23". `style` is the cell's
  /// attribute of that name.
  std::string shown(const std::string& number, std::string_view style) const;
  /// No cell shows a date.
  bool plain() const { return !has_dates_; }

 private:
  std::vector<bool> dates_;
  bool has_dates_ = false;
  bool from_1904_;
};

/// 2023-05-23T00:00:00 as a date.
std::string iso_date_text(std::string_view iso);

}  // namespace kecang::extract
