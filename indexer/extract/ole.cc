#include "indexer/extract/ole.h"

#include <algorithm>

#include "indexer/extract/charset.h"
#include "indexer/extract/little_endian.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kHeaderSize = 512;
constexpr std::size_t kEntrySize = 128;
constexpr std::size_t kMiniSectorSize = 64;
constexpr std::uint64_t kMiniStreamLimit = 4096;  // smaller streams lie in the root's stream
constexpr std::uint32_t kLastSector = 0xFFFFFFFA;
constexpr std::uint32_t kEndOfChain = 0xFFFFFFFE;
constexpr std::uint32_t kNoNode = 0xFFFFFFFF;
constexpr std::size_t kDirectoryLimit = 8ULL << 20;
constexpr std::size_t kMiniTableLimit = 32ULL << 20;
constexpr std::size_t kPathLimit = 1024;

enum NodeType : std::uint8_t { storage = 1, stream = 2, root = 5 };

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool same_path(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// Which sectors a chain went through: it ends where it comes back.
class Visited {
 public:
  explicit Visited(std::size_t sectors) : seen_(sectors + 1, false) {}

  /// False when the chain was there before.
  bool enter(std::uint32_t sector) {
    const std::size_t index = std::min<std::size_t>(sector, seen_.size() - 1);
    const bool entered = !seen_[index];
    seen_[index] = true;
    return entered;
  }

 private:
  std::vector<bool> seen_;
};

void append_numbers(std::vector<std::uint32_t>& to, std::string_view bytes) {
  for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) to.push_back(u32_at(bytes, at));
}

}  // namespace

OleStream OleStream::whole(const Source& source) {
  OleStream stream;
  stream.source_ = &source;
  stream.blocks_ = {0};
  stream.block_size_ = stream.size_ = source.size();
  return stream;
}

// Neighbouring blocks are read together.
std::string OleStream::read(std::uint64_t offset, std::size_t length) const {
  std::string bytes;
  if (offset >= size_) return bytes;
  std::uint64_t wanted = std::min<std::uint64_t>(length, size_ - offset);
  std::size_t block = offset / block_size_;
  std::uint64_t within = offset % block_size_;
  while (wanted > 0) {
    std::size_t run = 1;
    while (run * block_size_ < within + wanted && block + run < blocks_.size() &&
           blocks_[block + run] == blocks_[block] + run * block_size_)
      ++run;
    const std::uint64_t now = std::min<std::uint64_t>(wanted, run * block_size_ - within);
    const std::string piece = source_->read(blocks_[block] + within, now);
    bytes += piece;
    if (piece.size() < now) break;
    wanted -= now;
    block += run;
    within = 0;
  }
  return bytes;
}

std::string_view StreamWindow::read(std::uint64_t offset, std::size_t length) {
  constexpr std::size_t kLeast = 64 * 1024;
  const bool held = offset >= start_ && offset + length <= start_ + held_.size();
  if (!held) {
    held_ = stream_.read(offset, std::max(kLeast, length));
    start_ = offset;
  }
  return part_of(held_, offset - start_, length);
}

OleFile::OleFile(const Source& source) : source_(source), header_(source.read(0, kHeaderSize)) {
  sector_size_ = u16_at(header_, 30) == 12 ? 4096 : 512;
  if (!header_.starts_with(kOleMagic)) return;
  read_table();
  append_numbers(mini_table_, read_chain(u32_at(header_, 60), kMiniTableLimit));
  read_directory();
}

bool OleFile::is_inside(std::uint32_t sector) const {
  return sector <= kLastSector && place_of(sector) < source_.size();
}

// The header names the first sectors of the table, a chain of further lists the others. No more of them are
// read than the file has sectors for.
void OleFile::read_table() {
  constexpr std::size_t kListInHeader = 76;
  const std::uint64_t sectors = source_.size() / sector_size_ + 1;
  const std::uint64_t table_sectors = sectors / (sector_size_ / 4) + 1;
  std::vector<std::uint32_t> list;
  append_numbers(list, part_of(header_, kListInHeader, kHeaderSize - kListInHeader));
  std::uint32_t more = u32_at(header_, 68);
  for (std::uint64_t n = 0; is_inside(more) && n < table_sectors && list.size() < 2 * table_sectors + 109;
       ++n) {
    append_numbers(list, source_.read(place_of(more), sector_size_));
    more = list.back();
    list.pop_back();
  }
  for (const std::uint32_t sector : list) {
    if (table_.size() >= sectors) break;
    if (sector > kLastSector) continue;
    const std::size_t before = table_.size();
    if (is_inside(sector)) append_numbers(table_, source_.read(place_of(sector), sector_size_));
    table_.resize(before + sector_size_ / 4, kEndOfChain);
  }
}

std::string OleFile::read_chain(std::uint32_t first, std::size_t limit) const {
  std::string bytes;
  Visited visited(table_.size());
  for (std::uint32_t sector = first; is_inside(sector) && bytes.size() < limit && visited.enter(sector);) {
    bytes += source_.read(place_of(sector), sector_size_);
    sector = sector < table_.size() ? table_[sector] : kEndOfChain;
  }
  return bytes;
}

