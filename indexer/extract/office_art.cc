#include "indexer/extract/office_art.h"

#include <algorithm>
#include <optional>

#include "indexer/extract/inflated.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/metafile.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kHeader = 8;
constexpr std::size_t kPicturesLimit = 10'000;
constexpr double kEmuPerInch = 914'400;

enum Type : std::uint16_t {
  drawing_group = 0xF000,
  store = 0xF001,
  group = 0xF003,
  shape = 0xF004,
  store_entry = 0xF007,
  shape_number = 0xF00A,
  properties = 0xF00B,
  client_anchor = 0xF010,
  emf = 0xF01A,
  wmf = 0xF01B,
  jpeg = 0xF01D,
  png = 0xF01E,
  bitmap = 0xF01F,
  tiff = 0xF029,
  jpeg_cmyk = 0xF02A,
};

struct Record {
  std::uint16_t type = 0;
  std::uint16_t instance = 0;
  bool holds_records = false;
  std::string_view body{};
  std::string_view whole{};
};

/// The records of a piece of a drawing, one behind the other; a record longer than what is left ends there.
class Records {
 public:
  explicit Records(std::string_view bytes) : bytes_(bytes) {}

  bool next(Record& record) {
    if (bytes_.size() - at_ < kHeader) return false;
    const std::uint16_t first = u16_at(bytes_, at_);
    record.type = u16_at(bytes_, at_ + 2);
    record.instance = first >> 4;
    record.holds_records = (first & 0xFU) == 0xFU;
    record.body = part_of(bytes_, at_ + kHeader, u32_at(bytes_, at_ + 4));
    record.whole = bytes_.substr(at_, kHeader + record.body.size());
    begin_ = at_;
    at_ += record.whole.size();
    return true;
  }
  /// Goes on with the records within the last one instead of those behind it.
  void enter() { at_ = begin_ + kHeader; }
  std::size_t at() const { return at_; }

 private:
  std::string_view bytes_;
  std::size_t begin_ = 0;
  std::size_t at_ = 0;
};

ArtPicture shape_of(std::string_view body) {
  constexpr std::uint16_t kPicture = 0x4104;  // by its number in the store, not one that is linked to
  constexpr std::size_t kRow = 6;
  ArtPicture found;
  Records records(body);
  for (Record record; records.next(record);) {
    if (record.type == Type::shape_number) found.shape = u32_at(record.body, 0);
    if (record.type == Type::client_anchor) found.anchor = record.body;
    if (record.type != Type::properties) continue;
    for (std::size_t i = 0; i < record.instance && (i + 1) * kRow <= record.body.size(); ++i)
      if (u16_at(record.body, i * kRow) == kPicture) found.blip = u32_at(record.body, i * kRow + 2);
  }
  return found;
}

// A blip's record begins with one or two digests of the picture, then goes on as its kind does.
std::size_t digests_size(const Record& record) {
  constexpr std::size_t kDigest = 16;
  return (record.instance & 1U) != 0 ? 2 * kDigest : kDigest;
}

std::string metafile_bytes(const Record& record) {
  constexpr std::size_t kFacts = 34;
  const std::size_t at = digests_size(record);
  const bool packed = byte_at(record.body, at + 32) == 0;
  const std::string_view bytes = part_of(record.body, at + kFacts, u32_at(record.body, at + 28));
  std::string file =
      packed ? inflated(bytes, kLargestPicture + 1) : std::string(bytes.substr(0, kLargestPicture + 1));
  if (record.type == Type::emf || file.empty()) return file;
  return with_size(std::move(file), {.width = u32_at(record.body, at + 20) / kEmuPerInch,
                                     .height = u32_at(record.body, at + 24) / kEmuPerInch});
}

}  // namespace

std::vector<ArtPicture> art_pictures(std::string_view drawing) {
  std::vector<ArtPicture> pictures;
  std::size_t groups = 0;
  std::size_t group_end = 0;  // of the outermost group, but for the one that all shapes are in
  std::optional<ArtPicture> leader;
  Records records(drawing);
  for (Record record; records.next(record) && pictures.size() < kPicturesLimit;) {
    const std::size_t end = records.at();
    if (record.type == Type::group && groups++ > 0 && end > group_end) {
      group_end = end;
      leader.reset();
    }
    if (record.type == Type::shape) {
      ArtPicture found = shape_of(record.body);
      if (end > group_end) leader.reset();
      if (end <= group_end && !leader) leader = found;
      if (leader) found = {.shape = leader->shape, .anchor = leader->anchor, .blip = found.blip};
      if (found.blip > 0) pictures.push_back(found);
    } else if (record.holds_records) {
      records.enter();
    }
  }
  return pictures;
}

std::vector<ArtBlip> blip_store(std::string_view drawing_group) {
  constexpr std::size_t kFacts = 36;
  std::vector<ArtBlip> blips;
  Records records(drawing_group);
  for (Record record; records.next(record) && blips.size() < kPicturesLimit;) {
    if (record.type == Type::drawing_group || record.type == Type::store) records.enter();
    if (record.type != Type::store_entry) continue;
    const std::string_view body = record.body;
    blips.push_back({.record = part_of(body, kFacts + byte_at(body, 33), body.size()),
                     .offset = u32_at(body, 28),
                     .size = u32_at(body, 20)});
  }
  return blips;
}

std::string_view first_blip(std::string_view inline_shape) {
  constexpr std::size_t kFacts = 36;
  constexpr std::uint16_t kFirstBlip = 0xF018;
  constexpr std::uint16_t kLastBlip = 0xF117;
  Records records(inline_shape);
  for (Record record; records.next(record);) {
    if (record.type == Type::store_entry)
      return part_of(record.body, kFacts + byte_at(record.body, 33), record.body.size());
    if (record.type >= kFirstBlip && record.type <= kLastBlip) return record.whole;
  }
  return {};
}

std::string blip_bytes(std::string_view whole) {
  Record record;
  if (!Records(whole).next(record)) return {};
  switch (record.type) {
    case Type::emf:
    case Type::wmf:
      return metafile_bytes(record);
    case Type::jpeg:
    case Type::jpeg_cmyk:
    case Type::png:
    case Type::tiff:
      return std::string(part_of(record.body, digests_size(record) + 1, kLargestPicture + 1));
    case Type::bitmap:
      return bitmap_file(part_of(record.body, digests_size(record) + 1, kLargestPicture + 1));
    default:
      return {};
  }
}

}  // namespace kecang::extract
