#include <map>
#include <set>

#include "indexer/extract/extractors.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/xml_tree.h"

namespace kecang::extract {
namespace {

// The books within; nearly always one.
std::string opf_of(const Package& package, XmlState& state) {
  const std::string* xml = package.part("META-INF/container.xml");
  if (xml == nullptr) return {};
  XmlReader reader(*xml);
  XmlReader::Token token = XmlReader::Token::start;
  while (!reader.at_end()) {
    token = reader.next();
    if (token == XmlReader::Token::start && reader.name() == "rootfile")
      return resolved({}, reader.attribute("full-path").value_or(""));
  }
  state = state_of(token);
  return {};
}

DocumentHead head_of_book(XmlNode book, std::string media_type) {
  const XmlNode metadata = book.child("metadata");
  DocumentHead head{.media_type = std::move(media_type),
                    .title = normal_label(metadata.find("title").text())};
  if (const auto author = normal_label(metadata.find("creator").text()); !author.empty())
    head.properties["author"] = author;
  return head;
}

// The parts in reading order.
std::vector<std::string> spine_of(XmlNode book, const std::string& folder) {
  std::map<std::string, std::string> parts;
  for (const XmlNode item : book.child("manifest").children())
    parts[item.attribute("id")] = resolved_address(folder, item.attribute("href"));
  std::vector<std::string> spine;
  for (const XmlNode item : book.child("spine").children())
    if (const auto part = parts.find(item.attribute("idref")); part != parts.end())
      spine.push_back(part->second);
  return spine;
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

bool is_book_part(std::string_view name) {
  return Package::is_course_part(name) || name.ends_with(".xht");
}

}  // namespace

ExtractEnd extract_epub(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source, is_book_part);
  XmlState state = XmlState::whole;
  const std::string name = opf_of(package, state);
  const std::string* opf = package.part(name);
  if (opf == nullptr) {
    out.head({.media_type = media_type});
    return office_end(package, std::max(state, XmlState::broken), out);
  }
  const XmlTree book(*opf);
  out.head(head_of_book(book.root(), media_type));
  if (book.state() == XmlTree::State::forbidden) return office_end(package, XmlState::forbidden, out);
  if (book.state() != XmlTree::State::whole) state = XmlState::broken;
  std::int64_t number = 0;
  std::set<std::string> seen;
  for (const auto& part : spine_of(book.root(), folder_of(name))) {
    const std::string* bytes = package.part(part);
    if (!seen.insert(part).second) continue;
    if (bytes == nullptr) state = std::max(state, XmlState::broken);
    if (bytes == nullptr || out.full()) continue;
    const HtmlText html = html_text(*bytes);
    const std::string label = normal_label(html.title.empty() ? first_line(html.text) : html.title);
    out.segment({.kind = LocatorKind::section, .number = ++number, .label = label}, html.text);
  }
  return office_end(package, state, out);
}

}  // namespace kecang::extract