std::vector<OleFile::Node> OleFile::read_nodes() const {
  const std::string directory = read_chain(u32_at(header_, 48), kDirectoryLimit);
  std::vector<Node> nodes;
  for (std::size_t at = 0; at + kEntrySize <= directory.size(); at += kEntrySize) {
    const std::string_view bytes = part_of(directory, at, kEntrySize);
    Node node;
    const std::size_t name_bytes = u16_at(bytes, 64);
    if (name_bytes >= 2 && name_bytes <= 64)
      node.name = decode(bytes.substr(0, name_bytes - 2), Charset::utf16le);
    node.type = byte_at(bytes, 66);
    node.left = u32_at(bytes, 68);
    node.right = u32_at(bytes, 72);
    node.child = u32_at(bytes, 76);
    node.entry.first_sector = u32_at(bytes, 116);
    node.entry.size = sector_size_ == 4096 ? u64_at(bytes, 120) : u32_at(bytes, 120);
    nodes.push_back(std::move(node));
  }
  return nodes;
}

// Each node is entered once, whatever the links say. What no link reaches is taken as lying at the top: some
// writers and most accidents leave such entries.
void OleFile::read_directory() {
  const std::vector<Node> nodes = read_nodes();
  struct Step {
    std::uint32_t node;
    std::string folder;
  };
  std::vector<bool> seen(nodes.size(), false);
  std::vector<Step> waiting;
  const auto enter = [&](std::uint32_t node, const std::string& folder) {
    if (node == kNoNode || node >= nodes.size() || seen[node]) return;
    seen[node] = true;
    waiting.push_back({node, folder});
  };
  for (std::uint32_t start = 0; start < nodes.size(); ++start) {
    if (start > 0 && nodes[start].type != NodeType::stream && nodes[start].type != NodeType::storage)
      continue;
    enter(start, {});
    while (!waiting.empty()) {
      const Step step = std::move(waiting.back());
      waiting.pop_back();
      const Node& node = nodes[step.node];
      Entry entry = node.entry;
      entry.is_root = step.node == 0;
      if (!entry.is_root) entry.path = step.folder + node.name;
      enter(node.left, step.folder);
      enter(node.right, step.folder);
      const bool deep = entry.path.size() > kPathLimit;
      enter(node.child, entry.is_root || deep ? std::string() : entry.path + '/');
      entries_.push_back(std::move(entry));
    }
  }
}

// Streams share no sectors, so no whole file has more steps to go than its table has entries.
bool OleFile::is_cut() const {
  std::size_t steps_left = table_.size();
  for (const Entry& entry : entries_) {
    if (entry.size < kMiniStreamLimit && !entry.is_root) continue;
    std::uint64_t left = (entry.size + sector_size_ - 1) / sector_size_;
    for (std::uint32_t sector = entry.first_sector; sector <= kLastSector && left > 0 && steps_left > 0;) {
      if (!is_inside(sector)) return true;
      sector = sector < table_.size() ? table_[sector] : kEndOfChain;
      --left;
      --steps_left;
    }
  }
  return false;
}

std::vector<std::string> OleFile::paths() const {
  std::vector<std::string> all;
  for (const Entry& entry : entries_)
    if (!entry.is_root) all.push_back(entry.path);
  return all;
}

const OleFile::Entry* OleFile::find(std::string_view path) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return !entry.is_root && same_path(entry.path, path);
  });
  return found == entries_.end() ? nullptr : &*found;
}

OleStream OleFile::stream(std::string_view path) const {
  const Entry* entry = find(path);
  if (entry == nullptr) return {};
  return entry->size < kMiniStreamLimit ? small_stream(*entry) : large_stream(*entry);
}

OleStream OleFile::large_stream(const Entry& entry) const {
  OleStream stream;
  stream.source_ = &source_;
  stream.block_size_ = sector_size_;
  const std::uint64_t blocks = (entry.size + sector_size_ - 1) / sector_size_;
  std::uint32_t sector = entry.first_sector;
  Visited visited(table_.size());
  while (stream.blocks_.size() < blocks && is_inside(sector) && visited.enter(sector)) {
    stream.blocks_.push_back(place_of(sector));
    sector = sector < table_.size() ? table_[sector] : kEndOfChain;
  }
  const std::uint64_t followed = std::uint64_t{stream.blocks_.size()} * sector_size_;
  const std::uint64_t there =
      stream.blocks_.empty()
          ? 0
          : followed - sector_size_ +
                std::min<std::uint64_t>(sector_size_, source_.size() - stream.blocks_.back());
  stream.size_ = std::min(entry.size, there);
  stream.cut_short_ = stream.size_ < entry.size;
  return stream;
}

OleStream OleFile::small_stream(const Entry& entry) const {
  OleStream stream;
  stream.source_ = &source_;
  stream.block_size_ = kMiniSectorSize;
  const auto root = std::find_if(entries_.begin(), entries_.end(), [](const Entry& e) { return e.is_root; });
  if (root == entries_.end()) return stream;
  const OleStream blocks = large_stream(*root);
  std::uint32_t block = entry.first_sector;
  Visited visited(mini_table_.size());
  while (stream.blocks_.size() * kMiniSectorSize < entry.size &&
         std::uint64_t{block} * kMiniSectorSize < blocks.size_ && visited.enter(block)) {
    const std::uint64_t offset = std::uint64_t{block} * kMiniSectorSize;
    stream.blocks_.push_back(blocks.blocks_[offset / sector_size_] + offset % sector_size_);
    block = block < mini_table_.size() ? mini_table_[block] : kEndOfChain;
  }
  stream.size_ = std::min<std::uint64_t>(entry.size, stream.blocks_.size() * kMiniSectorSize);
  stream.cut_short_ = stream.size_ < entry.size;
  return stream;
}

}  // namespace kecang::extract
