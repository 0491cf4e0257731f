#pragma once
/// The pictures of .xlsx: those that lie on a sheet, and those that WPS puts into its cells.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/ooxml.h"
#include "indexer/extract/pictured_text.h"

namespace kecang::extract {

/// Those of the sheet in this part, each in the cell its upper left corner is anchored to; a bounded number.
std::vector<CellPicture> pictures_on_sheet(const Package& package, std::string_view sheet);

/// Pictures that are a cell's value, of WPS: the cell holds a formula with the picture's name.
class CellImages {
 public:
  CellImages(const Package& package, std::string_view workbook);
  /// The member that holds the picture which this value of a cell shows; empty for other values.
  std::string shown_by(std::string_view value) const;

 private:
  std::map<std::string, std::string, std::less<>> members_;  // by the names in formulas
};

}  // namespace kecang::extract
