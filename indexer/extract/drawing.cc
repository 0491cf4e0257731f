#include "indexer/extract/drawing.h"

#include <algorithm>
#include <set>
#include <utility>

#include "indexer/extract/alternate_content.h"
#include "indexer/extract/omml.h"
#include "indexer/extract/symbol_fonts.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

class DrawingReader {
 public:
  DrawingText read(std::string_view xml) {
    XmlReader reader(xml);
    Token token = reader.next();
    for (; !reader.at_end(); token = reader.next()) {
      if (token == Token::text && in_text_) paragraph_ += symbol_text(font_, reader.text());
      in_text_ = token == Token::start && reader.name() == "t";
      if (token == Token::start) on_start(reader);
      if (token == Token::end) on_end(reader.name());
    }
    drawing_.state = state_of(token);
    return std::move(drawing_);
  }

 private:
  void on_start(XmlReader& reader) {
    const std::string_view name = reader.name();
    const bool number = name == "fld" && reader.attribute("type").value_or("") == "slidenum";
    if (number || name == "rt" || alternatives_.repeats(reader)) return reader.skip_element();
    if (name == "oMath") {
      paragraph_ += linear_formula(reader);
      return;
    }
    if (name == "p") paragraph_.clear();  // SmartArt's `t` holds paragraphs, and white space between them
    if (name == "br") paragraph_ += '\n';
    if (name == "r") font_.clear();
    if (name == "sym" || (name == "latin" && font_.empty()))
      font_ = reader.attribute("typeface").value_or("");
    if (name == "tc") ++cells_open_;
    if (name == "pic") in_picture_ = true;
    if (name == "cNvPr" && in_picture_) describe_picture(reader);
    if (name == "ph") in_title_ = reader.attribute("type").value_or("").ends_with("itle");
  }

  void on_end(std::string_view name) {
    if (name == "sp") in_title_ = false;
    if (name == "pic") in_picture_ = false;
    if (name == "tc") {
      separator_ = '\t';
      if (cells_open_ > 0) --cells_open_;
    }
    if (name == "tr") separator_ = '\n';
    if (name == "p") end_paragraph();
  }

  void describe_picture(const XmlReader& reader) {
    const std::string words = picture_words(reader);
    if (words.empty()) return;
    paragraph_ = words;
    end_paragraph();
  }

  // An empty cell keeps its place.
  void end_paragraph() {
    if (paragraph_.empty() && cells_open_ == 0) return;
    if (!drawing_.text.empty()) drawing_.text += separator_;
    separator_ = '\n';
    drawing_.text += paragraph_;
    if (in_title_ && drawing_.title.empty()) drawing_.title = normal_label(paragraph_);
    paragraph_.clear();
  }

  AlternateContent alternatives_;
  DrawingText drawing_;
  std::string paragraph_;
  std::string font_;
  std::size_t cells_open_ = 0;
  char separator_ = '\n';
  bool in_text_ = false;
  bool in_title_ = false;
  bool in_picture_ = false;
};

// A label is typed as runs, or copied from cells as values.
class ChartReader {
 public:
  std::string read(std::string_view xml) {
    XmlReader reader(xml);
    for (Token token = reader.next(); !reader.at_end(); token = reader.next()) {
      if (token == Token::text && in_text_) label_ += reader.text();
      in_text_ = token == Token::start && holds_text(reader.name());
      if (token == Token::start && passes_over(reader)) reader.skip_element();
      if (token == Token::end && ends_label(reader.name())) end_label();
    }
    return std::move(labels_);
  }

 private:
  // Newer kinds of charts keep their categories as points without a value element.
  static bool holds_text(std::string_view name) { return name == "t" || name == "v" || name == "pt"; }
  static bool ends_label(std::string_view name) { return name == "p" || name == "v" || name == "pt"; }

  bool passes_over(const XmlReader& reader) {
    const std::string_view name = reader.name();
    return name == "val" || name == "xVal" || name == "yVal" || name == "bubbleSize" || name == "numDim" ||
           alternatives_.repeats(reader);
  }

  void end_label() {
    const std::string label = normal_label(std::exchange(label_, {}));
    if (!label.empty() && seen_.insert(label).second) labels_ += label + '\n';
  }

  AlternateContent alternatives_;
  std::string label_;
  std::string labels_;
  std::set<std::string> seen_;
  bool in_text_ = false;
};

}  // namespace

DrawingText drawing_text(std::string_view xml) {
  return DrawingReader().read(xml);
}

std::string chart_labels(std::string_view xml) {
  return ChartReader().read(xml);
}

}  // namespace kecang::extract
