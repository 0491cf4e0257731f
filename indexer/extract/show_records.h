#pragma once
/// PowerPoint's binary documents as a row of records, containers opened on the way. Not for use by several
/// threads at once.
#include <cstdint>
#include <string>
#include <vector>

#include "indexer/extract/ole.h"

namespace kecang::extract {

enum class Show : std::uint32_t {
  document = 0x03E8,
  slide = 0x03EE,
  slide_facts = 0x03EF,
  notes = 0x03F0,
  slide_place = 0x03F3,
  master = 0x03F8,
  list = 0x07D0,
  text_of_95 = 0x07EE,
  outline_text = 0x0F9E,
  text_kind = 0x0F9F,
  wide_text = 0x0FA0,
  narrow_text = 0x0FA8,
  string = 0x0FBA,
  headers = 0x0FD9,
  slides = 0x0FF0,
  edit = 0x0FF5,
  tagged_data = 0x138B,
  places = 0x1772,
  comment = 0x2EE0,
  shape_properties = 0xF00B,
};

/// How records begin: those of 95 have longer heads.
enum class ShowForm { of_97, of_95 };

struct ShowRecord {
  Show type{};
  std::uint32_t instance = 0;
  std::uint64_t offset = 0;  ///< of its content
  std::uint64_t length = 0;
  std::uint64_t end() const { return offset + length; }
};

class ShowRecords {
 public:
  ShowRecords(const OleStream& stream, std::uint64_t from, std::uint64_t to, ShowForm form = ShowForm::of_97);

  /// Goes to the next record, into containers. A record that reaches beyond the one around it is cut there.
  bool next();
  const ShowRecord& record() const { return record_; }
  /// The record's content, at most a megabyte of it.
  std::string content() const;
  /// Goes on behind a container.
  void pass();

 private:
  bool read_head();

  const OleStream& stream_;
  StreamWindow window_;
  ShowForm form_;
  std::uint64_t at_;
  std::vector<std::uint64_t> ends_;
  ShowRecord record_;
};

}  // namespace kecang::extract
