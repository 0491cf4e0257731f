#include "indexer/extract/ooxml.h"

#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

bool is_last(Token token) {
  return token == Token::done || token == Token::broken || token == Token::forbidden;
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

}  // namespace

void read_properties(std::string_view xml, DocumentHead& head) {
  XmlReader reader(xml);
  std::string element;
  for (Token token = reader.next(); !is_last(token); token = reader.next()) {
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
  for (Token token = reader.next(); !is_last(token); token = reader.next()) {
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
  if (const std::string* xml = package.part("docProps/core.xml")) read_properties(*xml, head);
  return head;
}

XmlState state_of(Token last) {
  if (last == Token::forbidden) return XmlState::forbidden;
  return last == Token::done ? XmlState::whole : XmlState::broken;
}

std::string paragraphs_of(std::string_view xml) {
  XmlReader reader(xml);
  std::string text;
  bool in_text = false;
  for (Token token = reader.next(); !is_last(token); token = reader.next()) {
    if (token == Token::start && reader.name() == "Fallback") reader.skip_element();
    if (token == Token::start && (reader.name() == "t" || reader.name() == "v")) in_text = true;
    if (token == Token::start && reader.name() == "br") text += '\n';
    if (token == Token::end) in_text = false;
    if (token == Token::end && (reader.name() == "p" || reader.name() == "pt") && !text.empty()) text += '\n';
    if (token == Token::text && in_text) text += reader.text();
  }
  return text;
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
