#include <set>

#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/xml_tree.h"

namespace kecang::extract {
namespace {

// The slides as the board names them, then those it does not name.
std::vector<std::string> slides_of(const Package& package, XmlNode board) {
  std::vector<std::string> slides;
  std::set<std::string> seen;
  for (const XmlNode slide : board.child("Slides").children()) {
    const std::string part = "Slides/" + normal_label(slide.text()) + ".xml";
    if (package.part(part) != nullptr && seen.insert(part).second) slides.push_back(part);
  }
  for (const auto& [name, xml] : package.parts())
    if (name.starts_with("Slides/") && seen.insert(name).second) slides.push_back(name);
  return slides;
}

// A text stands there twice: in one piece, and cut into lines and runs.
std::string rich_text(XmlNode node) {
  const XmlNode lines = node.child("TextLines");
  if (!lines) return node.child("Text").text();
  std::string text;
  for (const XmlNode line : lines.children()) text += (text.empty() ? "" : "\n") + line.text();
  return text;
}

std::string slide_text(XmlNode slide) {
  std::string text;
  for (std::size_t i = slide.place(); slide && i < slide.past();) {
    const XmlNode here = slide.tree()->node(i);
    const bool rich = here.name() == "RichText";
    const bool plain = here.name() == "Text" && here.children().empty();
    if (rich) text += rich_text(here) + '\n';
    if (plain) text += here.text() + '\n';
    i = rich || plain ? here.past() : i + 1;
  }
  return text;
}

std::string title_of(const Package& package) {
  for (const char* part : {"Document.xml", "Board.xml"}) {
    const std::string* xml = package.part(part);
    if (xml == nullptr) continue;
    const XmlTree tree(*xml);
    for (const char* name : {"Title", "Name"})
      if (auto title = normal_label(tree.root().find(name).text()); !title.empty()) return title;
  }
  return {};
}

}  // namespace

ExtractEnd extract_seewo(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  const std::string* xml = package.part("Board.xml");
  static const std::string nothing;
  const XmlTree board(xml == nullptr ? nothing : *xml);
  const auto slides = slides_of(package, board.root());
  DocumentHead head{.media_type = media_type, .title = title_of(package)};
  head.properties["slides"] = std::to_string(slides.size());
  out.head(head);
  XmlTree::State worst = board.state();
  for (std::size_t i = 0; i < slides.size() && !out.full(); ++i) {
    const XmlTree slide(*package.part(slides[i]));
    worst = std::max(worst, slide.state());
    const std::string text = slide_text(slide.root());
    const Locator place{.kind = LocatorKind::slide,
                        .number = static_cast<std::int64_t>(i) + 1,
                        .label = normal_label(text.substr(0, text.find('\n')))};
    out.segment(place, text);
  }
  if (worst == XmlTree::State::forbidden) return office_end(package, XmlState::forbidden, out);
  return office_end(package, worst == XmlTree::State::whole ? XmlState::whole : XmlState::broken, out);
}

}  // namespace kecang::extract
