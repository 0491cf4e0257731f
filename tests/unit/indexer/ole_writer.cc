#include "tests/unit/indexer/ole_writer.h"

#include <algorithm>

#include "schemas/base/text.h"

namespace kecang::testing {
namespace {

constexpr std::size_t kSector = 512;
constexpr std::size_t kSmallSector = 64;
constexpr std::size_t kSmallLimit = 4096;
constexpr std::uint32_t kEnd = 0xFFFFFFFE;
constexpr std::uint32_t kFree = 0xFFFFFFFF;
constexpr std::uint32_t kTable = 0xFFFFFFFD;

void put(std::string& bytes, std::size_t at, std::string_view what) {
  bytes.replace(at, what.size(), what);
}

/// Sectors and the table that chains them.
struct Sectors {
  std::size_t size;
  std::string bytes{};
  std::vector<std::uint32_t> next{};

  std::uint32_t add(std::string_view stream) {
    if (stream.empty()) return kEnd;
    const auto first = static_cast<std::uint32_t>(next.size());
    const std::size_t count = (stream.size() + size - 1) / size;
    for (std::size_t i = 0; i < count; ++i)
      next.push_back(i + 1 == count ? kEnd : static_cast<std::uint32_t>(first + i + 1));
    bytes += stream;
    bytes.resize(next.size() * size, '\0');
    return first;
  }
  std::string table() const {
    std::string all;
    for (const std::uint32_t entry : next) all += le(entry, 4);
    return all;
  }
};

std::string directory_entry(std::string_view name, std::uint8_t type, std::uint32_t right,
                            std::uint32_t child, std::uint32_t first, std::size_t size) {
  std::string entry = utf16(name);
  const std::size_t name_length = entry.size() + 2;
  entry.resize(64, '\0');
  entry += le(name_length, 2) + static_cast<char>(type) + '\1';
  entry += le(kFree, 4) + le(right, 4) + le(child, 4);
  entry.resize(116, '\0');
  return entry + le(first, 4) + le(size, 8);
}

}  // namespace

std::string le(std::uint64_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = 0; i < width; ++i) bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
  return bytes;
}

std::string utf16(std::string_view utf8) {
  std::string bytes;
  for (const char32_t c : text::to_utf32(utf8)) bytes += le(c, 2);
  return bytes;
}

OleWriter& OleWriter::add(std::string name, std::string bytes) {
  streams_.emplace_back(std::move(name), std::move(bytes));
  return *this;
}

std::string OleWriter::bytes() const {
  Sectors large{.size = kSector};
  Sectors small{.size = kSmallSector};
  std::string entries;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const auto& [name, stream] = streams_[i];
    const std::uint32_t first = (stream.size() < kSmallLimit ? small : large).add(stream);
    const auto right = i + 1 == streams_.size() ? kFree : static_cast<std::uint32_t>(i + 2);
    entries += directory_entry(name, 2, right, kFree, first, stream.size());
  }
  const std::uint32_t small_first = large.add(small.bytes);
  const std::uint32_t small_table = large.add(small.table());
  const std::uint32_t directory = large.add(
      directory_entry("Root Entry", 5, kFree, streams_.empty() ? kFree : 1, small_first, small.bytes.size()) +
      entries);
  // The table lists its own sectors, too.
  std::size_t table_sectors = 1;
  while (table_sectors * kSector / 4 < large.next.size() + table_sectors) ++table_sectors;
  const auto table_first = static_cast<std::uint32_t>(large.next.size());
  large.next.insert(large.next.end(), table_sectors, kTable);
  large.next.resize(table_sectors * kSector / 4, kFree);

  std::string header("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  header.resize(kSector, '\0');
  put(header, 24, le(0x3E, 2) + le(3, 2) + le(0xFFFE, 2) + le(9, 2) + le(6, 2));
  put(header, 44, le(table_sectors, 4) + le(directory, 4));
  put(header, 56, le(kSmallLimit, 4) + le(small_table, 4) + le(1, 4) + le(kEnd, 4) + le(0, 4));
  for (std::size_t i = 0; i < 109; ++i)
    put(header, 76 + 4 * i, le(i < table_sectors ? table_first + i : kFree, 4));
  return header + large.bytes + large.table();
}

// ---- Word ----

std::size_t behind_text(std::size_t text_size) {
  return (kWordText + text_size + kSector - 1) / kSector * kSector;
}

std::string word_file(const WordFile& file) {
  constexpr std::size_t kTextAt = kWordText;
  const bool old = file.version < 106;
  std::string text;
  std::string ends = le(0, 4);
  std::string places;
  std::uint32_t characters = 0;
  for (const WordRun& run : file.runs) {
    const std::size_t at = kTextAt + text.size();
    text += run.bytes;
    characters += static_cast<std::uint32_t>(run.wide ? run.bytes.size() / 2 : run.bytes.size());
    ends += le(characters, 4);
    places += le(0, 2) + le(run.wide ? at : 2 * at | 0x40000000U, 4) + le(0, 2);
  }
  const std::string pieces = ends + places;
  std::string table = '\2' + le(pieces.size(), 4) + pieces;
  std::string document(kTextAt, '\0');
  put(document, 0, le(old ? 0xA5DC : 0xA5EC, 2) + le(file.version, 2));
  put(document, 6, le(file.language, 2));
  put(document, 10, le(file.flags, 2));
  put(document, 24, le(kTextAt, 4) + le(kTextAt + text.size(), 4));
  const std::vector<std::uint32_t> stories =
      file.stories.empty() ? std::vector<std::uint32_t>{characters} : file.stories;
  for (std::size_t i = 0; i < stories.size(); ++i) put(document, (old ? 52 : 76) + 4 * i, le(stories[i], 4));
  if (!old) put(document, 418, le(0, 4) + le(table.size(), 4));
  for (const auto& [at, bytes] : file.tables) {
    put(document, at, le(table.size(), 4) + le(bytes.size(), 4));
    table += bytes;
  }
  if (!file.behind.empty()) {
    text.resize(behind_text(text.size()) - kTextAt, '\0');
    text += file.behind;
  }
  OleWriter ole;
  ole.add("WordDocument", document + text);
  if (!old) ole.add("0Table", table);
  if (!file.data.empty()) ole.add("Data", file.data);
  return ole.bytes();
}

