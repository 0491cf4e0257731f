#include <algorithm>
#include <charconv>
#include <vector>

#include "indexer/extract/cell_formats.h"
#include "indexer/extract/drawing.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/sheet_pictures.h"
#include "indexer/extract/table_rows.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// The text of one string item: its `t` elements but for the reading aids (rPh). The reader stands on its
// start token.
std::string read_string_item(XmlReader& reader) {
  const auto outer = reader.depth() - 1;
  std::string text;
  bool in_text = false;
  while (reader.depth() > outer) {
    const Token token = reader.next();
    if (reader.at_end()) break;
    if (token == Token::start && reader.name() == "rPh") {
      reader.skip_element();
    } else if (token == Token::text) {
      if (in_text) text += reader.text();
    } else {
      in_text = token == Token::start && reader.name() == "t";
    }
  }
  return text;
}

std::vector<std::string> shared_strings(const Package& package, const std::string& workbook,
                                        XmlState& worst) {
  std::vector<std::string> strings;
  const std::string* xml =
      package.part(related_part(package, workbook, "sharedStrings", "xl/sharedStrings.xml"));
  if (xml == nullptr) return strings;
  XmlReader reader(*xml);
  Token token = reader.next();
  for (; !reader.at_end(); token = reader.next())
    if (token == Token::start && reader.name() == "si") strings.push_back(read_string_item(reader));
  worst = std::max(worst, state_of(token));
  return strings;
}

// "AB12" → 27; cells without a place follow the one before.
std::uint64_t column_of(std::string_view place, std::uint64_t next) {
  std::uint64_t column = 0;
  std::size_t letters = 0;
  for (; letters < place.size() && letters < 4 && place[letters] >= 'A' && place[letters] <= 'Z'; ++letters)
    column = column * 26 + static_cast<std::uint64_t>(place[letters] - 'A' + 1);
  return letters == 0 ? next : column - 1;
}

// "12" → 11; rows without a number follow the one before.
std::uint64_t row_of(std::string_view number, std::uint64_t next) {
  std::uint64_t row = 0;
  std::from_chars(number.data(), number.data() + number.size(), row);
  return row == 0 ? next : row - 1;
}

/// What all sheets of a workbook share.
struct Shared {
  const std::vector<std::string>& strings;
  const CellFormats& formats;
  const CellImages& images;
};

class SheetReader {
 public:
  SheetReader(const Shared& shared, const Locator& place, Output& out)
      : shared_(shared), place_(place), out_(out), rows_(place, out) {}

  XmlState read(std::string_view xml) {
    XmlReader reader(xml);
    Token token = reader.next();
    for (; !reader.at_end() && !rows_.full(); token = reader.next()) {
      if (token == Token::start && reader.name() == "row") {
        row_ = row_of(reader.attribute("r").value_or(""), next_row_);
        next_row_ = row_ + 1;
        column_ = 0;
      }
      if (token == Token::start && reader.name() == "c") read_cell(reader);
    }
    rows_.finish();
    return reader.at_end() ? state_of(token) : XmlState::whole;
  }

 private:
  void read_cell(XmlReader& reader) {
    column_ = column_of(reader.attribute("r").value_or(""), column_);
    const std::string type = reader.attribute("t").value_or("n");
    const std::string style = shared_.formats.plain() ? std::string() : reader.attribute("s").value_or("");
    const auto outer = reader.depth() - 1;
    std::string value;
    bool in_value = false;
    while (reader.depth() > outer) {
      const Token token = reader.next();
      if (reader.at_end()) break;
      if (token == Token::start && reader.name() == "is") value += read_string_item(reader);
      if (token == Token::text && in_value) value += reader.text();
      if (token == Token::start || token == Token::end)
        in_value = token == Token::start && reader.name() == "v";
    }
    add_cell(type, value, style);
    ++column_;
  }

  void add_cell(std::string_view type, const std::string& value, std::string_view style) {
    if (value.empty()) return;
    if (std::string member = shared_.images.shown_by(value); !member.empty())
      return out_.table_picture(place_, {row_, column_, std::move(member)});
    std::string_view shown = value;
    std::string written;
    if (type == "s") shown = shared_string(value);
    if (type == "b") shown = value == "1" || value == "true" ? "TRUE" : "FALSE";
    if (type == "n") shown = written = shared_.formats.shown(value, style);
    if (type == "d") shown = written = iso_date_text(value);
    rows_.cell(row_, column_, shown);
  }

