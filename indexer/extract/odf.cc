#include <algorithm>
#include <utility>

#include "indexer/extract/extractors.h"
#include "indexer/extract/ooxml.h"
#include "indexer/extract/pictured_text.h"
#include "indexer/extract/sections.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// Repeated spaces and rows are counted by the file; nobody needs more than these.
constexpr std::size_t kSpacesLimit = 64;
// Of one paragraph.
constexpr std::size_t kPicturesLimit = 1'000;

// Where the paragraphs of one kind of document go.
class Receiver {
 public:
  virtual ~Receiver() = default;
  virtual void begin(XmlReader&) {}
  virtual void end(std::string_view) {}
  virtual void paragraph(PicturedText text, bool heading) = 0;
  virtual bool full() const = 0;
};

// Walks content.xml. Shapes and notes stand within paragraphs; what they hold follows the paragraph's text.
class Walker {
 public:
  explicit Walker(Receiver& receiver) : receiver_(receiver) {}

  XmlState read(std::string_view xml) {
    XmlReader reader(xml);
    Token token = Token::start;
    while (!reader.at_end() && !receiver_.full()) {
      token = reader.next();
      if (token == Token::start) on_start(reader);
      if (token == Token::end) on_end(reader.name());
      if (token == Token::text && !open_.empty()) open_.back().text += std::string_view(reader.text());
    }
    return reader.at_end() ? state_of(token) : XmlState::whole;
  }

 private:
  struct Paragraph {
    PicturedText text{};
    bool heading = false;
  };

  void on_start(XmlReader& reader) {
    const std::string_view name = reader.name();
    // What was deleted, the reading above a character, and who annotated when are no text.
    const bool about_remark =
        in_annotation_ && (name == "creator" || name == "date" || name == "date-string");
    if (name == "tracked-changes" || name == "ruby-text" || name == "binary-data" || about_remark)
      return reader.skip_element();
    if (name == "annotation") in_annotation_ = true;
    if (name == "p" || name == "h") open_.push_back({.heading = name == "h"});
    if (!open_.empty()) add_space(reader, open_.back().text.text);
    if (name == "image" && !open_.empty()) add_picture(reader, open_.back().text);
    receiver_.begin(reader);
  }

  // Formulas and charts have a picture besides what they say; a drawing has one that browsers show, besides
  // SVG.
  static void add_picture(const XmlReader& reader, PicturedText& text) {
    const std::string address = reader.attribute("href").value_or("");
    const bool inside = !address.empty() && address.find(':') == std::string::npos;
    std::string name = inside ? resolved_address({}, address) : std::string();
    const bool passed = name.empty() || name.starts_with("ObjectReplacements/") || name.ends_with(".svg");
    if (!passed && text.pictures.size() < kPicturesLimit) text.add_picture(std::move(name));
  }

  static void add_space(const XmlReader& reader, std::string& text) {
    const std::string_view name = reader.name();
    if (name == "tab") text += '\t';
    if (name == "line-break") text += '\n';
    if (name != "s") return;
    const std::string count = reader.attribute("c").value_or("1");
    std::size_t spaces = 0;
    for (const char c : count)
      if (c >= '0' && c <= '9')
        spaces = std::min(spaces * 10 + static_cast<std::size_t>(c - '0'), kSpacesLimit);
    text.append(spaces, ' ');
  }

  // A paragraph within another comes first out of the stack; it belongs behind the outer one's text.
  void on_end(std::string_view name) {
    if (name == "annotation") in_annotation_ = false;
    if ((name == "p" || name == "h") && !open_.empty()) {
      Paragraph done = std::move(open_.back());
      open_.pop_back();
      if (!open_.empty()) {
        inner_ += std::move(done.text);
        inner_ += "\n";
      } else {
        if (!inner_.text.empty()) done.text += "\n";
        done.text += std::exchange(inner_, {});
        receiver_.paragraph(std::move(done.text), done.heading);
      }
    }
    receiver_.end(name);
  }

  Receiver& receiver_;
  std::vector<Paragraph> open_;
  PicturedText inner_;
  bool in_annotation_ = false;
};

// A running text: headings make sections, the cells of a row are set apart by tabs.
class TextReceiver final : public Receiver {
 public:
  explicit TextReceiver(Output& out) : sections_(out) {}
  void begin(XmlReader& reader) override {
    if (reader.name() == "table-row") ++rows_open_;
  }
  void end(std::string_view name) override {
    if (name == "table-cell" && rows_open_ > 0 && !row_.text.empty()) row_ += "\t";
    if (name != "table-row" || rows_open_ == 0 || --rows_open_ > 0) return;
    sections_.paragraph(std::exchange(row_, {}));
  }
  void paragraph(PicturedText text, bool heading) override {
    if (rows_open_ == 0)
      return heading ? sections_.heading(std::move(text)) : sections_.paragraph(std::move(text));
    if (!row_.text.empty() && row_.text.back() != '\t') row_ += "\n";
    row_ += std::move(text);
  }
  bool full() const override { return sections_.full(); }
  void finish(const std::string& side_text) { sections_.finish(side_text); }

