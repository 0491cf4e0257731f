#include "indexer/extract/ole.h"

#include "indexer/extract/charset.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kHeaderSize = 512;
constexpr std::size_t kEntrySize = 128;
constexpr std::size_t kDirectorySectorsLimit = 4096;
constexpr std::size_t kStartLength = 1024;
constexpr std::uint32_t kMiniStreamLimit = 4096;  // smaller streams have no sectors of their own

std::uint32_t number_at(std::string_view bytes, std::size_t offset, std::size_t width) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < width && offset + i < bytes.size(); ++i)
    value |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[offset + i])) << (8 * i);
  return value;
}

class Container {
 public:
  explicit Container(const Source& source) : source_(source), header_(source.read(0, kHeaderSize)) {
    sector_size_ = number_at(header_, 30, 2) == 12 ? 4096 : 512;
  }

  std::string directory() const {
    std::string bytes;
    std::uint32_t sector = number_at(header_, 48, 4);
    for (std::size_t n = 0; n < kDirectorySectorsLimit; ++n) {
      const std::string block = read_sector(sector, sector_size_);
      if (block.empty()) break;
      bytes += block;
      sector = next_sector(sector);
    }
    return bytes;
  }

  std::string read_sector(std::uint32_t sector, std::size_t length) const {
    return source_.read((std::uint64_t{sector} + 1) * sector_size_, length);
  }

 private:
  static constexpr std::uint32_t kEndOfChain = 0xFFFFFFFE;
  static constexpr std::size_t kTableSectorsInHeader = 109;

  // The header itself names the table sectors that cover the first 6.8 MB, where a directory lies in all but
  // odd files.
  std::uint32_t next_sector(std::uint32_t sector) const {
    const std::size_t per_sector = sector_size_ / 4;
    const std::size_t table = sector / per_sector;
    if (table >= kTableSectorsInHeader) return kEndOfChain;
    const std::string entries = read_sector(number_at(header_, 76 + 4 * table, 4), sector_size_);
    return entries.empty() ? kEndOfChain : number_at(entries, 4 * (sector % per_sector), 4);
  }

  const Source& source_;
  std::string header_;
  std::size_t sector_size_;
};

}  // namespace

std::vector<OleStream> ole_streams(const Source& source) {
  const Container container(source);
  const std::string directory = container.directory();
  std::vector<OleStream> streams;
  for (std::size_t at = 0; at + kEntrySize <= directory.size(); at += kEntrySize) {
    const std::string_view entry = std::string_view(directory).substr(at, kEntrySize);
    const auto name_bytes = number_at(entry, 64, 2);
    if (name_bytes < 2 || name_bytes > 64) continue;
    OleStream stream{.name = decode(entry.substr(0, name_bytes - 2), Charset::utf16le), .start = {}};
    if (number_at(entry, 120, 4) >= kMiniStreamLimit)
      stream.start = container.read_sector(number_at(entry, 116, 4), kStartLength);
    streams.push_back(std::move(stream));
  }
  return streams;
}

}  // namespace kecang::extract
