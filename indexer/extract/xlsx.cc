#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <vector>

#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/table_rows.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

bool is_last(Token token) {
  return token == Token::done || token == Token::broken || token == Token::forbidden;
}

// The text of one string item: its `t` elements but for the reading aids (rPh). The reader stands on its
// start token.
std::string read_string_item(XmlReader& reader) {
  const auto outer = reader.depth() - 1;
  std::string text;
  bool in_text = false;
  while (reader.depth() > outer) {
    const Token token = reader.next();
    if (is_last(token)) break;
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

std::vector<std::string> shared_strings(const Package& package, XmlState& worst) {
  std::vector<std::string> strings;
  const std::string* xml = package.part("xl/sharedStrings.xml");
  if (xml == nullptr) return strings;
  XmlReader reader(*xml);
  Token token = reader.next();
  for (; !is_last(token); token = reader.next())
    if (token == Token::start && reader.name() == "si") strings.push_back(read_string_item(reader));
  worst = std::max(worst, state_of(token));
  return strings;
}

// 3.1400000000000001 was typed as 3.14.
std::string as_typed(const std::string& number) {
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (error != std::errc() || end != number.data() + number.size() || number.size() < 12) return number;
  std::array<char, 40> text;
  const int length = std::snprintf(text.data(), text.size(), "%.15g", value);
  return std::string(text.data(), static_cast<std::size_t>(length));
}

// "AB12" → 27; cells without a place follow the one before.
std::uint64_t column_of(std::string_view place, std::uint64_t next) {
  std::uint64_t column = 0;
  std::size_t letters = 0;
  for (; letters < place.size() && letters < 4 && place[letters] >= 'A' && place[letters] <= 'Z'; ++letters)
    column = column * 26 + static_cast<std::uint64_t>(place[letters] - 'A' + 1);
  return letters == 0 ? next : column - 1;
}

class SheetReader {
 public:
  SheetReader(const std::vector<std::string>& strings, Locator place, Output& out)
      : strings_(strings), rows_(std::move(place), out) {}

  XmlState read(std::string_view xml) {
    XmlReader reader(xml);
    Token token = reader.next();
    for (; !is_last(token) && !rows_.full(); token = reader.next()) {
      if (token == Token::start && reader.name() == "row") {
        ++row_;
        column_ = 0;
      }
      if (token == Token::start && reader.name() == "c") read_cell(reader);
    }
    rows_.finish();
    return is_last(token) ? state_of(token) : XmlState::whole;
  }

 private:
  void read_cell(XmlReader& reader) {
    column_ = column_of(reader.attribute("r").value_or(""), column_);
    const std::string type = reader.attribute("t").value_or("n");
    const auto outer = reader.depth() - 1;
    std::string value;
    bool in_value = false;
    while (reader.depth() > outer) {
      const Token token = reader.next();
      if (is_last(token)) break;
      if (token == Token::start && reader.name() == "is") value += read_string_item(reader);
      if (token == Token::text && in_value) value += reader.text();
      if (token == Token::start || token == Token::end)
        in_value = token == Token::start && reader.name() == "v";
    }
    add_cell(type, value);
    ++column_;
  }

  void add_cell(std::string_view type, const std::string& value) {
    if (value.empty() || type == "e") return;
    std::string_view shown = value;
    std::string number;
    if (type == "s") shown = shared(value);
    if (type == "b") shown = value == "1" ? "TRUE" : "FALSE";
    if (type == "n") shown = number = as_typed(value);
    rows_.cell(row_, column_, shown);
  }

  std::string_view shared(const std::string& value) const {
    std::size_t index = strings_.size();
    std::from_chars(value.data(), value.data() + value.size(), index);
    return index < strings_.size() ? std::string_view(strings_[index]) : std::string_view();
  }

  const std::vector<std::string>& strings_;
  TableRows rows_;
  std::uint64_t row_ = 0;
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
  for (; !is_last(token); token = reader.next()) {
    if (token != Token::start || reader.name() != "sheet") continue;
    const auto relation = relations.find(reader.prefixed_attribute("id").value_or(""));
    const std::string part = relation == relations.end() ? std::string() : relation->second.target;
    sheets.push_back({normal_label(reader.attribute("name").value_or("")), part});
  }
  worst = std::max(worst, state_of(token));
  return sheets;
}

// Text boxes, charts and comments of a sheet.
std::string beside_sheet(const Package& package, const std::string& sheet) {
  std::string text;
  for (const auto& [id, relation] : relations_of(package, sheet)) {
    const std::string* xml = package.part(relation.target);
    if (xml != nullptr && (relation.type == "drawing" || relation.type == "comments"))
      text += paragraphs_of(*xml);
  }
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
  const auto strings = shared_strings(package, worst);
  for (std::size_t i = 0; i < sheets.size() && !out.full() && worst != XmlState::forbidden; ++i) {
    const std::string* xml = package.part(sheets[i].part);
    const Locator place{
        .kind = LocatorKind::sheet, .number = static_cast<std::int64_t>(i) + 1, .label = sheets[i].name};
    if (xml != nullptr) worst = std::max(worst, SheetReader(strings, place, out).read(*xml));
    out.segment(place, beside_sheet(package, sheets[i].part));
  }
  return office_end(package, worst, out);
}

}  // namespace kecang::extract
