#include "indexer/extract/word_layout.h"

#include <algorithm>
#include <string>
#include <utility>

#include "indexer/extract/code_page.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/word_instructions.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kHeaderSize = 1024;
constexpr std::size_t kTablesLimit = 64ULL << 20;
constexpr std::uint16_t kFirstOfWord97 = 106;  // 101 to 105 are Word 6 and 95

// Offsets in the header; Word 97 moved what follows its first part.
struct HeaderPlaces {
  std::size_t story_lengths;
  std::size_t pieces;
  std::size_t paragraphs;
};
constexpr HeaderPlaces kWord97{.story_lengths = 76, .pieces = 418, .paragraphs = 258};
constexpr HeaderPlaces kWord6{.story_lengths = 52, .pieces = 352, .paragraphs = 192};

constexpr std::uint16_t kComplex = 0x0004;
constexpr std::uint16_t kSecondTable = 0x0200;
constexpr std::uint16_t kWideText = 0x1000;

struct Place {
  std::uint32_t offset;
  std::uint32_t length;
};
Place place_at(std::string_view header, std::size_t at) {
  return {u32_at(header, at), u32_at(header, at + 4)};
}

std::string read_place(const OleStream& stream, Place place) {
  return stream.exists() ? stream.read(place.offset, std::min<std::size_t>(place.length, kTablesLimit))
                         : std::string();
}

// The table of pieces stands behind any number of blocks of formatting.
std::string_view piece_table(std::string_view complex_part) {
  std::size_t at = 0;
  while (byte_at(complex_part, at) == 1) at += 3U + u16_at(complex_part, at + 1);
  if (byte_at(complex_part, at) != 2) return {};
  return part_of(complex_part, at + 5, u32_at(complex_part, at + 1));
}

std::vector<WordPiece> read_pieces(std::string_view table, bool old) {
  constexpr std::uint32_t kNarrow = 0x40000000;
  constexpr std::size_t kDescriptor = 8;
  std::vector<WordPiece> pieces;
  const std::size_t count = table.size() < 4 ? 0 : (table.size() - 4) / (4 + kDescriptor);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t first = u32_at(table, 4 * i);
    const std::uint32_t next = u32_at(table, 4 * i + 4);
    if (next <= first) continue;
    const std::uint32_t place = u32_at(table, 4 * (count + 1) + kDescriptor * i + 2);
    WordPiece piece{.first = first, .count = next - first, .offset = place};
    piece.wide = !old && (place & kNarrow) == 0;
    if (!old && !piece.wide) piece.offset = (place & ~kNarrow) / 2;
    pieces.push_back(piece);
  }
  return pieces;
}

// ---- the paragraphs' formatting, of Word 97 and later ----

WordParagraph paragraph_of(std::string_view formatting) {
  constexpr std::uint16_t kInTable = 0x2416;
  constexpr std::uint16_t kEndsRow = 0x2417;
  constexpr std::uint16_t kEndsInnerCell = 0x244B;
  constexpr std::uint16_t kEndsInnerRow = 0x244C;
  constexpr std::uint16_t kLastHeadingStyle = 9;  // 1 to 9 are the headings of these levels in every document
  WordParagraph paragraph;
  const std::uint16_t style = u16_at(formatting, 0);
  bool in_table = false;
  each_instruction(formatting.substr(std::min<std::size_t>(2, formatting.size())),
                   [&](std::uint16_t instruction, std::string_view operand) {
                     const bool on = byte_at(operand, 0) != 0;
                     if (instruction == kInTable) in_table = on;
                     if (instruction == kEndsRow || instruction == kEndsInnerRow) paragraph.ends_row = on;
                     if (instruction == kEndsInnerCell) paragraph.ends_cell = on;
                   });
  paragraph.heading = style >= 1 && style <= kLastHeadingStyle && !in_table;
  return paragraph;
}

// A page holds the ends of up to 29 paragraphs and, from its other end, their formatting.
void read_page(std::string_view page, std::vector<WordParagraph>& paragraphs) {
  constexpr std::size_t kRowSize = 13;
  constexpr std::size_t kMostRows = 29;
  const std::size_t count = std::min<std::size_t>(byte_at(page, 511), kMostRows);
  for (std::size_t i = 0; i < count; ++i) {
    std::size_t at = std::size_t{2} * byte_at(page, 4 * (count + 1) + kRowSize * i);
    std::size_t length = std::size_t{2} * byte_at(page, at);
    if (length > 0) {
      --length;
    } else {
      length = std::size_t{2} * byte_at(page, ++at);
    }
    WordParagraph paragraph = paragraph_of(part_of(page, at + 1, length));
    paragraph.end = u32_at(page, 4 * i + 4);
    paragraphs.push_back(paragraph);
  }
}

std::vector<WordParagraph> read_paragraphs(std::string_view table, const OleStream& document) {
  constexpr std::size_t kPage = 512;
  constexpr std::uint32_t kPageNumber = 0x3FFFFF;
  std::vector<WordParagraph> paragraphs;
  const std::size_t count = table.size() < 4 ? 0 : (table.size() - 4) / 8;
  const std::size_t most = document.size() / kPage + 1;
  for (std::size_t i = 0; i < std::min(count, most); ++i) {
    const std::uint64_t page = u32_at(table, 4 * (count + 1) + 4 * i) & kPageNumber;
    read_page(document.read(page * kPage, kPage), paragraphs);
  }
  std::sort(paragraphs.begin(), paragraphs.end(), [](const auto& a, const auto& b) { return a.end < b.end; });
  return paragraphs;
}

// The text in one run, as before Word 97 when it was not saved in haste.
WordPiece whole_text(std::string_view header, bool wide) {
  const std::uint64_t from = u32_at(header, 24);
  const std::uint64_t to = std::max<std::uint64_t>(u32_at(header, 28), from);
  return {.first = 0, .count = wide ? (to - from) / 2 : to - from, .offset = from, .wide = wide};
}

}  // namespace

WordLayout read_word_layout(const OleFile& file, const OleStream& document) {
  WordLayout layout;
  const std::string header = document.read(0, kHeaderSize);
  const std::uint16_t flags = u16_at(header, 10);
  layout.old = u16_at(header, 2) < kFirstOfWord97;
  layout.code_page = code_page_of_language(u16_at(header, 6));
  const HeaderPlaces places = layout.old ? kWord6 : kWord97;
  for (std::size_t story = 0; story < kWordStories; ++story)
    layout.story_lengths[story] = u32_at(header, places.story_lengths + 4 * story);

  const bool in_pieces = !layout.old || (flags & kComplex) != 0;
  OleStream tables = layout.old ? document : file.stream((flags & kSecondTable) != 0 ? "1Table" : "0Table");
  if (!tables.exists()) tables = file.stream((flags & kSecondTable) != 0 ? "0Table" : "1Table");
  if (in_pieces) {
    const std::string complex_part = read_place(tables, place_at(header, places.pieces));
    layout.pieces = read_pieces(piece_table(complex_part), layout.old);
  }
  layout.damaged = document.cut_short() || tables.cut_short() || (in_pieces && layout.pieces.empty());
  if (layout.old && layout.pieces.empty()) layout.pieces = {whole_text(header, (flags & kWideText) != 0)};
  if (!layout.old)
    layout.paragraphs = read_paragraphs(read_place(tables, place_at(header, places.paragraphs)), document);
  layout.tables = std::move(tables);
  return layout;
}

}  // namespace kecang::extract
