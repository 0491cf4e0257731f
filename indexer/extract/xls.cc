#include <algorithm>
#include <array>
#include <bit>

#include "indexer/extract/extractors.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/number_format.h"
#include "indexer/extract/ole_properties.h"
#include "indexer/extract/table_rows.h"
#include "indexer/extract/workbook.h"
#include "indexer/extract/workbook_pictures.h"

namespace kecang::extract {
namespace {

// 30 bits of a whole number, or of the upper half of a floating one; perhaps a hundred times too large.
double short_number(std::uint32_t packed) {
  constexpr std::uint32_t kHundredfold = 1;
  constexpr std::uint32_t kWhole = 2;
  const std::uint32_t bits = packed & ~(kHundredfold | kWhole);
  const std::int32_t whole = static_cast<std::int32_t>(bits) / 4;  // the two lowest bits are no part of it
  const double value =
      (packed & kWhole) != 0 ? static_cast<double>(whole) : std::bit_cast<double>(std::uint64_t{bits} << 32);
  return (packed & kHundredfold) != 0 ? value / 100 : value;
}

double double_at(std::string_view body, std::size_t at) {
  return std::bit_cast<double>(u64_at(body, at));
}

// What a cell shows that cannot be computed.
std::string_view error_text(std::uint8_t code) {
  struct Row {
    std::uint8_t code;
    std::string_view text;
  };
  static constexpr auto kRows = std::to_array<Row>({{0x00, "#NULL!"},
                                                    {0x07, "#DIV/0!"},
                                                    {0x0F, "#VALUE!"},
                                                    {0x17, "#REF!"},
                                                    {0x1D, "#NAME?"},
                                                    {0x24, "#NUM!"},
                                                    {0x2A, "#N/A"}});
  const auto row = std::find_if(kRows.begin(), kRows.end(), [&](const Row& r) { return r.code == code; });
  return row == kRows.end() ? std::string_view() : row->text;
}

class SheetReader {
 public:
  SheetReader(Workbook& book, TableRows& rows) : book_(book), rows_(rows) {}

  /// Whether the sheet was there and whole.
  bool read(const OleStream& stream, std::uint64_t offset) {
    BiffReader reader(stream, offset);
    if (!reader.next() || !version_begun(reader)) return false;
    // Charts lie within the sheet, between a beginning and an end of their own.
    std::uint64_t depth = 1;
    while (!rows_.full() && reader.next()) {
      if (version_begun(reader)) ++depth;
      if (reader.type() == Biff::end && --depth == 0) return true;
      if (depth == 1) read_drawing(reader);
      read_record(reader);
    }
    return rows_.full();
  }

  /// Text boxes, comments and names of charts.
  const std::string& beside() const { return beside_; }
  /// What lies on it, as OfficeArt has it.
  const std::string& drawing() const { return drawing_; }

 private:
  static constexpr std::size_t kBesideLimit = 4ULL << 20;
  static constexpr std::size_t kDrawingLimit = 16ULL << 20;

  // A drawing comes in pieces, between which stand records about its objects.
  void read_drawing(const BiffReader& reader) {
    in_drawing_ = reader.type() == Biff::drawing || (in_drawing_ && reader.type() == Biff::continued);
    if (in_drawing_ && drawing_.size() < kDrawingLimit) drawing_ += reader.body();
  }

  void read_record(BiffReader& reader) {
    const std::string& body = reader.body();
    switch (reader.type()) {
      case Biff::shared_label:
        return cell(body, book_.shared_string(u32_at(body, 6)));
      case Biff::label:
      case Biff::rich_label:
        return cell(body, book_.string_at(body, 6, 2));
      case Biff::label2:
        return cell(body, book_.string_at(body, 7, 1));
      case Biff::number:
        return number(body, double_at(body, 6));
      case Biff::number2:
        return number(body, double_at(body, 7));
      case Biff::integer2:
        return number(body, u16_at(body, 7));
      case Biff::short_number:
        return number(body, short_number(u32_at(body, 6)));
      case Biff::several_numbers:
        return several_numbers(body);
      case Biff::formula:
      case Biff::formula3:
      case Biff::formula4:
        return formula(body);
      case Biff::string:
        return cell(formula_cell_, book_.string_at(body, 0, 2));
      case Biff::string2:
        return cell(formula_cell_, book_.string_at(body, 0, 1));
      case Biff::bool_or_error:
        return truth(body, byte_at(body, 6), byte_at(body, 7) != 0);
      case Biff::bool_or_error2:
        return truth(body, byte_at(body, 7), byte_at(body, 8) != 0);
      case Biff::text_box:
        return text_box(reader);
      case Biff::note:
        if (book_.version() < 8) add_beside(book_.string_at(body, 4, 2));
        return;
      case Biff::series_text:
        return add_beside(book_.string_at(body, 2, 1));
      default:
        return book_.take(reader);
    }
  }

