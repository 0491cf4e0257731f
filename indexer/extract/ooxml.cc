#include "indexer/extract/ooxml.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "indexer/extract/drawing.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

std::size_t number_of(const std::string& text) {
  auto number = static_cast<std::size_t>(-1);
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string rels_name(std::string_view part) {
  const std::string folder = folder_of(part);
  return folder + "_rels/" + std::string(part.substr(folder.size())) + ".rels";
}

// Which members of docProps become properties.
std::string_view property_of(std::string_view element) {
  if (element == "creator" || element == "initial-creator") return "author";
  if (element == "subject" || element == "keywords" || element == "description") return element;
  if (element == "created" || element == "modified") return element;
  return {};
}

bool is_file_name(std::string_view words) {
  const auto dot = words.rfind('.');
  return dot != std::string_view::npos && words.size() - dot >= 4 && words.size() - dot <= 5 &&
         words.find_first_of(" \t", dot) == std::string_view::npos &&
         std::all_of(words.begin() + static_cast<std::ptrdiff_t>(dot) + 1, words.end(),
                     [](unsigned char c) { return c < 0x80; });
}

// What programs write by themselves.
constexpr auto kNobodysWords = std::to_array<std::string_view>(
    {"www.", "http:", "https:", "描述已自动生成", "Description automatically generated"});

}  // namespace

std::string picture_words(const XmlReader& reader) {
  std::string words = normal_label(reader.attribute("descr").value_or(""));
  const bool nobodys = std::any_of(kNobodysWords.begin(), kNobodysWords.end(), [&](std::string_view mark) {
    return words.find(mark) != std::string::npos;
  });
  return nobodys || is_file_name(words) ? std::string() : words;
}

void read_properties(std::string_view xml, DocumentHead& head) {
  XmlReader reader(xml);
  std::string element;
  for (Token token = reader.next(); !reader.at_end(); token = reader.next()) {
    if (token == Token::start) element = reader.name();
    if (token == Token::end) element.clear();
    if (token != Token::text || element.empty()) continue;
    const std::string value = normal_label(reader.text());
    if (value.empty()) continue;
    if (element == "title") head.title = value;
    if (const auto property = property_of(element); !property.empty())
      head.properties[std::string(property)] = value;
  }
}

std::map<std::string, Relation> relations_of(const Package& package, std::string_view part) {
  std::map<std::string, Relation> relations;
  const std::string* xml = package.part(rels_name(part));
  if (xml == nullptr) return relations;
  XmlReader reader(*xml);
  for (Token token = reader.next(); !reader.at_end(); token = reader.next()) {
    if (token != Token::start || reader.name() != "Relationship") continue;
    if (reader.attribute("TargetMode").value_or("") == "External") continue;
    const std::string type = reader.attribute("Type").value_or("");
    relations[reader.attribute("Id").value_or("")] = {
        type.substr(type.rfind('/') + 1), resolved(folder_of(part), reader.attribute("Target").value_or(""))};
  }
  return relations;
}

std::string main_part(const Package& package, std::string_view usual) {
  for (const auto& [id, relation] : relations_of(package, ""))
    if (relation.type == "officeDocument" && package.part(relation.target) != nullptr) return relation.target;
  return std::string(usual);
}

DocumentHead head_of(const Package& package, std::string media_type) {
  DocumentHead head;
  head.media_type = std::move(media_type);
  const std::string core = related_part(package, "", "core-properties", "docProps/core.xml");
  if (const std::string* xml = package.part(core)) read_properties(*xml, head);
  return head;
}

XmlState state_of(Token last) {
  if (last == Token::forbidden) return XmlState::forbidden;
  return last == Token::done ? XmlState::whole : XmlState::broken;
}

std::vector<std::string> related_parts(const Package& package, std::string_view part, std::string_view type) {
  std::vector<std::string> parts;
  for (const auto& [id, relation] : relations_of(package, part))
    if (relation.type == type && package.part(relation.target) != nullptr) parts.push_back(relation.target);
  return parts;
}

std::string related_part(const Package& package, std::string_view part, std::string_view type,
                         std::string_view usual) {
  const auto parts = related_parts(package, part, type);
  return parts.empty() ? std::string(usual) : parts.front();
}

// A `text` holds characters, or runs and paragraphs that do.
std::string comment_lines(std::string_view xml, bool of_threads_too) {
  XmlReader reader(xml);
  std::string lines;
  std::vector<bool> copied;  // by author
  bool in_text = false;
  bool in_author = false;
  for (Token token = reader.next(); !reader.at_end(); token = reader.next()) {
    const std::string_view name = reader.name();
    if (token == Token::text && in_text) lines += reader.text();
    if (token == Token::text && in_author && !copied.empty())
      copied.back() = reader.text().starts_with("tc=");
    if (token == Token::end && (name == "text" || name == "p")) lines += '\n';
    in_text = token == Token::start && (name == "t" || name == "text");
    in_author = token == Token::start && name == "author";
    if (in_author) copied.push_back(false);
    if (token != Token::start) continue;
    const std::size_t author = number_of(reader.attribute("authorId").value_or(""));
    const bool copy = name == "comment" && author < copied.size() && copied[author] && !of_threads_too;
    if (copy || name == "rPh" || name == "mentions") reader.skip_element();
  }
  return lines;
}

std::string drawn_beside(const Package& package, std::string_view part) {
  std::string charts;
  std::string art;
  std::string drawn_art;
  for (const auto& [id, relation] : relations_of(package, part)) {
    const std::string* xml = package.part(relation.target);
    if (xml == nullptr) continue;
    if (relation.type == "chart" || relation.type == "chartEx") {
      charts += chart_labels(*xml);
      for (const auto& shapes : related_parts(package, relation.target, "chartUserShapes"))
        charts += drawing_text(*package.part(shapes)).text + '\n';
    }
    if (relation.type == "diagramData") art += drawing_text(*xml).text + '\n';
    if (relation.type == "diagramDrawing") drawn_art += drawing_text(*xml).text + '\n';
  }
  // The drawing is made of the data. It is read only where there is nothing else.
  const bool has_data = art.find_first_not_of('\n') != std::string::npos;
  return charts + (has_data ? art : drawn_art);
}

ExtractEnd office_end(const Package& package, XmlState worst, const Output& out) {
  if (worst == XmlState::forbidden) return {ExtractStatus::broken, "extract.xml_dtd"};
  if (out.full()) return finished(out);
  if (package.cut_short()) return stopped(out, ExtractStatus::too_large, "extract.part_too_large");
  if (package.damaged() || worst == XmlState::broken)
    return stopped(out, ExtractStatus::broken, "extract.damaged");
  return finished(out);
}

}  // namespace kecang::extract