 private:
  Sections sections_;
  PicturedText row_;
  std::size_t rows_open_ = 0;
};

// Tables: a sheet each, a line per row.
class SheetReceiver final : public Receiver {
 public:
  explicit SheetReceiver(Output& out) : out_(out) {}
  void begin(XmlReader& reader) override {
    if (reader.name() != "table" || tables_open_++ > 0) return;
    place_.number += 1;
    place_.label = normal_label(reader.attribute("name").value_or(""));
  }
  void end(std::string_view name) override {
    if (name == "table-row" && !row_.empty()) {
      text_ += row_ + '\n';
      row_.clear();
      if (text_.size() > kFlushAt) flush();
    }
    if (name == "table" && tables_open_ > 0 && --tables_open_ == 0) flush();
  }
  void paragraph(PicturedText text, bool) override {
    if (text.text.empty()) return;
    if (!row_.empty()) row_ += '\t';
    row_ += text.text;
  }
  bool full() const override { return out_.full(); }

 private:
  static constexpr std::size_t kFlushAt = 48 * 1024;
  void flush() {
    out_.segment(place_, text_);
    text_.clear();
  }

  Output& out_;
  Locator place_{.kind = LocatorKind::sheet};
  std::string row_;
  std::string text_;
  std::size_t tables_open_ = 0;
};

// Pages of a presentation or drawing, with their notes.
class SlideReceiver final : public Receiver {
 public:
  explicit SlideReceiver(Output& out) : out_(out) {}
  void begin(XmlReader& reader) override {
    if (reader.name() != "page") return;
    place_.number += 1;
    place_.label.clear();
  }
  void end(std::string_view name) override {
    if (name != "page") return;
    out_.segment(place_, text_);
    text_.clear();
  }
  void paragraph(PicturedText text, bool) override {
    if (place_.label.empty()) place_.label = normal_label(text.text);
    text_ += text.text + '\n';
  }
  bool full() const override { return out_.full(); }

 private:
  Output& out_;
  Locator place_{.kind = LocatorKind::slide};
  std::string text_;
};

std::size_t count_of(std::string_view xml, std::string_view element) {
  XmlReader reader(xml);
  std::size_t count = 0;
  std::size_t open = 0;
  while (!reader.at_end()) {
    const Token token = reader.next();
    if (token == Token::start && reader.name() == element && open++ == 0) ++count;
    if (token == Token::end && reader.name() == element && open > 0) --open;
  }
  return count;
}

bool is_kind(const std::string& media_type, std::string_view kind) {
  return media_type.find(kind) != std::string::npos;
}

// The formulas of a text stand in parts of their own.
std::string formulas_of(const Package& package) {
  std::string text;
  for (const auto& [name, xml] : package.parts()) {
    if (!name.starts_with("Object ") || !name.ends_with("/content.xml")) continue;
    XmlReader reader(xml);
    bool hidden = false;
    while (!reader.at_end()) {
      const Token token = reader.next();
      if (token == Token::start || token == Token::end)
        hidden = token == Token::start && reader.name() == "annotation";
      if (token == Token::text && !hidden) text += normal_label(reader.text());
    }
    text += '\n';
  }
  return normal_text(text);
}

}  // namespace

ExtractEnd extract_odf(const Source& source, const std::string& media_type, Output& out) {
  const Package package(source);
  DocumentHead head{.media_type = media_type};
  if (const std::string* meta = package.part("meta.xml")) read_properties(*meta, head);
  const std::string* xml = package.part("content.xml");
  const bool sheets = is_kind(media_type, "spreadsheet");
  const bool slides = is_kind(media_type, "presentation") || is_kind(media_type, "graphics");
  if (xml != nullptr && sheets) head.properties["sheets"] = std::to_string(count_of(*xml, "table"));
  if (xml != nullptr && slides) head.properties["slides"] = std::to_string(count_of(*xml, "page"));
  out.head(head);
  if (xml == nullptr) return office_end(package, XmlState::broken, out);
  if (XmlReader(*xml).next() == Token::forbidden) return office_end(package, XmlState::forbidden, out);
  XmlState state = XmlState::whole;
  if (sheets) {
    SheetReceiver receiver(out);
    state = Walker(receiver).read(*xml);
  } else if (slides) {
    SlideReceiver receiver(out);
    state = Walker(receiver).read(*xml);
  } else {
    TextReceiver receiver(out);
    state = Walker(receiver).read(*xml);
    receiver.finish(formulas_of(package));
  }
  return office_end(package, state, out);
}

}  // namespace kecang::extract
