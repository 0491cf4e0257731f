#include "indexer/extract/workbook.h"

#include <algorithm>

#include "indexer/extract/code_page.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/number_format.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::uint16_t kSheetPart = 0x0010;
constexpr std::size_t kSheetsLimit = 10'000;
constexpr std::size_t kFormatsLimit = 65'536;

}  // namespace

void StringTable::add(std::string_view text) {
  bytes_ += text;
  ends_.push_back(bytes_.size());
}

std::string_view StringTable::at(std::size_t index) const {
  if (index >= ends_.size()) return {};
  const std::size_t start = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(bytes_).substr(start, ends_[index] - start);
}

std::optional<int> version_begun(const BiffReader& reader) {
  switch (reader.type()) {
    case Biff::begin2:
      return 2;
    case Biff::begin3:
      return 3;
    case Biff::begin4:
      return 4;
    case Biff::begin:
      return u16_at(reader.body(), 0) >= 0x0600 ? 8 : 5;
    default:
      return std::nullopt;
  }
}

Workbook::Workbook(const OleStream& stream) {
  BiffReader reader(stream);
  if (!reader.next()) return;
  version_ = version_begun(reader).value_or(0);
  if (version_ == 0) return;
  const bool one_sheet = version_ < 5 || u16_at(reader.body(), 2) == kSheetPart;
  if (one_sheet) {
    sheets_ = {WorkbookSheet{}};
    return;
  }
  read_shared_part(reader);
  if (sheets_.empty() && !encrypted_) find_sheets(stream, reader.offset());
}

void Workbook::read_shared_part(BiffReader& reader) {
  while (reader.next() && !encrypted_) {
    if (reader.type() == Biff::end) return;
    take(reader);
  }
  damaged_ = damaged_ || !encrypted_;
}

// A workbook whose list of sheets is lost still has them, one behind the other.
void Workbook::find_sheets(const OleStream& stream, std::uint64_t offset) {
  BiffReader reader(stream, offset);
  int depth = 0;
  while (reader.next() && sheets_.size() < kSheetsLimit) {
    if (reader.type() == Biff::end && depth > 0) --depth;
    if (!version_begun(reader)) continue;
    if (depth++ == 0) sheets_.push_back({.name = {}, .offset = reader.offset()});
  }
}

void Workbook::take(BiffReader& reader) {
  const std::string& body = reader.body();
  switch (reader.type()) {
    case Biff::locked:
      encrypted_ = true;
      break;
    case Biff::code_page:
      code_page_ = u16_at(body, 0) == 0x8000 ? 10000 : u16_at(body, 0);
      break;
    case Biff::date_system:
      from_1904_ = u16_at(body, 0) != 0;
      break;
    case Biff::sheet:
      read_sheet(body);
      break;
    case Biff::shared_strings:
      read_strings(reader);
      break;
    case Biff::number_format:
      if (version_ >= 5 && date_formats_.size() < kFormatsLimit)
        date_formats_[u16_at(body, 0)] = is_date_format(string_at(body, 2, version_ >= 8 ? 2 : 1));
      break;
    case Biff::format_of_cells:
      if (date_cells_.size() < kFormatsLimit) {
        const std::uint16_t format = u16_at(body, 2);
        const auto named = date_formats_.find(format);
        date_cells_.push_back(named == date_formats_.end() ? is_builtin_date_format(format) : named->second);
      }
      break;
    default:
      break;
  }
}

void Workbook::read_sheet(const std::string& body) {
  constexpr std::uint8_t kProgram = 6;  // a module of Visual Basic
  if (byte_at(body, 5) == kProgram || sheets_.size() >= kSheetsLimit) return;
  sheets_.push_back({.name = normal_label(string_at(body, 6, 1)), .offset = u32_at(body, 0)});
}

void Workbook::read_strings(BiffReader& reader) {
  BiffBytes bytes(reader, 4);
  const std::uint32_t count = bytes.u32();
  for (std::uint32_t i = 0; i < count && !bytes.done(); ++i) strings_.add(bytes.shared_string());
}

std::string Workbook::shown_number(double value, std::size_t cell_format) const {
  const bool date = cell_format < date_cells_.size() && date_cells_[cell_format];
  return date ? date_text(value, from_1904_) : number_text(value);
}

std::string Workbook::string_at(std::string_view body, std::size_t at, std::size_t width) const {
  const std::size_t count = width == 1 ? byte_at(body, at) : u16_at(body, at);
  if (version_ >= 8) return biff_characters(part_of(body, at + width, body.size()), count);
  const std::string_view bytes = part_of(body, at + width, count);
  return decode_code_page(bytes, likely_code_page(bytes, code_page_));
}

}  // namespace kecang::extract
