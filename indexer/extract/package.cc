#include "indexer/extract/package.h"

#include <algorithm>

#include "indexer/extract/archive_reader.h"
#include "indexer/extract/charset.h"

namespace kecang::extract {
namespace {

constexpr std::uint64_t kPartLimit = 96ULL << 20;
constexpr std::uint64_t kTotalLimit = 256ULL << 20;
constexpr std::size_t kEntriesLimit = 50'000;

bool is_xml_part(std::string_view name) {
  return name.ends_with(".xml") || name.ends_with(".rels");
}

std::string part_name(std::string name) {
  std::replace(name.begin(), name.end(), '\\', '/');
  return name.starts_with('/') ? name.substr(1) : name;
}

}  // namespace

Package::Package(const Source& source) {
  ArchiveReader reader(source);
  for (std::size_t entries = 0;; ++entries) {
    const auto step = reader.next();
    if (step == ArchiveReader::Step::broken) damaged_ = true;
    if (step != ArchiveReader::Step::entry) return;
    if (entries == kEntriesLimit || total_ >= kTotalLimit) {
      cut_short_ = true;
      return;
    }
    if (reader.entry().encrypted) encrypted_ = true;
    if (is_xml_part(reader.entry().raw_name) && !reader.entry().encrypted) read_part(reader);
  }
}

void Package::read_part(ArchiveReader& reader) {
  std::string bytes;
  bytes.reserve(std::min(reader.entry().size, std::uint64_t{1} << 20));
  std::string_view block;
  auto state = ArchiveReader::Read::end;
  while ((state = reader.read(block)) == ArchiveReader::Read::data) {
    if (bytes.size() + block.size() > kPartLimit || total_ + block.size() > kTotalLimit) {
      cut_short_ = true;
      break;
    }
    bytes += block;
    total_ += block.size();
  }
  if (state == ArchiveReader::Read::broken || state == ArchiveReader::Read::unsupported) damaged_ = true;
  const bool wide = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (wide) bytes = decode(bytes, bytes[0] == '\xFF' ? Charset::utf16le : Charset::utf16be);
  parts_.insert_or_assign(part_name(reader.entry().raw_name), std::move(bytes));
}

const std::string* Package::part(std::string_view name) const {
  const auto found = parts_.find(name);
  return found == parts_.end() ? nullptr : &found->second;
}

}  // namespace kecang::extract
