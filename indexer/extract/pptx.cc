#include <algorithm>
#include <vector>

#include "indexer/extract/drawing.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// The parts of the slides in the order in which they are shown.
std::vector<std::string> slides_in_order(const Package& package, const std::string& presentation,
                                         XmlState& worst) {
  std::vector<std::string> slides;
  const std::string* xml = package.part(presentation);
  if (xml == nullptr) return slides;
  const auto relations = relations_of(package, presentation);
  XmlReader reader(*xml);
  Token token = reader.next();
  for (; !reader.at_end(); token = reader.next()) {
    if (token != Token::start || reader.name() != "sldId") continue;
    const auto relation = relations.find(reader.prefixed_attribute("id").value_or(""));
    if (relation != relations.end()) slides.push_back(relation->second.target);
  }
  worst = std::max(worst, state_of(token));
  return slides;
}

// What belongs to a slide but stands elsewhere: speaker's notes, SmartArt, charts, comments.
std::string beside_slide(const Package& package, const std::string& slide) {
  std::string text;
  for (const auto& notes : related_parts(package, slide, "notesSlide"))
    text += '\n' + drawing_text(*package.part(notes)).text;
  text += '\n' + drawn_beside(package, slide);
  for (const auto& comments : related_parts(package, slide, "comments"))
    text += '\n' + comment_lines(*package.part(comments));
  return text;
}

}  // namespace

ExtractEnd extract_pptx(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  const std::string presentation = main_part(package, "ppt/presentation.xml");
  XmlState worst = package.part(presentation) == nullptr ? XmlState::broken : XmlState::whole;
  const auto slides = slides_in_order(package, presentation, worst);
  DocumentHead head = head_of(package, media_type);
  head.properties["slides"] = std::to_string(slides.size());
  out.head(head);
  for (std::size_t i = 0; i < slides.size() && !out.full(); ++i) {
    const std::string* xml = package.part(slides[i]);
    if (xml == nullptr) {
      worst = std::max(worst, XmlState::broken);
      continue;
    }
    const DrawingText slide = drawing_text(*xml);
    worst = std::max(worst, slide.state);
    if (slide.state == XmlState::forbidden) break;
    const Locator place{
        .kind = LocatorKind::slide, .number = static_cast<std::int64_t>(i) + 1, .label = slide.title};
    out.segment(place, slide.text + beside_slide(package, slides[i]));
  }
  return office_end(package, worst, out);
}

}  // namespace kecang::extract