  void cell(std::string_view body, std::string_view text) {
    rows_.cell(u16_at(body, 0), u16_at(body, 2), text);
  }

  void number(std::string_view body, double value) { cell(body, book_.shown_number(value, u16_at(body, 4))); }

  void truth(std::string_view body, std::uint8_t value, bool error) {
    if (error)
      cell(body, error_text(value));
    else
      cell(body, value != 0 ? "TRUE" : "FALSE");
  }

  void several_numbers(std::string_view body) {
    std::uint64_t column = u16_at(body, 2);
    for (std::size_t at = 4; at + 8 <= body.size(); at += 6, ++column)
      rows_.cell(u16_at(body, 0), column,
                 book_.shown_number(short_number(u32_at(body, at + 2)), u16_at(body, at)));
  }

  // A result that is no number says so in its last two bytes; a string comes in the next record.
  void formula(const std::string& body) {
    enum Result : std::uint8_t { string = 0, truth_value = 1, error = 2 };
    const std::size_t at = book_.version() == 2 ? 7 : 6;
    if (u16_at(body, at + 6) != 0xFFFF) return number(body, double_at(body, at));
    if (byte_at(body, at) == Result::string) formula_cell_ = body.substr(0, 4);
    if (byte_at(body, at) == Result::truth_value) truth(body, byte_at(body, at + 2), false);
    if (byte_at(body, at) == Result::error) truth(body, byte_at(body, at + 2), true);
  }

  void text_box(BiffReader& reader) {
    const std::size_t count = u16_at(reader.body(), 10);
    if (count == 0 || !reader.is_continued()) return;
    BiffBytes bytes(reader, reader.body().size());
    add_beside(bytes.characters(count, false));
  }

  void add_beside(std::string_view text) {
    if (beside_.size() < kBesideLimit) beside_.append(text) += '\n';
  }

  Workbook& book_;
  TableRows& rows_;
  std::string formula_cell_;
  std::string beside_;
  std::string drawing_;
  bool in_drawing_ = false;
};

ExtractEnd read_workbook(const OleStream& stream, DocumentHead head, Output& out) {
  Workbook book(stream);
  head.properties["sheets"] = std::to_string(book.sheets().size());
  out.head(head);
  if (book.encrypted()) return {ExtractStatus::encrypted, "extract.encrypted"};
  bool damaged = book.damaged() || book.sheets().empty() || stream.cut_short();
  WorkbookPictures pictures(stream);
  const std::vector<WorkbookSheet> sheets = book.sheets();
  for (std::size_t i = 0; i < sheets.size() && !out.full(); ++i) {
    const Locator place{
        .kind = LocatorKind::sheet, .number = static_cast<std::int64_t>(i) + 1, .label = sheets[i].name};
    TableRows rows(place, out);
    SheetReader reader(book, rows);
    damaged = !reader.read(stream, sheets[i].offset) || damaged;
    rows.finish();
    out.segment(place, reader.beside());
    pictures.tell(place, reader.drawing(), out);
  }
  if (damaged && !out.full()) return stopped(out, ExtractStatus::broken, "extract.damaged");
  return finished(out);
}

}  // namespace

ExtractEnd extract_xls(const Source& source, const std::string& media_type, Output& out) {
  DocumentHead head{.media_type = media_type};
  if (!source.read(0, kOleMagic.size()).starts_with(kOleMagic))
    return read_workbook(OleStream::whole(source), std::move(head), out);
  const OleFile file(source);
  read_properties(file, head);
  const OleStream workbook = file.stream("Workbook");
  return read_workbook(workbook.exists() ? workbook : file.stream("Book"), std::move(head), out);
}

}  // namespace kecang::extract
