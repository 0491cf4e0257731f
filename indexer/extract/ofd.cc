#include <map>

#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/xml_tree.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// A piece of text per object, a line each, and the templates a page stands on.
struct PageText {
  std::string text;
  std::vector<std::string> templates;
  XmlState state = XmlState::broken;
};

PageText read_page(const std::string* xml) {
  PageText page;
  if (xml == nullptr) return page;
  XmlReader reader(*xml);
  bool in_text = false;
  Token token = Token::start;
  while (!reader.at_end()) {
    token = reader.next();
    if (token == Token::start && reader.name() == "Template")
      page.templates.push_back(reader.attribute("TemplateID").value_or(""));
    if (token == Token::text && in_text) page.text += reader.text();
    if (token == Token::start || token == Token::end)
      in_text = token == Token::start && reader.name() == "TextCode";
    if (token == Token::end && reader.name() == "TextObject") page.text += '\n';
  }
  page.state = state_of(token);
  return page;
}

// One document of the file; nearly always the only one.
class Document {
 public:
  Document(const Package& package, std::string part, Output& out)
      : package_(package), part_(std::move(part)), out_(out) {}

  XmlState read(std::int64_t& pages) {
    const std::string* xml = package_.part(part_);
    if (xml == nullptr) return XmlState::broken;
    const XmlTree tree(*xml);
    if (XmlReader(*xml).next() == Token::forbidden) return XmlState::forbidden;
    for (const XmlNode page : tree.root().all("TemplatePage"))
      templates_[page.attribute("ID")] = part_of(page);
    XmlState worst = tree.state() == XmlTree::State::whole ? XmlState::whole : XmlState::broken;
    for (const XmlNode page : tree.root().child("Pages").children()) {
      if (out_.full()) break;
      worst = std::max(worst, write_page(part_of(page), ++pages));
    }
    return worst;
  }

 private:
  std::string part_of(XmlNode page) const { return resolved(folder_of(part_), page.attribute("BaseLoc")); }

  XmlState write_page(const std::string& part, std::int64_t number) {
    const PageText page = read_page(package_.part(part));
    std::string text;
    for (const auto& name : page.templates)
      if (const auto found = templates_.find(name); found != templates_.end())
        text += read_page(package_.part(found->second)).text;
    out_.segment({.kind = LocatorKind::page, .number = number}, text + page.text);
    return page.state;
  }

  const Package& package_;
  std::string part_;
  Output& out_;
  std::map<std::string, std::string> templates_;
};

DocumentHead head_of_ofd(XmlNode root, std::string media_type) {
  DocumentHead head{.media_type = std::move(media_type)};
  const XmlNode info = root.find("DocInfo");
  head.title = normal_label(info.child_text("Title"));
  if (const auto author = normal_label(info.child_text("Author")); !author.empty())
    head.properties["author"] = author;
  return head;
}

}  // namespace

ExtractEnd extract_ofd(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  const std::string* xml = package.part("OFD.xml");
  static const std::string nothing;
  const XmlTree tree(xml == nullptr ? nothing : *xml);
  DocumentHead head = head_of_ofd(tree.root(), media_type);
  std::int64_t pages = 0;
  for (const XmlNode body : tree.root().all("DocRoot"))
    if (const std::string* document = package.part(resolved({}, normal_label(body.text()))))
      pages += static_cast<std::int64_t>(XmlTree(*document).root().child("Pages").children().size());
  head.properties["pages"] = std::to_string(pages);
  out.head(head);
  XmlState worst = tree.state() == XmlTree::State::whole ? XmlState::whole : XmlState::broken;
  if (tree.state() == XmlTree::State::forbidden) return office_end(package, XmlState::forbidden, out);
  pages = 0;
  for (const XmlNode body : tree.root().all("DocRoot"))
    worst = std::max(worst, Document(package, resolved({}, normal_label(body.text())), out).read(pages));
  return office_end(package, worst, out);
}

}  // namespace kecang::extract
