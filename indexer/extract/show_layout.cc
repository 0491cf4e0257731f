#include "indexer/extract/show_layout.h"

#include <algorithm>
#include <map>

#include "indexer/extract/code_page.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/show_records.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kRecordHead = 8;
constexpr int kUtf16 = 1200;

std::string widened(std::string_view narrow) {
  std::string utf16;
  for (const char c : narrow) {
    utf16 += c;
    utf16 += '\0';
  }
  return utf16;
}

// The parts of the document by number. Each save describes what it changed and names the one before it.
class Parts {
 public:
  Parts(const OleStream& stream, std::uint64_t last_edit) : stream_(stream) {
    const std::uint64_t newest = last_edit != 0 ? last_edit : find_last_edit();
    std::uint64_t edit = newest;
    // Earlier saves lie earlier in the file, so this ends.
    while (edit != 0) {
      ShowRecords records(stream_, edit, stream_.size());
      if (!records.next() || records.record().type != Show::edit) break;
      const std::string content = records.content();
      if (edit == newest) document_ = u32_at(content, 16);
      read_places(u32_at(content, 12));
      const std::uint64_t before = u32_at(content, 8);
      if (before >= edit) break;
      edit = before;
    }
  }

  /// Where a part lies; kNowhere when there is none of that number.
  std::uint64_t document() const { return place_of(document_); }
  std::uint64_t place_of(std::uint32_t part) const {
    const auto found = places_.find(part);
    return found == places_.end() ? kNowhere : found->second;
  }

 private:
  static constexpr std::size_t kPartsLimit = 1'000'000;

  std::uint64_t find_last_edit() const {
    std::uint64_t last = 0;
    for (ShowRecords records(stream_, 0, stream_.size()); records.next(); records.pass())
      if (records.record().type == Show::edit) last = records.record().offset - kRecordHead;
    return last;
  }

  void read_places(std::uint64_t offset) {
    ShowRecords records(stream_, offset, stream_.size());
    if (!records.next() || records.record().type != Show::places) return;
    const std::string content = records.content();
    for (std::size_t at = 0; at + 4 <= content.size();) {
      const std::uint32_t first = u32_at(content, at) & 0xFFFFF;
      const std::uint32_t count = u32_at(content, at) >> 20;
      at += 4;
      for (std::uint32_t i = 0; i < count && at + 4 <= content.size(); ++i, at += 4)
        if (places_.size() < kPartsLimit) places_.try_emplace(first + i, u32_at(content, at));
    }
  }

  const OleStream& stream_;
  std::uint32_t document_ = 0;
  std::map<std::uint32_t, std::uint64_t> places_;
};

enum class List : std::uint32_t { slides = 0, masters = 1, notes = 2 };

// Where the notes lie, by their number.
std::map<std::uint32_t, std::uint64_t> read_notes(const OleStream& document, const Parts& parts) {
  std::map<std::uint32_t, std::uint64_t> notes;
  ShowRecords records(document, parts.document(), document.size());
  if (!records.next()) return notes;
  const std::uint64_t end = records.record().end();
  bool in_notes = false;
  while (records.next() && records.record().offset < end) {
    const ShowRecord& record = records.record();
    if (record.type == Show::slides) in_notes = static_cast<List>(record.instance) == List::notes;
    if (record.type != Show::slide_place || !in_notes) continue;
    const std::string content = records.content();
    notes[u32_at(content, 12)] = parts.place_of(u32_at(content, 0));
  }
  return notes;
}

// The number of a slide's notes stands on the slide.
std::uint32_t notes_number(const OleStream& document, std::uint64_t slide) {
  ShowRecords records(document, slide, document.size());
  if (!records.next() || !records.next() || records.record().type != Show::slide_facts) return 0;
  return u32_at(records.content(), 16);
}

std::vector<ShowSlide> listed_slides(const OleStream& document, const Parts& parts) {
  std::vector<ShowSlide> slides;
  if (parts.document() == kNowhere) return slides;
  const auto notes = read_notes(document, parts);
  ShowRecords records(document, parts.document(), document.size());
  if (!records.next() || records.record().type != Show::document) return slides;
  const std::uint64_t end = records.record().end();
  std::uint64_t list_end = 0;
  ShowTexts texts;
  const auto finish_slide = [&] {
    if (!slides.empty()) slides.back().outline = std::move(texts.texts());
    texts = {};
  };
  while (records.next() && records.record().offset < end) {
    const ShowRecord& record = records.record();
    if (record.type == Show::slides && static_cast<List>(record.instance) == List::slides)
      list_end = record.end();
    if (record.offset >= list_end) continue;
    texts.take(records);
    if (record.type != Show::slide_place) continue;
    finish_slide();
    ShowSlide slide{.offset = parts.place_of(u32_at(records.content(), 0)), .notes = kNowhere, .outline = {}};
    const auto note = notes.find(notes_number(document, slide.offset));
    if (note != notes.end() && note->first != 0) slide.notes = note->second;
    slides.push_back(std::move(slide));
  }
  finish_slide();
  return slides;
}

std::vector<ShowSlide> slides_as_written(const OleStream& document) {
  std::vector<ShowSlide> slides;
  for (ShowRecords records(document, 0, document.size()); records.next(); records.pass())
    if (records.record().type == Show::slide)
      slides.push_back({.offset = records.record().offset - kRecordHead, .notes = kNowhere, .outline = {}});
  return slides;
}

std::string read_headers(const OleStream& document, const Parts& parts) {
  ShowHeaders headers;
  if (parts.document() == kNowhere) return {};
  ShowRecords records(document, parts.document(), document.size());
  if (!records.next()) return {};
  for (const std::uint64_t end = records.record().end(); records.next() && records.record().offset < end;)
    headers.take(records);
  return headers.text();
}

bool is_slide(const OleStream& document, const ShowSlide& slide) {
  ShowRecords records(document, slide.offset, document.size());
  return records.next() && records.record().type == Show::slide;
}

}  // namespace

void ShowHeaders::take(const ShowRecords& records) {
  const ShowRecord& record = records.record();
  if (record.type == Show::headers) end_ = record.end();
  if (record.type == Show::string && record.offset < end_)
    text_ += decode_code_page(records.content(), kUtf16) + '\n';
}

bool ShowTexts::take(const ShowRecords& records) {
  constexpr std::uint32_t kTitle = 0;
  constexpr std::uint32_t kCentredTitle = 6;
  switch (records.record().type) {
    case Show::text_kind: {
      const std::uint32_t kind = u32_at(records.content(), 0);
      title_ = kind == kTitle || kind == kCentredTitle;
      return true;
    }
    case Show::wide_text:
      texts_.push_back({title_, decode_code_page(records.content(), kUtf16)});
      return true;
    case Show::narrow_text:
      texts_.push_back({title_, decode_code_page(widened(records.content()), kUtf16)});
      return true;
    default:
      return false;
  }
}

ShowLayout read_show_layout(const OleStream& document, std::uint64_t last_edit) {
  const Parts parts(document, last_edit);
  ShowLayout layout{.slides = listed_slides(document, parts), .headers = read_headers(document, parts)};
  layout.damaged = parts.document() == kNowhere ||
                   !std::all_of(layout.slides.begin(), layout.slides.end(),
                                [&](const ShowSlide& slide) { return is_slide(document, slide); });
  if (layout.slides.empty()) {
    layout.slides = slides_as_written(document);
    layout.damaged = layout.damaged || !layout.slides.empty();
  }
  return layout;
}

}  // namespace kecang::extract
