#pragma once
/// The part of a binary workbook that all its sheets share: names, strings, formats. Not for use by several
/// threads at once.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/biff.h"

namespace kecang::extract {

/// Many strings in one piece of memory.
class StringTable {
 public:
  void add(std::string_view text);
  /// Empty beyond the end.
  std::string_view at(std::size_t index) const;

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

struct WorkbookSheet {
  std::string name;
  std::uint64_t offset = 0;  ///< of its first record
};

class Workbook {
 public:
  /// Reads the shared part. A file of before version 5 is one sheet.
  explicit Workbook(const OleStream& stream);

  const std::vector<WorkbookSheet>& sheets() const { return sheets_; }
  bool encrypted() const { return encrypted_; }
  bool damaged() const { return damaged_; }
  /// 2, 3, 4, 5 (Excel 5 and 95) or 8 (97 to 2003); 0 when this is no workbook.
  int version() const { return version_; }

  /// Strings and formats, wherever they stand.
  void take(BiffReader& reader);
  std::string_view shared_string(std::size_t index) const { return strings_.at(index); }
  /// What a cell shows. `cell_format` is the number of its format.
  std::string shown_number(double value, std::size_t cell_format) const;
  /// The string in a record: its length at `at` (of `width` bytes), then its characters.
  std::string string_at(std::string_view body, std::size_t at, std::size_t width) const;

 private:
  void read_shared_part(BiffReader& reader);
  void read_sheet(const std::string& body);
  void read_strings(BiffReader& reader);
  void find_sheets(const OleStream& stream, std::uint64_t offset);

  std::vector<WorkbookSheet> sheets_;
  StringTable strings_;
  std::map<std::uint16_t, bool> date_formats_;
  std::vector<bool> date_cells_;
  int version_ = 0;
  int code_page_ = 1252;
  bool from_1904_ = false;
  bool encrypted_ = false;
  bool damaged_ = false;
};

/// The version that a record beginning a workbook or sheet names; nullopt for other records.
std::optional<int> version_begun(const BiffReader& reader);

}  // namespace kecang::extract