  std::string_view shared_string(const std::string& value) const {
    const auto& strings = shared_.strings;
    std::size_t index = strings.size();
    std::from_chars(value.data(), value.data() + value.size(), index);
    return index < strings.size() ? std::string_view(strings[index]) : std::string_view();
  }

  const Shared& shared_;
  const Locator& place_;
  Output& out_;
  TableRows rows_;
  std::uint64_t row_ = 0;
  std::uint64_t next_row_ = 0;
  std::uint64_t column_ = 0;
};

struct Sheet {
  std::string name;
  std::string part;
};

std::vector<Sheet> sheets_in_order(const Package& package, const std::string& workbook, XmlState& worst) {
  std::vector<Sheet> sheets;
  const std::string* xml = package.part(workbook);
  if (xml == nullptr) return sheets;
  const auto relations = relations_of(package, workbook);
  XmlReader reader(*xml);
  Token token = reader.next();
  for (; !reader.at_end(); token = reader.next()) {
    if (token != Token::start || reader.name() != "sheet") continue;
    const auto relation = relations.find(reader.prefixed_attribute("id").value_or(""));
    const std::string part = relation == relations.end() ? std::string() : relation->second.target;
    sheets.push_back({normal_label(reader.attribute("name").value_or("")), part});
  }
  worst = std::max(worst, state_of(token));
  return sheets;
}

// Days count from 1904 in workbooks of old Macintoshes.
bool counts_from_1904(const std::string* workbook) {
  if (workbook == nullptr) return false;
  XmlReader reader(*workbook);
  for (Token token = reader.next(); !reader.at_end(); token = reader.next()) {
    if (token != Token::start || reader.name() != "workbookPr") continue;
    const std::string said = reader.attribute("date1904").value_or("0");
    return said == "1" || said == "true";
  }
  return false;
}

// Text boxes, charts and comments of a sheet. Comments that were answered stand in two parts: as threads, and
// copied for older programs.
std::string beside_sheet(const Package& package, const std::string& sheet) {
  std::string text;
  for (const auto& drawing : related_parts(package, sheet, "drawing"))
    text += drawing_text(*package.part(drawing)).text + '\n' + drawn_beside(package, drawing) + '\n';
  const auto threads = related_parts(package, sheet, "threadedComment");
  for (const auto& comments : related_parts(package, sheet, "comments"))
    text += comment_lines(*package.part(comments), threads.empty());
  for (const auto& thread : threads) text += comment_lines(*package.part(thread));
  return text;
}

}  // namespace

ExtractEnd extract_xlsx(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  const std::string workbook = main_part(package, "xl/workbook.xml");
  XmlState worst = package.part(workbook) == nullptr ? XmlState::broken : XmlState::whole;
  const auto sheets = sheets_in_order(package, workbook, worst);
  DocumentHead head = head_of(package, media_type);
  head.properties["sheets"] = std::to_string(sheets.size());
  out.head(head);
  const auto strings = shared_strings(package, workbook, worst);
  const CellFormats formats(package.part(related_part(package, workbook, "styles", "xl/styles.xml")),
                            counts_from_1904(package.part(workbook)));
  const CellImages images(package, workbook);
  const Shared shared{strings, formats, images};
  for (std::size_t i = 0; i < sheets.size() && !out.full() && worst != XmlState::forbidden; ++i) {
    const std::string* xml = package.part(sheets[i].part);
    const Locator place{
        .kind = LocatorKind::sheet, .number = static_cast<std::int64_t>(i) + 1, .label = sheets[i].name};
    if (xml != nullptr) worst = std::max(worst, SheetReader(shared, place, out).read(*xml));
    for (const CellPicture& picture : pictures_on_sheet(package, sheets[i].part))
      out.table_picture(place, picture);
    out.segment(place, beside_sheet(package, sheets[i].part));
  }
  return office_end(package, worst, out);
}

}  // namespace kecang::extract
