#include "indexer/extract/image.h"

#include <algorithm>
#include <optional>

#include "indexer/extract/exif.h"
#include "indexer/extract/extractors.h"
#include "indexer/extract/little_endian.h"

namespace kecang::extract {
namespace {

constexpr std::uint64_t kPixelLimit = 100'000'000;
constexpr std::size_t kBlocksLimit = 4096;  // segments or chunks looked at
constexpr std::size_t kTail = 1 << 20;      // where a whole picture's end mark is looked for

struct Picture {
  std::uint64_t width = 0;
  std::uint64_t height = 0;
  std::optional<std::uint64_t> exif{};  // where it begins
  std::string_view end_mark{};          // what a whole file holds near its end
};

Picture read_png(const Source& source) {
  Picture picture{.end_mark = "IEND"};
  std::uint64_t at = 8;
  for (std::size_t i = 0; i < kBlocksLimit; ++i) {
    const std::string chunk = source.read(at, 16);
    if (chunk.size() < 8) break;
    const auto type = std::string_view(chunk).substr(4, 4);
    if (type == "IHDR") {
      picture.width = big_u32_at(chunk, 8);
      picture.height = big_u32_at(chunk, 12);
    }
    if (type == "eXIf") picture.exif = at + 8;
    if (type == "IEND") break;
    at += 12ULL + big_u32_at(chunk, 0);
  }
  return picture;
}

// The start of a frame, of any coding, but for three markers that only look like one.
bool is_frame(std::uint8_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

Picture read_jpeg(const Source& source) {
  constexpr std::uint8_t kApp1 = 0xE1;
  constexpr std::uint8_t kScan = 0xDA;
  Picture picture{.end_mark = "\xFF\xD9"};
  std::uint64_t at = 2;
  for (std::size_t i = 0; i < kBlocksLimit; ++i) {
    const std::string segment = source.read(at, 16);
    if (byte_at(segment, 0) != 0xFF) break;
    const auto marker = byte_at(segment, 1);
    if (marker == 0xFF) {  // a filler
      ++at;
      continue;
    }
    if (is_frame(marker)) {
      picture.height = big_u16_at(segment, 5);
      picture.width = big_u16_at(segment, 7);
    }
    if (marker == kApp1 && part_of(segment, 4, 4) == "Exif") picture.exif = at + 10;
    if (marker == kScan) break;
    at += 2ULL + big_u16_at(segment, 2);
  }
  return picture;
}

Picture read_gif(const Source& source) {
  const std::string head = source.read(0, 10);
  return {.width = u16_at(head, 6), .height = u16_at(head, 8)};
}

Picture read_bmp(const Source& source) {
  constexpr std::uint32_t kOldHeader = 12;
  const std::string head = source.read(0, 26);
  if (u32_at(head, 14) == kOldHeader) return {.width = u16_at(head, 18), .height = u16_at(head, 20)};
  const std::uint32_t height = u32_at(head, 22);  // negative when the rows run downwards
  const bool negative = (height & 0x80000000U) != 0;
  return {.width = u32_at(head, 18), .height = negative ? ~height + 1 : height};
}

std::uint32_t u24_at(std::string_view bytes, std::size_t at) {
  return u32_at(bytes, at) & 0xFFFFFFU;
}

Picture read_webp(const Source& source) {
  Picture picture;
  std::uint64_t at = 12;
  for (std::size_t i = 0; i < kBlocksLimit; ++i) {
    const std::string chunk = source.read(at, 18);
    if (chunk.size() < 8) break;
    const auto type = std::string_view(chunk).substr(0, 4);
    const bool first = picture.width == 0;
    if (type == "VP8X" && first) picture = {.width = u24_at(chunk, 12) + 1, .height = u24_at(chunk, 15) + 1};
    if (type == "VP8L" && first) {
      const auto sizes = u32_at(chunk, 9);
      picture = {.width = (sizes & 0x3FFFU) + 1, .height = (sizes >> 14 & 0x3FFFU) + 1};
    }
    if (type == "VP8 " && first)
      picture = {.width = u16_at(chunk, 14) & 0x3FFFU, .height = u16_at(chunk, 16) & 0x3FFFU};
    if (type == "EXIF") picture.exif = at + 8;
    const std::uint64_t size = u32_at(chunk, 4);
    at += 8 + size + size % 2;
  }
  return picture;
}

Picture read_picture(const Source& source, const std::string& media_type) {
  if (media_type == "image/png") return read_png(source);
  if (media_type == "image/jpeg") return read_jpeg(source);
  if (media_type == "image/gif") return read_gif(source);
  if (media_type == "image/bmp") return read_bmp(source);
  if (media_type == "image/webp") return read_webp(source);
  return {.exif = 0};  // a TIFF is one itself
}

bool is_whole(const Source& source, const Picture& picture) {
  const std::uint64_t from = source.size() > kTail ? source.size() - kTail : 0;
  return picture.end_mark.empty() || source.read(from, kTail).find(picture.end_mark) != std::string::npos;
}

void add_exif(const Source& source, Picture& picture, DocumentHead& head) {
  if (!picture.exif) return;
  const TiffFacts facts = read_tiff(source, *picture.exif);
  if (picture.width == 0) picture.width = facts.width;
  if (picture.height == 0) picture.height = facts.height;
  for (const auto& [name, value] : facts.tags) head.properties["exif." + name] = value;
  if (facts.tags.empty()) return;
  head.properties["exif.ImageWidth"] = std::to_string(picture.width);
  head.properties["exif.ImageHeight"] = std::to_string(picture.height);
}

}  // namespace

PictureFacts picture_facts(const Source& source, const std::string& media_type) {
  PictureFacts facts{.head = {.media_type = media_type}};
  DocumentHead& head = facts.head;
  Picture picture = read_picture(source, media_type);
  add_exif(source, picture, head);
  const bool sized = picture.width > 0 && picture.height > 0;
  if (sized) {
    head.properties["width"] = std::to_string(picture.width);
    head.properties["height"] = std::to_string(picture.height);
  }
  if (!sized || !is_whole(source, picture))
    facts.end = {ExtractStatus::broken, "extract.damaged"};
  else if (picture.width > kPixelLimit / picture.height)
    facts.end = {ExtractStatus::too_large, "extract.pixel_limit"};
  return facts;
}

ExtractEnd extract_image(const Source& source, const std::string& media_type, Output& out) {
  PictureFacts facts = picture_facts(source, media_type);
  out.head(facts.head);
  return facts.end;
}

}  // namespace kecang::extract