std::string word_file(std::string_view text) {
  return word_file(WordFile{.runs = {{.bytes = utf16(text)}}});
}

// ---- Excel ----

std::string biff(std::uint16_t type, std::string_view body) {
  return le(type, 2) + le(body.size(), 2) + std::string(body);
}

std::string workbook_stream(std::string_view shared, const BiffSheets& sheets) {
  const auto begin = [](std::uint16_t part) {
    return biff(0x809, le(0x600, 2) + le(part, 2) + std::string(12, '\0'));
  };
  const std::string end = biff(0x0A, "");
  const auto list = [&](std::size_t first) {
    std::string records;
    std::size_t offset = first;
    for (const auto& [name, rows] : sheets) {
      const std::string wide = utf16(name);
      records += biff(0x85, le(offset, 4) + le(0, 2) + le(wide.size() / 2, 1) + '\1' + wide);
      offset += begin(0x10).size() + rows.size() + end.size();
    }
    return records;
  };
  const std::size_t first = begin(5).size() + shared.size() + list(0).size() + end.size();
  std::string stream = begin(5) + std::string(shared) + list(first) + end;
  for (const auto& [name, rows] : sheets) stream += begin(0x10) + rows + end;
  return stream;
}

std::string excel_file(std::string_view shared, const BiffSheets& sheets) {
  return OleWriter().add("Workbook", workbook_stream(shared, sheets)).bytes();
}

// ---- PowerPoint ----

std::string show_record(std::uint16_t type, std::uint16_t instance, std::string_view body) {
  return le(static_cast<std::uint16_t>(instance << 4), 2) + le(type, 2) + le(body.size(), 4) +
         std::string(body);
}

std::string show_container(std::uint16_t type, std::uint16_t instance, std::string_view body) {
  return le(static_cast<std::uint16_t>(instance << 4 | 0xF), 2) + le(type, 2) + le(body.size(), 4) +
         std::string(body);
}

namespace {

std::string show_text(std::uint32_t kind, std::string_view text) {
  return show_record(0x0F9F, 0, le(kind, 4)) + show_record(0x0FA0, 0, utf16(text));
}

// Drawings nest their text boxes.
std::string text_boxes(const std::vector<std::string>& texts, std::size_t outline) {
  std::string shapes;
  for (std::size_t i = 0; i < outline; ++i)
    shapes += show_container(0xF004, 0, show_container(0xF00D, 0, show_record(0x0F9E, 0, le(i, 4))));
  for (const auto& text : texts)
    shapes += show_container(0xF004, 0, show_container(0xF00D, 0, show_text(4, text)));
  return show_container(0x040C, 0, show_container(0xF002, 0, show_container(0xF003, 0, shapes)));
}

std::string slide_place(std::uint32_t part, std::uint32_t number) {
  return show_record(0x03F3, 0, le(part, 4) + le(0, 4) + le(0, 4) + le(number, 4) + le(0, 4));
}

}  // namespace

std::string powerpoint_file(const std::vector<ShowSlideText>& slides) {
  constexpr std::uint32_t kFirstNotes = 1000;
  std::string slide_list;
  std::string notes_list;
  for (std::size_t i = 0; i < slides.size(); ++i) {
    const auto number = static_cast<std::uint32_t>(i);
    slide_list += slide_place(2 + 2 * number, 256 + number);
    for (const auto& title : slides[i].outline) slide_list += show_text(0, title);
    if (!slides[i].notes.empty()) notes_list += slide_place(3 + 2 * number, kFirstNotes + number);
  }
  std::string document = show_container(
      0x03E8, 0, show_container(0x0FF0, 0, slide_list) + show_container(0x0FF0, 2, notes_list));
  std::string places = le(1 | 1 << 20, 4) + le(0, 4);
  for (std::size_t i = slides.size(); i-- > 0;) {
    const auto number = static_cast<std::uint32_t>(i);
    const ShowSlideText& slide = slides[i];
    const std::uint32_t notes = slide.notes.empty() ? 0 : kFirstNotes + number;
    const std::string facts = std::string(16, '\0') + le(notes, 4) + le(0, 4);
    places += le((2 + 2 * number) | 2U << 20, 4) + le(document.size(), 4);
    document += show_container(0x03EE, 0,
                               show_record(0x03EF, 0, facts) + text_boxes(slide.texts, slide.outline.size()));
    places += le(document.size(), 4);
    document += show_container(0x03F0, 0, text_boxes({slide.notes}, 0));
  }
  const std::size_t places_at = document.size();
  document += show_record(0x1772, 0, places);
  const std::size_t edit_at = document.size();
  document += show_record(0x0FF5, 0, le(0, 4) + le(0, 4) + le(0, 4) + le(places_at, 4) + le(1, 4) + le(0, 8));
  const std::string user = le(0, 4) + le(20, 4) + le(20, 4) + le(0xE391C05F, 4) + le(edit_at, 4);
  return OleWriter().add("PowerPoint Document", document).add("Current User", user).bytes();
}

}  // namespace kecang::testing
