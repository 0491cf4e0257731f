#include <algorithm>

#include "indexer/extract/code_page.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/ole_properties.h"
#include "indexer/extract/show_layout.h"
#include "indexer/extract/show_records.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr int kUtf16 = 1200;

struct SlideText {
  std::string title;
  std::string text;

  void add(const ShowText& item) {
    // What a star stands for, a number or a date, is filled in when the slide is shown.
    if (item.text == "*" || item.text.empty()) return;
    if (item.title && title.empty()) title = normal_label(item.text);
    text += item.text + '\n';
  }
};

// The words of a drawn heading are among the properties of its shape: a row of numbers, then what is too long
// for it.
std::string drawn_words(std::string_view properties, std::uint32_t count) {
  constexpr std::size_t kRow = 6;
  constexpr std::uint16_t kWords = 0xC0C0;  // of the property that is text, long ones first
  constexpr std::uint16_t kLong = 0x8000;
  std::size_t at = kRow * count;
  for (std::uint32_t i = 0; i < count && kRow * i < properties.size(); ++i) {
    const std::uint16_t name = u16_at(properties, kRow * i);
    const std::size_t length = u32_at(properties, kRow * i + 2);
    if ((name & kLong) == 0) continue;
    if ((name | 0x4000U) == kWords) {
      const std::string words = decode_code_page(part_of(properties, at, length), kUtf16);
      return words.substr(0, words.find('\0'));
    }
    at += length;
  }
  return {};
}

class SlideReader {
 public:
  SlideReader(const OleStream& document, const ShowSlide& slide) : document_(document), slide_(slide) {}

  SlideText read() {
    ShowRecords records(document_, slide_.offset, document_.size());
    if (!records.next() || records.record().type != Show::slide) return {};
    for (const std::uint64_t end = records.record().end(); records.next() && records.record().offset < end;)
      read_record(records);
    add_drawn();
    std::for_each(slide_.outline.begin() + static_cast<std::ptrdiff_t>(outline_used_), slide_.outline.end(),
                  [&](const ShowText& item) { result_.add(item); });
    result_.text += headers_.text() + comments_;
    if (slide_.notes != kNowhere) result_.text += read_notes();
    return std::move(result_);
  }

 private:
  void read_record(const ShowRecords& records) {
    const ShowRecord& record = records.record();
    if (texts_.take(records)) return add_drawn();
    headers_.take(records);
    if (record.type == Show::outline_text) add_outline(u32_at(records.content(), 0));
    if (record.type == Show::shape_properties)
      result_.add({false, drawn_words(records.content(), record.instance)});
    if (record.type == Show::comment) comment_end_ = record.end();
    constexpr std::uint32_t kWords = 1;  // beside the author's name and initials
    if (record.type == Show::string && record.instance == kWords && record.offset < comment_end_)
      comments_ += decode_code_page(records.content(), kUtf16) + '\n';
  }

  void add_drawn() {
    for (const ShowText& item : texts_.texts()) result_.add(item);
    texts_.texts().clear();
  }

  void add_outline(std::size_t number) {
    if (number >= slide_.outline.size()) return;
    result_.add(slide_.outline[number]);
    outline_used_ = std::max(outline_used_, number + 1);
  }

  std::string read_notes() const {
    ShowRecords records(document_, slide_.notes, document_.size());
    if (!records.next() || records.record().type != Show::notes) return {};
    ShowTexts texts;
    for (const std::uint64_t end = records.record().end(); records.next() && records.record().offset < end;)
      texts.take(records);
    SlideText notes;
    for (const ShowText& item : texts.texts()) notes.add(item);
    return std::move(notes.text);
  }

  const OleStream& document_;
  const ShowSlide& slide_;
  ShowTexts texts_;
  SlideText result_;
  ShowHeaders headers_;
  std::string comments_;
  std::uint64_t comment_end_ = 0;
  std::size_t outline_used_ = 0;
};

Locator place_of(std::size_t index, const std::string& title) {
  return {.kind = LocatorKind::slide, .number = static_cast<std::int64_t>(index) + 1, .label = title};
}

// ---- PowerPoint 95: the slides lie in one list, each with all its text ----

bool is_of_95(const OleStream& document) {
  const std::string head = document.read(0, 8);
  return u32_at(head, 0) == 3 && u32_at(head, 4) == 0xFFFF;
}

std::vector<SlideText> slides_of_95(const OleStream& document) {
  constexpr std::uint32_t kCharacters = 53;
  std::vector<SlideText> slides;
  std::uint64_t slide_end = 0;
  ShowRecords records(document, 0, document.size(), ShowForm::of_95);
  while (records.next()) {
    const ShowRecord& record = records.record();
    if (record.type == Show::master) records.pass();
    if (record.type == Show::slide && record.offset >= slide_end) {
      slide_end = record.end();
      slides.emplace_back();
    }
    if (record.type != Show::text_of_95 || record.instance != kCharacters || record.offset >= slide_end)
      continue;
    const std::string bytes = records.content();
    slides.back().add({slides.back().title.empty(), decode_code_page(bytes, likely_code_page(bytes, 1252))});
  }
  return slides;
}

ExtractEnd show_end(const OleStream& document, bool damaged, const Output& out) {
  if (!out.full() && (damaged || document.cut_short()))
    return stopped(out, ExtractStatus::broken, "extract.damaged");
  return finished(out);
}

}  // namespace

ExtractEnd extract_ppt(const Source& source, const std::string& media_type, Output& out) {
  const OleFile file(source);
  const std::string newer = "PP97_DUALSTORAGE/";
  const std::string folder = file.has(newer + "PowerPoint Document") ? newer : std::string();
  const OleStream document = file.stream(folder + "PowerPoint Document");
  DocumentHead head{.media_type = media_type};
  read_properties(file, head);
  if (is_of_95(document)) {
    const std::vector<SlideText> slides = slides_of_95(document);
    head.properties["slides"] = std::to_string(slides.size());
    out.head(head);
    for (std::size_t i = 0; i < slides.size() && !out.full(); ++i)
      out.segment(place_of(i, slides[i].title), slides[i].text);
    return show_end(document, slides.empty(), out);
  }
  const std::string user = file.stream(folder + "Current User").read(0, 20);
  const ShowLayout layout = read_show_layout(document, u32_at(user, 16));
  head.properties["slides"] = std::to_string(layout.slides.size());
  out.head(head);
  for (std::size_t i = 0; i < layout.slides.size() && !out.full(); ++i) {
    const SlideText slide = SlideReader(document, layout.slides[i]).read();
    // What stands on all slides is said once.
    out.segment(place_of(i, slide.title), i == 0 ? slide.text + layout.headers : slide.text);
  }
  return show_end(document, layout.damaged, out);
}

}  // namespace kecang::extract
