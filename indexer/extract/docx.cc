#include <set>

#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

bool is_heading_name(std::string_view style_name) {
  return style_name.starts_with("heading ") || style_name == "Title" || style_name == "title";
}

// The ids of the styles that make a paragraph a heading.
std::set<std::string> heading_styles(const Package& package) {
  std::set<std::string> headings;
  const std::string* xml = package.part("word/styles.xml");
  if (xml == nullptr) return headings;
  XmlReader reader(*xml);
  std::string style;
  for (Token token = reader.next(); token == Token::start || token == Token::end || token == Token::text;
       token = reader.next()) {
    if (token != Token::start) continue;
    if (reader.name() == "style") style = reader.attribute("styleId").value_or("");
    const bool named = reader.name() == "name" && is_heading_name(reader.attribute("val").value_or(""));
    if (named || reader.name() == "outlineLvl") headings.insert(style);
  }
  return headings;
}

// Walks WordprocessingML. Text boxes stand within a paragraph; their text follows it.
class Walker {
 public:
  Walker(std::set<std::string> headings, Output& out) : headings_(std::move(headings)), out_(out) {}

  XmlState read(std::string_view xml) {
    XmlReader reader(xml);
    while (!out_.full()) {
      const Token token = reader.next();
      if (token == Token::start) {
        on_start(reader);
      } else if (token == Token::end) {
        on_end(reader.name());
      } else if (token == Token::text) {
        if (in_text_) add(reader.text());
      } else {
        return state_of(token);
      }
    }
    return XmlState::whole;
  }

  // `side_text` is that of the other parts: it ends a document given whole, else it is a section of its own.
  void finish(const std::string& side_text) {
    if (!paragraph_.empty() || !box_text_.empty()) finish_paragraph();
    finish_section();
    if (sections_ == 0) return out_.segment({}, first_ + '\n' + side_text);
    emit({}, side_text);
  }

 private:
  void on_start(XmlReader& reader) {
    const std::string_view name = reader.name();
    // Fallback repeats the drawing beside it; rt is the reading above a character; moveFrom is where text no
    // longer is.
    if (name == "Fallback" || name == "rt" || name == "moveFrom") return reader.skip_element();
    if (name == "t") in_text_ = true;
    if (name == "tab") add("\t");
    if (name == "br" || name == "cr") add("\n");
    if (name == "noBreakHyphen") add("-");
    if (name == "txbxContent") ++boxes_open_;
    if (name == "tbl") ++tables_open_;
    if (name == "p" && boxes_open_ == 0) heading_ = false;
    if (name == "pStyle") heading_ = heading_ || headings_.contains(reader.attribute("val").value_or(""));
    if (name == "outlineLvl") heading_ = heading_ || reader.attribute("val").value_or("9") != "9";
  }

  void on_end(std::string_view name) {
    if (name == "t") in_text_ = false;
    if (name == "tc") separator_ = '\t';
    if (name == "tr") separator_ = '\n';
    if (name == "tbl" && tables_open_ > 0) --tables_open_;
    if (name == "txbxContent" && boxes_open_ > 0) --boxes_open_;
    if (name == "p" && boxes_open_ > 0) box_text_ += '\n';
    if (name == "p" && boxes_open_ == 0) finish_paragraph();
  }

  void add(std::string_view text) { (boxes_open_ > 0 ? box_text_ : paragraph_) += text; }

  void finish_paragraph() {
    if (heading_ && tables_open_ == 0) {
      if (const std::string label = normal_label(paragraph_); !label.empty()) {
        finish_section();
        label_ = label;
      }
    }
    if (!section_.empty()) section_ += separator_;
    separator_ = '\n';
    section_ += paragraph_;
    if (!box_text_.empty()) section_ += '\n' + box_text_;
    paragraph_.clear();
    box_text_.clear();
  }

  // The first section waits: a document that has only one is given whole.
  void finish_section() {
    if (section_.empty()) return;
    if (sections_ == 0 && first_.empty() && label_.empty()) {
      first_ = std::move(section_);
    } else {
      if (sections_ == 0 && !first_.empty()) emit({}, first_);
      emit(label_, section_);
    }
    section_.clear();
  }

  void emit(const std::string& label, std::string_view text) {
    out_.segment({.kind = LocatorKind::section, .number = ++sections_, .label = label}, text);
  }

  std::set<std::string> headings_;
  Output& out_;
  std::string paragraph_;
  std::string box_text_;
  std::string section_;
  std::string first_;
  std::string label_;
  std::int64_t sections_ = 0;
  int boxes_open_ = 0;
  int tables_open_ = 0;
  char separator_ = '\n';
  bool in_text_ = false;
  bool heading_ = false;
};

bool is_side_part(std::string_view name) {
  const auto starts = [&](std::string_view prefix) { return name.starts_with(prefix); };
  return starts("word/footnotes") || starts("word/endnotes") || starts("word/comments.") ||
         starts("word/header") || starts("word/footer") || starts("word/diagrams/data") ||
         starts("word/charts/chart");
}

// Footnotes, headers, SmartArt and the like, after the text.
std::string side_text(const Package& package) {
  std::string text;
  for (const auto& [name, xml] : package.parts())
    if (is_side_part(name)) text += paragraphs_of(xml);
  return normal_text(text);
}

}  // namespace

ExtractEnd extract_docx(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  out.head(head_of(package, media_type));
  const std::string* document = package.part(main_part(package, "word/document.xml"));
  if (document == nullptr) return {ExtractStatus::broken, "extract.damaged"};
  Walker walker(heading_styles(package), out);
  const XmlState state = walker.read(*document);
  if (state != XmlState::forbidden) walker.finish(side_text(package));
  return office_end(package, state, out);
}

}  // namespace kecang::extract
