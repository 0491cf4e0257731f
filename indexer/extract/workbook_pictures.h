#pragma once
/// The pictures that lie on the sheets of a binary workbook (Excel 97 to 2003). Not for use by several
/// threads at once.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/office_art.h"
#include "indexer/extract/ole.h"
#include "indexer/extract/output.h"

namespace kecang::extract {

class WorkbookPictures {
 public:
  /// `workbook` must outlive it.
  explicit WorkbookPictures(const OleStream& workbook) : workbook_(workbook) {}

  /// Tells `out` of those in the drawing of one sheet.
  void tell(const Locator& sheet, std::string_view drawing, Output& out);

 private:
  std::string name_of(std::uint32_t blip, Output& out);
  void read_store();

  const OleStream& workbook_;
  bool read_ = false;
  std::string group_{};  // what all drawings share
  std::vector<ArtBlip> store_{};
  std::map<std::uint32_t, std::string> names_{};  // by the pictures' numbers
};

}  // namespace kecang::extract
