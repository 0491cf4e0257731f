#include "indexer/extract/rar_headers.h"

#include <optional>

#include "indexer/extract/little_endian.h"

namespace kecang::extract {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kOldMark = "Rar!\x1A\x07\0"sv;
constexpr std::string_view kNewMark = "Rar!\x1A\x07\x01\0"sv;
constexpr std::size_t kBlocksLimit = 1'000'000;
constexpr std::size_t kHeaderLimit = 256 * 1024;

// ---- RAR 1.5 to 4 ----

constexpr std::uint8_t kOldArchive = 0x73;
constexpr std::uint8_t kOldFile = 0x74;
constexpr std::uint8_t kOldEnd = 0x7B;

std::uint64_t old_data_size(std::string_view header, std::uint8_t type, std::uint16_t flags) {
  constexpr std::uint16_t kHasData = 0x8000;
  constexpr std::uint16_t kLarge = 0x0100;
  if (type != kOldFile && (flags & kHasData) == 0) return 0;
  std::uint64_t size = u32_at(header, 7);
  if (type == kOldFile && (flags & kLarge) != 0) size |= static_cast<std::uint64_t>(u32_at(header, 32)) << 32;
  return size;
}

void note_old_block(std::uint8_t type, std::uint16_t flags, RarFacts& facts) {
  if (type == kOldArchive) {
    facts.volume = (flags & 0x0001U) != 0;
    facts.solid = (flags & 0x0008U) != 0;
    facts.names_locked = (flags & 0x0080U) != 0;
  }
  if (type == kOldFile) facts.locked.push_back((flags & 0x0004U) != 0);
}

bool is_packed_by_outdated_program(std::string_view file_header) {
  constexpr std::uint8_t kStored = 0x30;
  constexpr std::uint8_t kFirstKnown = 29;
  return byte_at(file_header, 24) < kFirstKnown && byte_at(file_header, 25) != kStored;
}

RarFacts old_facts(const Source& source) {
  RarFacts facts;
  std::uint64_t at = kOldMark.size();
  for (std::size_t i = 0; i < kBlocksLimit && !facts.names_locked; ++i) {
    const std::string header = source.read(at, 40);
    const auto type = byte_at(header, 2);
    const auto size = u16_at(header, 5);
    facts.whole = type == kOldEnd || at == source.size();  // the oldest programs wrote no end
    if (size < 7 || type == kOldEnd) break;
    note_old_block(type, u16_at(header, 3), facts);
    if (type == kOldFile && is_packed_by_outdated_program(header)) facts.outdated = true;
    const std::uint64_t data = old_data_size(header, type, u16_at(header, 3));
    if (data > source.size()) break;
    at += size + data;
  }
  return facts;
}

// ---- RAR 5 ----

// Seven bits a byte, the lowest first; 0 at the end of the bytes.
class Numbers {
 public:
  explicit Numbers(std::string_view bytes) : rest_(bytes) {}
  std::uint64_t next() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = byte_at(rest_, 0);
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
      if ((byte & 0x80U) == 0) break;
    }
    return value;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

constexpr std::uint64_t kArchive = 1;
constexpr std::uint64_t kFile = 2;
constexpr std::uint64_t kLock = 4;
constexpr std::uint64_t kEnd = 5;

// The records behind a file's header; one of them tells how it is locked.
bool has_lock(std::string_view records) {
  constexpr std::uint64_t kLockRecord = 1;
  while (!records.empty()) {
    Numbers numbers(records);
    const std::uint64_t size = numbers.next();
    const std::string_view body = numbers.rest();
    if (Numbers(body).next() == kLockRecord) return true;
    if (size == 0 || size >= body.size()) return false;
    records = body.substr(size);
  }
  return false;
}

struct Block {
  std::uint64_t type = 0;
  std::uint64_t extra = 0;
  std::uint64_t next = 0;  // where the next one begins
  std::string body{};      // behind the common members
};

std::optional<Block> read_block(const Source& source, std::uint64_t at) {
  constexpr std::uint64_t kHasExtra = 1;
  constexpr std::uint64_t kHasData = 2;
  constexpr std::size_t kChecksum = 4;
  const std::string start = source.read(at + kChecksum, 10);
  Numbers sizes(start);
  const std::uint64_t size = sizes.next();
  if (size < 2 || size > kHeaderLimit) return std::nullopt;
  const std::uint64_t from = at + kChecksum + start.size() - sizes.rest().size();
  const std::string header = source.read(from, size);
  if (header.size() < size) return std::nullopt;
  Numbers numbers(header);
  Block block{.type = numbers.next()};
  const std::uint64_t flags = numbers.next();
  if ((flags & kHasExtra) != 0) block.extra = numbers.next();
  const std::uint64_t data = (flags & kHasData) != 0 ? numbers.next() : 0;
  if (data > source.size()) return std::nullopt;
  block.next = from + size + data;
  block.body = numbers.rest();
  return block;
}

RarFacts new_facts(const Source& source) {
  RarFacts facts;
  std::uint64_t at = kNewMark.size();
  for (std::size_t i = 0; i < kBlocksLimit; ++i) {
    const auto block = read_block(source, at);
    facts.whole = block && block->type == kEnd;
    if (!block || block->type == kEnd) break;
    if (block->type == kArchive) facts.volume = (Numbers(block->body).next() & 1U) != 0;
    facts.names_locked = block->type == kLock;
    if (facts.names_locked) break;
    const auto extra = std::min<std::uint64_t>(block->extra, block->body.size());
    if (block->type == kFile)
      facts.locked.push_back(has_lock(std::string_view(block->body).substr(block->body.size() - extra)));
    at = block->next;
  }
  return facts;
}

}  // namespace

RarFacts rar_facts(const Source& source) {
  const std::string start = source.read(0, kNewMark.size());
  if (start == kNewMark) return new_facts(source);
  return start.starts_with(kOldMark) ? old_facts(source) : RarFacts{};
}

}  // namespace kecang::extract
