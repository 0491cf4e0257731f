#include "indexer/extract/cell_formats.h"

#include <charconv>
#include <map>
#include <optional>

#include "indexer/extract/number_format.h"
#include "indexer/extract/xml_reader.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

constexpr std::size_t kFormats = 100'000;

template <class Number>
std::optional<Number> parsed(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// 3.1400000000000001 was typed as 3.14.
std::string as_typed(const std::string& number) {
  constexpr std::size_t kTyped = 12;
  if (number.size() < kTyped) return number;
  const auto value = parsed<double>(number);
  return value ? number_text(*value) : number;
}

}  // namespace

CellFormats::CellFormats(const std::string* styles, bool from_1904) : from_1904_(from_1904) {
  if (styles == nullptr) return;
  std::map<int, bool> own;  // formats with a code of their own: are they dates?
  XmlReader reader(*styles);
  bool in_cells = false;
  for (Token token = reader.next(); !reader.at_end() && dates_.size() < kFormats; token = reader.next()) {
    if (token == Token::end && reader.name() == "cellXfs") in_cells = false;
    if (token != Token::start) continue;
    if (reader.name() == "cellXfs") in_cells = true;
    const int number = parsed<int>(reader.attribute("numFmtId").value_or("")).value_or(0);
    if (reader.name() == "numFmt" && own.size() < kFormats)
      own.try_emplace(number, is_date_format(reader.attribute("formatCode").value_or("")));
    if (reader.name() != "xf" || !in_cells) continue;
    const auto code = own.find(number);
    dates_.push_back(code == own.end() ? is_builtin_date_format(number) : code->second);
    has_dates_ = has_dates_ || dates_.back();
  }
}

std::string CellFormats::shown(const std::string& number, std::string_view style) const {
  const auto format = parsed<std::size_t>(style);
  if (!format || *format >= dates_.size() || !dates_[*format]) return as_typed(number);
  const auto value = parsed<double>(number);
  return value ? date_text(*value, from_1904_) : number;
}

std::string iso_date_text(std::string_view iso) {
  const auto time = iso.find('T');
  if (time == std::string_view::npos) return std::string(iso);
  const auto clock = iso.substr(time + 1);
  const std::string day(iso.substr(0, time));
  return clock.starts_with("00:00:00") ? day : day + ' ' + std::string(clock);
}

}  // namespace kecang::extract
