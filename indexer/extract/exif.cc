#include "indexer/extract/exif.h"

#include <array>
#include <vector>

#include "indexer/extract/charset.h"
#include "indexer/extract/little_endian.h"
#include "indexer/extract/text_form.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kDirectoriesLimit = 4;
constexpr std::size_t kEntriesLimit = 512;
constexpr std::uint32_t kValueLimit = 256;
constexpr std::size_t kEntrySize = 12;

constexpr std::uint16_t kWidth = 0x0100;
constexpr std::uint16_t kHeight = 0x0101;
constexpr std::uint16_t kExifDirectory = 0x8769;

struct NamedTag {
  std::uint16_t tag;
  std::string_view name;
};
// Places are left out on purpose: where a picture was taken is nobody's business.
constexpr auto kNamedTags = std::to_array<NamedTag>({
    {0x010E, "ImageDescription"},
    {0x010F, "Make"},
    {0x0110, "Model"},
    {0x0112, "Orientation"},
    {0x0131, "Software"},
    {0x0132, "DateTime"},
    {0x013B, "Artist"},
    {0x9003, "DateTimeOriginal"},
    {0x9004, "DateTimeDigitized"},
});

std::string_view name_of(std::uint16_t tag) {
  for (const auto& row : kNamedTags)
    if (row.tag == tag) return row.name;
  return {};
}

// How a value is written.
constexpr std::uint16_t kAscii = 2;
constexpr std::uint16_t kShort = 3;

class TiffWalk {
 public:
  TiffWalk(const Source& source, std::uint64_t base) : source_(source), base_(base) {}

  TiffFacts run() {
    const std::string head = source_.read(base_, 8);
    big_ = head.starts_with("MM");
    if (head.size() < 8 || (!big_ && !head.starts_with("II")) || u16(head, 2) != 42) return {};
    facts_.readable = true;
    directories_.push_back(u32(head, 4));
    for (std::size_t i = 0; i < directories_.size() && i < kDirectoriesLimit; ++i)
      read_directory(directories_[i]);
    return std::move(facts_);
  }

 private:
  void read_directory(std::uint32_t offset) {
    const std::size_t count = u16(source_.read(base_ + offset, 2), 0);
    const std::string entries = source_.read(base_ + offset + 2, std::min(count, kEntriesLimit) * kEntrySize);
    for (std::size_t at = 0; at + kEntrySize <= entries.size(); at += kEntrySize)
      read_entry(std::string_view(entries).substr(at, kEntrySize));
  }

  void read_entry(std::string_view entry) {
    const auto tag = u16(entry, 0);
    if (tag == kWidth && facts_.width == 0) facts_.width = number(entry);
    if (tag == kHeight && facts_.height == 0) facts_.height = number(entry);
    if (tag == kExifDirectory) directories_.push_back(number(entry));
    const auto name = name_of(tag);
    if (name.empty()) return;
    const std::string value = u16(entry, 2) == kAscii ? words(entry) : std::to_string(number(entry));
    if (!value.empty()) facts_.tags.emplace(name, value);
  }

  std::uint32_t number(std::string_view entry) const {
    return u16(entry, 2) == kShort ? u16(entry, 8) : u32(entry, 8);
  }

  // Up to four bytes stand in the entry itself.
  std::string words(std::string_view entry) const {
    const auto length = std::min(u32(entry, 4), kValueLimit);
    std::string bytes(entry.substr(8, std::min<std::size_t>(length, 4)));
    if (length > 4) bytes = source_.read(base_ + u32(entry, 8), length);
    bytes.resize(std::min(bytes.find('\0'), bytes.size()));
    const auto decoded = decode_text(bytes);
    return decoded ? normal_label(decoded->text) : std::string();
  }

  std::uint16_t u16(std::string_view bytes, std::size_t at) const {
    return big_ ? big_u16_at(bytes, at) : u16_at(bytes, at);
  }
  std::uint32_t u32(std::string_view bytes, std::size_t at) const {
    return big_ ? big_u32_at(bytes, at) : u32_at(bytes, at);
  }

  const Source& source_;
  std::uint64_t base_;
  bool big_ = false;
  std::vector<std::uint32_t> directories_;
  TiffFacts facts_;
};

}  // namespace

TiffFacts read_tiff(const Source& source, std::uint64_t offset) {
  return TiffWalk(source, offset).run();
}

}  // namespace kecang::extract
