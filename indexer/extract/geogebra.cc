#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// What a person wrote or sees: titles, captions, texts, formulas.
class Walker {
 public:
  XmlState read(std::string_view xml) {
    XmlReader reader(xml);
    Token token = Token::start;
    while (!reader.at_end()) {
      token = reader.next();
      if (token == Token::start) take(reader);
    }
    return state_of(token);
  }

  const std::string& title() const { return title_; }
  const std::string& author() const { return author_; }
  const std::string& text() const { return text_; }
  std::size_t elements() const { return elements_; }

 private:
  void take(const XmlReader& reader) {
    const auto value = [&](const char* name) { return reader.attribute(name).value_or(""); };
    const std::string_view name = reader.name();
    if (name == "construction") {
      title_ = normal_label(value("title"));
      author_ = normal_label(value("author"));
    }
    if (name == "worksheetText") text_ += value("above") + '\n' + value("below") + '\n';
    if (name == "element") ++elements_;
    if (name == "caption" || name == "content") text_ += value("val") + '\n';
    if (name == "expression") text_ += value("exp") + '\n';
  }

  std::string title_;
  std::string author_;
  std::string text_;
  std::size_t elements_ = 0;
};

}  // namespace

ExtractEnd extract_geogebra(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  Walker walker;
  const std::string* xml = package.part("geogebra.xml");
  const XmlState state = xml == nullptr ? XmlState::broken : walker.read(*xml);
  DocumentHead head{.media_type = media_type, .title = walker.title()};
  if (!walker.author().empty()) head.properties["author"] = walker.author();
  head.properties["elements"] = std::to_string(walker.elements());
  out.head(head);
  if (state != XmlState::forbidden) out.segment({}, walker.title() + '\n' + walker.text());
  return office_end(package, state, out);
}

}  // namespace kecang::extract
