#pragma once
/// Excel's binary workbooks as a row of records, and the strings in them. Not for use by several threads at
/// once.
#include <cstdint>
#include <string>
#include <string_view>

#include "indexer/extract/ole.h"

namespace kecang::extract {

enum class Biff : std::uint16_t {
  integer2 = 0x02,  // names with a number are those of that version
  number2 = 0x03,
  label2 = 0x04,
  bool_or_error2 = 0x05,
  formula = 0x06,
  string2 = 0x07,
  begin2 = 0x09,
  end = 0x0A,
  note = 0x1C,
  date_system = 0x22,
  locked = 0x2F,
  continued = 0x3C,
  code_page = 0x42,
  sheet = 0x85,
  several_numbers = 0xBD,
  rich_label = 0xD6,
  format_of_cells = 0xE0,
  drawing_group = 0xEB,
  drawing = 0xEC,
  shared_strings = 0xFC,
  shared_label = 0xFD,
  text_box = 0x1B6,
  number = 0x203,
  label = 0x204,
  bool_or_error = 0x205,
  formula3 = 0x206,
  string = 0x207,
  begin3 = 0x209,
  short_number = 0x27E,
  formula4 = 0x406,
  begin4 = 0x409,
  number_format = 0x41E,
  begin = 0x809,
  series_text = 0x100D,
};

class BiffReader {
 public:
  explicit BiffReader(const OleStream& stream, std::uint64_t offset = 0) : window_(stream), next_(offset) {}

  /// Goes to the next record; false when there is no whole one.
  bool next();
  Biff type() const { return type_; }
  const std::string& body() const { return body_; }
  /// Where the record begins.
  std::uint64_t offset() const { return offset_; }
  /// The record after this one goes on with it.
  bool is_continued();
  /// The stream ended within a record.
  bool cut_short() const { return cut_short_; }

 private:
  StreamWindow window_;
  std::uint64_t next_;
  std::uint64_t offset_ = 0;
  Biff type_{};
  std::string body_;
  bool cut_short_ = false;
};

/// The bytes of a record and of those that continue it, in one row.
class BiffBytes {
 public:
  BiffBytes(BiffReader& reader, std::size_t offset) : reader_(reader), at_(offset) {}

  std::uint16_t u16();
  std::uint32_t u32();
  std::uint8_t byte();
  void skip(std::uint64_t count);
  /// A string's characters as UTF-8. Each continuation says anew whether its characters are one byte or two.
  std::string characters(std::size_t count, bool wide);
  /// A string as tables of shared strings hold it: with formatting and reading aids, which are passed over.
  std::string shared_string();
  /// All bytes are used up.
  bool done() const { return done_; }

 private:
  bool available();

  BiffReader& reader_;
  std::size_t at_;
  bool done_ = false;
};

/// A string within one record: `count` characters, before them a byte that says how wide they are.
std::string biff_characters(std::string_view bytes, std::size_t count);

}  // namespace kecang::extract
