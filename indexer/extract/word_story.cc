#include "indexer/extract/word_story.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "indexer/extract/entities.h"
#include "indexer/extract/omml.h"
#include "indexer/extract/symbol_fonts.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// Text boxes within text boxes beyond this are read as part of the outer one.
constexpr std::size_t kBoxes = 16;
// Whose words are kept; more are no document that somebody wrote them for.
constexpr std::size_t kPictures = 500;
// Of which it is kept where they stand.
constexpr std::size_t kPlacedPictures = 5'000;

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

XmlState WordStory::read(std::string_view xml) {
  XmlReader reader(xml);
  alternatives_ = {};
  Token token = reader.next();
  for (; !reader.at_end() && !listener_.full(); token = reader.next()) {
    if (token == Token::text && in_text_) add(reader.text());
    if (token == Token::text && in_instruction_ && fields_.hidden()) fields_.take(reader.text());
    in_text_ = token == Token::start && reader.name() == "t";
    in_instruction_ = token == Token::start && reader.name() == "instrText";
    if (token == Token::start) on_start(reader);
    if (token == Token::end) on_end(reader.name());
  }
  while (flows_.size() > 1) end_box();
  fields_.reset();
  finish_paragraph();
  end_row();
  return reader.at_end() ? state_of(token) : XmlState::whole;
}

void WordStory::on_start(XmlReader& reader) {
  if (passes_over(reader)) return reader.skip_element();
  const std::string_view name = reader.name();
  if (name == "p") begin_paragraph();
  if (name == "pPr") flow().in_properties = true;
  if (name == "tbl") ++flow().tables;
  if (name == "txbxContent") begin_box();
  if (name == "altChunk") add_chunk(reader);
  if (name == "oMath") return add(linear_formula(reader));
  if (flow().in_properties) return on_property(reader);
  on_content(reader);
}

// What is no text: the other form of a drawing, the reading above a character, what was deleted or is now
// elsewhere. Within properties `del` says that the paragraph's mark was deleted, not what it holds.
bool WordStory::passes_over(const XmlReader& reader) {
  const std::string_view name = reader.name();
  if (name == "del" && flow().in_properties) return false;
  return name == "rt" || name == "del" || name == "moveFrom" || name == "pPrChange" || name == "rPrChange" ||
         alternatives_.repeats(reader);
}

void WordStory::on_property(const XmlReader& reader) {
  const std::string_view name = reader.name();
  if (name == "pStyle") flow().style = reader.attribute("val").value_or("");
  if (name == "numId") flow().place.list = reader.attribute("val").value_or("");
  if (name == "ilvl") flow().place.level = number_value(reader);
  if (name == "del") flow().goes_on = true;
  if (name != "outlineLvl") return;
  flow().named_outline = true;
  flow().heading = reader.attribute("val").value_or("9") != "9";
}

void WordStory::on_content(XmlReader& reader) {
  const std::string_view name = reader.name();
  if (name == "textpath") flow().boxes += reader.attribute("string").value_or("");  // WordArt of old
  if (name == "blip") add_picture(reader.attribute("embed").value_or(""));
  if (name == "imagedata") add_picture(reader.attribute("id").value_or(""));
  if (name == "r") {
    flow().in_run = true;
    flow().hidden = styles_.is_hidden(flow().style);
    flow().font.clear();
  }
  if (name == "tab" || name == "ptab") add("\t");
  if (name == "br" || name == "cr") add("\n");
  if (name == "noBreakHyphen") add("-");
  if (name == "sym") add_symbol(reader);
  if (name == "docPr") add_picture_words(reader);
  if (name == "drawing" || name == "pict" || name == "object") flow().has_picture = true;
  if (name == "fldChar") on_field(reader);
  if (flow().in_run) on_run_property(reader);
}

void WordStory::add_picture(const std::string& relation) {
  if (picture_name_ == nullptr || fields_.hidden() || flow().hidden || placed_ == kPlacedPictures) return;
  std::string name = picture_name_(relation);
  if (name.empty()) return;
  ++placed_;
  flow().paragraph.add_picture(std::move(name));
}

void WordStory::add_picture_words(const XmlReader& reader) {
  const std::string words = picture_words(reader);
  if (words.empty() || flow().hidden || pictures_.size() == kPictures) return;
  if (std::find(pictures_.begin(), pictures_.end(), words) == pictures_.end()) pictures_.push_back(words);
}

void WordStory::on_run_property(const XmlReader& reader) {
  const std::string_view name = reader.name();
  if (name == "vanish") flow().hidden = is_on(reader);
  if (name == "rStyle")
    flow().hidden = flow().hidden || styles_.is_hidden(reader.attribute("val").value_or(""));
  if (name == "rFonts") flow().font = reader.attribute("ascii").value_or("");
}

