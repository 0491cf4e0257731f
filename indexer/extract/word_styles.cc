#include "indexer/extract/word_styles.h"

#include <charconv>

#include "indexer/extract/xml_reader.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

constexpr std::size_t kStyles = 20'000;
constexpr int kBasedOn = 32;  // a style based on itself ends here

bool is_heading_name(std::string_view name) {
  return name.starts_with("heading ") || name == "Title" || name == "title";
}

}  // namespace

bool is_on(const XmlReader& reader) {
  const std::string value = reader.attribute("val").value_or("1");
  return value != "0" && value != "false" && value != "off";
}

std::optional<int> number_value(const XmlReader& reader) {
  const std::string text = reader.attribute("val").value_or("");
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end != text.data() ? std::optional(number) : std::nullopt;
}

WordStyles::WordStyles(const std::string* xml) {
  if (xml == nullptr) return;
  XmlReader reader(*xml);
  for (Token token = reader.next(); !reader.at_end(); token = reader.next())
    if (token == Token::start && reader.name() == "style" && styles_.size() < kStyles) read(reader);
}

// The reader stands on the style's start token.
void WordStyles::read(XmlReader& reader) {
  const std::size_t outer = reader.depth() - 1;
  const std::string id = reader.attribute("styleId").value_or("");
  const bool of_paragraphs = reader.attribute("type").value_or("paragraph") == "paragraph";
  const std::string is_default = reader.attribute("default").value_or("0");
  if (of_paragraphs && (is_default == "1" || is_default == "true")) usual_ = id;
  Style& style = styles_[id];
  while (reader.depth() > outer) {
    const Token token = reader.next();
    if (reader.at_end()) return;
    if (token == Token::start) take(reader, style);
  }
}

void WordStyles::take(XmlReader& reader, Style& style) {
  const std::string_view name = reader.name();
  const std::string value = reader.attribute("val").value_or("");
  if (name == "basedOn") style.based_on = value;
  if (name == "name" && is_heading_name(value)) style.heading = true;
  if (name == "outlineLvl") style.heading = value != "9";
  if (name == "vanish") style.hidden = is_on(reader);
  if (name == "numId") style.numbering.list = value;
  if (name == "ilvl") style.numbering.level = number_value(reader);
  // Parts of a table have properties of their own.
  if (name == "tblStylePr") reader.skip_element();
}

template <class Says>
const WordStyles::Style* WordStyles::who(const std::string& style, Says says) const {
  auto found = styles_.find(style);
  for (int i = 0; i < kBasedOn && found != styles_.end(); ++i) {
    if (says(found->second)) return &found->second;
    found = styles_.find(found->second.based_on);
  }
  return nullptr;
}

bool WordStyles::is_heading(const std::string& style) const {
  const Style* said = who(style, [](const Style& one) { return one.heading.has_value(); });
  return said != nullptr && *said->heading;
}

bool WordStyles::is_hidden(const std::string& style) const {
  const Style* said = who(style, [](const Style& one) { return one.hidden.has_value(); });
  return said != nullptr && *said->hidden;
}

ListPlace WordStyles::numbering(const std::string& style) const {
  const Style* list = who(style, [](const Style& one) { return !one.numbering.list.empty(); });
  const Style* level = who(style, [](const Style& one) { return one.numbering.level.has_value(); });
  if (list == nullptr) return {};
  return {list->numbering.list, level == nullptr ? std::nullopt : level->numbering.level};
}

}  // namespace kecang::extract
