#include "indexer/extract/word_pictures.h"

#include <algorithm>

#include "indexer/extract/little_endian.h"
#include "indexer/extract/word_instructions.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kTablesLimit = 64ULL << 20;
constexpr std::size_t kRecordLimit = kLargestPicture + 64 * 1024;  // a picture with what stands before it

// Offsets in the header of Word 97 and later: each a place and a length in the stream of tables.
constexpr std::size_t kCharacterPages = 250;
constexpr std::size_t kAnchors = 474;
constexpr std::size_t kDrawings = 554;

std::string read_table(const WordLayout& layout, std::string_view header, std::size_t at) {
  if (!layout.tables.exists()) return {};
  return layout.tables.read(u32_at(header, at), std::min<std::size_t>(u32_at(header, at + 4), kTablesLimit));
}

/// What the formatting of some characters says of a picture.
struct PictureFormat {
  std::uint32_t place = 0;
  bool special = false;
  bool shown = true;
  bool is_picture = false;
};
PictureFormat format_of(std::string_view formatting) {
  enum Instruction : std::uint16_t {
    deleted = 0x0800,
    is_data = 0x0806,
    is_object = 0x080A,
    hidden = 0x083C,
    special = 0x0855,
    place = 0x6A03,
  };
  PictureFormat format;
  each_instruction(formatting, [&](std::uint16_t instruction, std::string_view operand) {
    const bool on = byte_at(operand, 0) != 0;
    if (instruction == Instruction::special) format.special = on;
    if (instruction == Instruction::deleted || instruction == Instruction::hidden ||
        instruction == Instruction::is_data || instruction == Instruction::is_object)
      format.shown = format.shown && !on;
    if (instruction != Instruction::place) return;
    format.is_picture = true;
    format.place = u32_at(operand, 0);
  });
  return format;
}

// Drawings of the main text and of headers follow what they share, a byte before each that says which it is.
std::string_view main_drawing(std::string_view drawings) {
  constexpr std::size_t kHeader = 8;
  std::size_t at = kHeader + u32_at(drawings, 4);
  while (at < drawings.size()) {
    const bool main = byte_at(drawings, at) == 0;
    const std::size_t length = kHeader + u32_at(drawings, at + 5);
    if (main) return part_of(drawings, at + 1, length);
    at += 1 + length;
  }
  return {};
}

}  // namespace

WordPictures::WordPictures(const OleFile& file, const OleStream& document, const WordLayout& layout,
                           Output& out)
    : document_(document), out_(out), data_(file.stream("Data")) {
  if (layout.old || !out.takes_pictures()) return;
  const std::string header = document.read(0, kDrawings + 8);
  if (data_.exists()) read_inlined(read_table(layout, header, kCharacterPages));
  drawings_ = read_table(layout, header, kDrawings);
  read_floating(read_table(layout, header, kAnchors));
}

void WordPictures::read_inlined(std::string_view table) {
  constexpr std::size_t kPage = 512;
  constexpr std::uint32_t kPageNumber = 0x3FFFFF;
  const std::size_t count = table.size() < 4 ? 0 : (table.size() - 4) / 8;
  const std::size_t most = document_.size() / kPage + 1;
  for (std::size_t i = 0; i < std::min(count, most); ++i) {
    const std::uint64_t page = u32_at(table, 4 * (count + 1) + 4 * i) & kPageNumber;
    read_page(document_.read(page * kPage, kPage));
  }
  std::sort(inlined_.begin(), inlined_.end(),
            [](const Inlined& a, const Inlined& b) { return a.from < b.from; });
}

// A page holds the ends of up to 101 runs of characters and, from its other end, their formatting.
void WordPictures::read_page(std::string_view page) {
  constexpr std::size_t kMostRows = 101;
  const std::size_t count = std::min<std::size_t>(byte_at(page, 511), kMostRows);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t at = std::size_t{2} * byte_at(page, 4 * (count + 1) + i);
    if (at == 0) continue;
    const PictureFormat format = format_of(part_of(page, at + 1, byte_at(page, at)));
    if (format.is_picture && format.special && format.shown)
      inlined_.push_back({u32_at(page, 4 * i), u32_at(page, 4 * i + 4), format.place});
  }
}

// Each anchor is a character and, behind all of these, the number of its shape.
void WordPictures::read_floating(std::string_view anchors) {
  constexpr std::size_t kAnchor = 26;
  std::map<std::uint32_t, std::vector<std::uint32_t>> shown;
  for (const ArtPicture& picture : art_pictures(main_drawing(drawings_)))
    shown[picture.shape].push_back(picture.blip);
  const std::size_t count = anchors.size() < 4 ? 0 : (anchors.size() - 4) / (4 + kAnchor);
  for (std::size_t i = 0; i < count && !shown.empty(); ++i) {
    const auto found = shown.find(u32_at(anchors, 4 * (count + 1) + kAnchor * i));
    if (found == shown.end()) continue;
    floating_[u32_at(anchors, 4 * i)] = std::move(found->second);
    shown.erase(found);
  }
  if (!floating_.empty()) store_ = blip_store(drawings_);
}

std::string WordPictures::inlined_at(std::uint64_t offset) {
  const auto behind = std::upper_bound(inlined_.begin(), inlined_.end(), offset,
                                       [](std::uint64_t at, const Inlined& run) { return at < run.from; });
  if (behind == inlined_.begin() || offset >= std::prev(behind)->to) return {};
  const std::uint32_t place = std::prev(behind)->place;
  if (const auto known = inlined_names_.find(place); known != inlined_names_.end()) return known->second;
  return inlined_names_[place] = out_.takes_pictures() ? out_.picture(inlined_bytes(place)) : std::string();
}

std::string WordPictures::inlined_bytes(std::uint32_t place) const {
  constexpr std::size_t kLeastHeader = 14;
  constexpr std::uint16_t kShape = 0x64;
  constexpr std::uint16_t kShapeWithName = 0x66;
  const std::string facts = data_.read(place, kLeastHeader);
  const std::uint32_t length = u32_at(facts, 0);
  const std::uint16_t header = u16_at(facts, 4);
  const std::uint16_t kind = u16_at(facts, 6);
  if ((kind != kShape && kind != kShapeWithName) || header < kLeastHeader || length <= header) return {};
  const std::string shape =
      data_.read(std::uint64_t{place} + header, std::min<std::size_t>(length - header, kRecordLimit));
  const std::size_t name = kind == kShapeWithName ? 1U + byte_at(shape, 0) : 0;
  return blip_bytes(first_blip(part_of(shape, name, shape.size())));
}

std::vector<std::string> WordPictures::floating_at(std::uint64_t character) {
  std::vector<std::string> names;
  const auto found = floating_.find(character);
  if (found == floating_.end()) return names;
  for (const std::uint32_t blip : found->second)
    if (std::string name = blip_name(blip); !name.empty()) names.push_back(std::move(name));
  return names;
}

std::string WordPictures::blip_name(std::uint32_t blip) {
  if (const auto known = blip_names_.find(blip); known != blip_names_.end()) return known->second;
  if (blip > store_.size() || !out_.takes_pictures()) return {};
  const ArtBlip& stored = store_[blip - 1];
  if (!stored.record.empty()) return blip_names_[blip] = out_.picture(blip_bytes(stored.record));
  const std::string record = document_.read(stored.offset, std::min<std::size_t>(stored.size, kRecordLimit));
  return blip_names_[blip] = out_.picture(blip_bytes(record));
}

}  // namespace kecang::extract