void WordStory::on_field(const XmlReader& reader) {
  const std::string type = reader.attribute("fldCharType").value_or("");
  if (type == "begin") fields_.begin();
  if (type == "separate") fields_.separate();
  if (type == "end") add(fields_.end());
}

void WordStory::on_end(std::string_view name) {
  if (name == "pPr") flow().in_properties = false;
  if (name == "r") flow().in_run = flow().hidden = false;
  if (name == "p") end_paragraph();
  if (name == "txbxContent") end_box();
  if (name == "tc" && flow().tables > 0) flow().separator = '\t';
  if (name == "tr" && flow().tables > 0) {
    flow().separator = '\n';
    if (flow().tables == 1) end_row();
  }
  if (name == "tbl" && flow().tables > 0 && --flow().tables == 0) end_row();
}

// A paragraph whose mark was deleted goes on in the next one, which gives it its style.
void WordStory::begin_paragraph() {
  Flow& now = flow();
  now.style = styles_.usual();
  now.place = {};
  now.heading = now.named_outline = now.goes_on = now.in_properties = now.in_run = now.hidden = false;
}

void WordStory::begin_box() {
  if (flows_.size() > kBoxes)
    ++boxes_beyond_;
  else
    flows_.emplace_back();
}

void WordStory::end_box() {
  if (boxes_beyond_ > 0) {
    --boxes_beyond_;
    return;
  }
  if (flows_.size() == 1) return;
  finish_paragraph();
  PicturedText box = std::move(flow().lines);
  flows_.pop_back();
  if (!flow().boxes.text.empty()) flow().boxes += "\n";
  flow().boxes += std::move(box);
}

void WordStory::add(std::string_view text) {
  if (fields_.hidden()) return fields_.take(text);
  if (flow().hidden) return;
  flow().paragraph += symbol_text(flow().font, text);
}

void WordStory::add_symbol(const XmlReader& reader) {
  const std::string hex = reader.attribute("char").value_or("");
  std::uint32_t code = 0;
  std::from_chars(hex.data(), hex.data() + hex.size(), code, 16);
  std::string shown;
  if (const char32_t sign = symbol_shown(reader.attribute("font").value_or(""), code); sign >= 0x20)
    append_utf8(shown, sign);
  add(shown);
}

void WordStory::add_chunk(const XmlReader& reader) {
  if (chunk_ == nullptr) return;
  if (std::string text = chunk_(reader.attribute("id").value_or("")); !text.empty())
    tell({.text = std::move(text)});
}

void WordStory::end_paragraph() {
  Flow& now = flow();
  now.in_properties = now.in_run = now.hidden = false;
  if (now.goes_on) return;
  if (!now.named_outline) now.heading = styles_.is_heading(now.style);
  PicturedText text{.text = number()};
  if (is_blank(now.paragraph.text) && !now.has_picture) text.text.clear();
  text += std::exchange(now.paragraph, {});
  const bool heading = now.heading && now.tables == 0 && flows_.size() == 1;
  if (now.boxes.text.empty()) text += std::exchange(now.boxes, {});  // they may hold pictures
  if (heading) listener_.heading(std::exchange(text, {}));
  if (!heading || !now.boxes.text.empty()) {
    if (!text.text.empty() && !now.boxes.text.empty()) text += "\n";
    text += std::exchange(now.boxes, {});
    tell(std::move(text));
  }
  now.has_picture = false;
}

// What is left where a text ends within a paragraph.
void WordStory::finish_paragraph() {
  flow().goes_on = false;
  if (!flow().paragraph.text.empty() || !flow().boxes.text.empty()) end_paragraph();
}

// The paragraph's own place in a list goes before that of its style.
std::string WordStory::number() {
  const Flow& now = flow();
  ListPlace place = styles_.numbering(now.style);
  const bool by_style = now.place.list.empty();
  if (!by_style) place = {now.place.list, std::optional(now.place.level.value_or(0))};
  if (by_style && now.place.level) place.level = now.place.level;
  if (place.list.empty() || place.list == "0") return {};
  return numbers_.next(place, by_style ? now.style : std::string());
}

void WordStory::tell(PicturedText text) {
  Flow& now = flow();
  if (flows_.size() == 1 && now.tables == 0) return listener_.paragraph(std::move(text));
  if (now.separator != '\0') now.lines.text += now.separator;
  now.separator = '\n';
  now.lines += std::move(text);
}

// Rows of the story are told one by one; those of a text box stay with it.
void WordStory::end_row() {
  Flow& now = flow();
  if (flows_.size() > 1 || (now.lines.text.empty() && now.separator == '\0')) return;
  now.separator = '\0';
  listener_.paragraph(std::exchange(now.lines, {}));
}

}  // namespace kecang::extract
