#include "indexer/extract/list_numbers.h"

#include <algorithm>

#include "indexer/extract/alternate_content.h"
#include "indexer/extract/counting.h"
#include "indexer/extract/xml_reader.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

constexpr std::size_t kSchemes = 5000;
constexpr std::size_t kLists = 50'000;
constexpr std::size_t kPattern = 64;
constexpr int kNumbers = 1'000'000;

std::optional<std::size_t> level_number(const XmlReader& reader) {
  const std::string text = reader.attribute("ilvl").value_or("");
  if (text.size() != 1 || text[0] < '0' || text[0] > '8') return std::nullopt;
  return static_cast<std::size_t>(text[0] - '0');
}

}  // namespace

ListNumbers::ListNumbers(const std::string* xml, const WordStyles& styles) : styles_(styles) {
  if (xml == nullptr) return;
  XmlReader reader(*xml);
  for (Token token = reader.next(); !reader.at_end(); token = reader.next()) {
    if (token != Token::start) continue;
    if (reader.name() == "abstractNum" && schemes_.size() < kSchemes) read_scheme(reader);
    if (reader.name() == "num" && lists_.size() < kLists) read_list(reader);
  }
}

void ListNumbers::read_scheme(XmlReader& reader) {
  const std::size_t outer = reader.depth() - 1;
  Scheme& scheme = schemes_[reader.attribute("abstractNumId").value_or("")];
  AlternateContent alternatives;
  std::optional<std::size_t> at;
  while (reader.depth() > outer) {
    const Token token = reader.next();
    if (reader.at_end()) return;
    if (token != Token::start) continue;
    if (alternatives.repeats(reader)) {
      reader.skip_element();
      continue;
    }
    if (reader.name() == "lvl") at = level_number(reader);
    if (reader.name() == "numStyleLink") scheme.style_link = reader.attribute("val").value_or("");
    if (at) take(reader, scheme.levels[*at]);
  }
}

void ListNumbers::read_list(XmlReader& reader) {
  const std::size_t outer = reader.depth() - 1;
  List& list = lists_[reader.attribute("numId").value_or("")];
  std::optional<std::size_t> at;
  bool replaces = false;
  while (reader.depth() > outer) {
    const Token token = reader.next();
    if (reader.at_end()) return;
    if (token != Token::start) continue;
    if (reader.name() == "abstractNumId") list.scheme = reader.attribute("val").value_or("");
    if (reader.name() == "lvlOverride") at = level_number(reader);
    replaces = reader.name() == "lvl" || (replaces && reader.name() != "lvlOverride");
    if (at && reader.name() == "startOverride")
      list.starts[*at] = std::clamp(number_value(reader).value_or(1), 0, kNumbers);
    if (at && replaces) take(reader, list.levels[*at]);
  }
}

void ListNumbers::take(const XmlReader& reader, Level& level) {
  const std::string_view name = reader.name();
  if (name == "start") level.start = std::clamp(number_value(reader).value_or(1), 0, kNumbers);
  if (name == "numFmt") level.format = reader.attribute("val").value_or("decimal");
  if (name == "lvlText") level.pattern = reader.attribute("val").value_or("").substr(0, kPattern);
  if (name == "pStyle") level.style = reader.attribute("val").value_or("");
  if (name == "lvlRestart") level.restarts = number_value(reader);
  if (name == "isLgl") level.plain = is_on(reader);
  if (name == "suff") level.space_follows = reader.attribute("val").value_or("") != "nothing";
}

// A scheme may be that of a style, whose list has another scheme.
ListNumbers::Scheme* ListNumbers::scheme_of(const List& list) {
  auto found = schemes_.find(list.scheme);
  if (found != schemes_.end() && !found->second.style_link.empty()) {
    const auto linked = lists_.find(styles_.numbering(found->second.style_link).list);
    if (linked != lists_.end()) found = schemes_.find(linked->second.scheme);
  }
  return found == schemes_.end() ? nullptr : &found->second;
}

const ListNumbers::Level& ListNumbers::level_of(const List& list, const Scheme& scheme, std::size_t at) {
  const auto own = list.levels.find(at);
  return own == list.levels.end() ? scheme.levels[at] : own->second;
}

std::string ListNumbers::next(const ListPlace& place, const std::string& style) {
  const auto list = lists_.find(place.list);
  Scheme* scheme = list == lists_.end() ? nullptr : scheme_of(list->second);
  if (scheme == nullptr) return {};
  std::size_t at = 0;
  if (place.level) {
    at = static_cast<std::size_t>(std::clamp(*place.level, 0, static_cast<int>(kLevels) - 1));
  } else {
    const auto own = std::find_if(scheme->levels.begin(), scheme->levels.end(),
                                  [&](const Level& level) { return !style.empty() && level.style == style; });
    if (own != scheme->levels.end()) at = static_cast<std::size_t>(own - scheme->levels.begin());
  }
  count(place, list->second, *scheme, at);
  return written(list->second, *scheme, at);
}

void ListNumbers::count(const ListPlace& place, const List& list, Scheme& scheme, std::size_t at) {
  const auto anew = list.starts.find(at);
  if (anew != list.starts.end() && begun_.insert({place.list, at}).second)
    scheme.counts[at] = anew->second;
  else
    scheme.counts[at] = scheme.counts[at] ? *scheme.counts[at] + 1 : level_of(list, scheme, at).start;
  for (std::size_t inner = at + 1; inner < kLevels; ++inner) {
    const auto restarts = level_of(list, scheme, inner).restarts;
    // 0: never; n: only behind level n, counted from 1.
    if (!restarts || (*restarts != 0 && static_cast<int>(at) < *restarts)) scheme.counts[inner].reset();
  }
}

std::string ListNumbers::written(const List& list, const Scheme& scheme, std::size_t at) {
  const Level& level = level_of(list, scheme, at);
  if (level.format == "bullet") return {};
  std::string text;
  for (std::size_t i = 0; i < level.pattern.size(); ++i) {
    const char next = i + 1 < level.pattern.size() ? level.pattern[i + 1] : '\0';
    if (level.pattern[i] != '%' || next < '1' || next > '9') {
      text += level.pattern[i];
      continue;
    }
    const auto shown = static_cast<std::size_t>(next - '1');
    const Level& outer = level_of(list, scheme, shown);
    text += counted(level.plain ? "decimal" : outer.format, scheme.counts[shown].value_or(outer.start));
    ++i;
  }
  // "一、" stands close to its text.
  const bool ends_wide = !text.empty() && static_cast<unsigned char>(text.back()) >= 0x80;
  return text.empty() || ends_wide || !level.space_follows ? text : text + ' ';
}

}  // namespace kecang::extract
