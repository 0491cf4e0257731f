#include <algorithm>
#include <vector>

#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

bool is_last(Token token) {
  return token == Token::done || token == Token::broken || token == Token::forbidden;
}

// The parts of the slides in the order in which they are shown.
std::vector<std::string> slides_in_order(const Package& package, const std::string& presentation,
                                         XmlState& worst) {
  std::vector<std::string> slides;
  const std::string* xml = package.part(presentation);
  if (xml == nullptr) return slides;
  const auto relations = relations_of(package, presentation);
  XmlReader reader(*xml);
  Token token = reader.next();
  for (; !is_last(token); token = reader.next()) {
    if (token != Token::start || reader.name() != "sldId") continue;
    const auto relation = relations.find(reader.prefixed_attribute("id").value_or(""));
    if (relation != relations.end()) slides.push_back(relation->second.target);
  }
  worst = std::max(worst, state_of(token));
  return slides;
}

struct SlideText {
  std::string title;
  std::string text;
  XmlState state = XmlState::whole;
};

// DrawingML: paragraphs, table rows, and the title's placeholder. Numbers that count slides are no text.
SlideText read_slide(std::string_view xml) {
  SlideText slide;
  XmlReader reader(xml);
  std::string paragraph;
  bool in_text = false;
  bool in_title = false;
  char separator = '\n';
  Token token = reader.next();
  for (; !is_last(token); token = reader.next()) {
    const std::string_view name = reader.name();
    if (token == Token::text && in_text) paragraph += reader.text();
    if (token == Token::start) {
      const bool repeated = name == "Fallback" || name == "rt";
      const bool number = name == "fld" && reader.attribute("type").value_or("") == "slidenum";
      if (repeated || number) {
        reader.skip_element();
        continue;
      }
      if (name == "t") in_text = true;
      if (name == "br") paragraph += '\n';
      if (name == "ph") in_title = reader.attribute("type").value_or("").ends_with("itle");
    }
    if (token != Token::end) continue;
    if (name == "sp") in_title = false;
    if (name == "t") in_text = false;
    if (name == "tc") separator = '\t';
    if (name == "tr") separator = '\n';
    if (name != "p") continue;
    if (!slide.text.empty()) slide.text += separator;
    separator = '\n';
    slide.text += paragraph;
    if (in_title && slide.title.empty()) slide.title = normal_label(paragraph);
    paragraph.clear();
  }
  slide.state = state_of(token);
  return slide;
}

// What belongs to a slide but stands elsewhere: speaker's notes, SmartArt, charts, comments.
std::string beside_slide(const Package& package, const std::string& slide) {
  std::string text;
  for (const auto& [id, relation] : relations_of(package, slide)) {
    const std::string* xml = package.part(relation.target);
    if (xml == nullptr) continue;
    if (relation.type == "notesSlide") text += '\n' + read_slide(*xml).text;
    if (relation.type == "diagramData" || relation.type == "chart" || relation.type == "comments")
      text += '\n' + paragraphs_of(*xml);
  }
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
    const SlideText slide = read_slide(*xml);
    worst = std::max(worst, slide.state);
    if (slide.state == XmlState::forbidden) break;
    const Locator place{
        .kind = LocatorKind::slide, .number = static_cast<std::int64_t>(i) + 1, .label = slide.title};
    out.segment(place, slide.text + beside_slide(package, slides[i]));
  }
  return office_end(package, worst, out);
}

}  // namespace kecang::extract
