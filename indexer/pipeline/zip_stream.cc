#include "indexer/pipeline/zip_stream.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace kecang::pipeline {
namespace {

constexpr std::uint16_t kVersion = 45;        // ZIP64
constexpr std::uint16_t kFlags = 0x0808;      // UTF-8 names; checksum behind the bytes
constexpr std::uint32_t kDate = 0x5821'0000;  // 2024-01-01: times are not taken over
constexpr std::uint32_t kSee64 = 0xFFFF'FFFFU;
constexpr std::uint16_t kManyEntries = 0xFFFFU;

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1U) != 0 ? 0xEDB8'8320U : 0U);
    table[i] = value;
  }
  return table;
}

std::uint32_t crc_of(std::uint32_t crc, std::span<const char> bytes) {
  static constexpr auto kTable = crc_table();
  crc = ~crc;
  for (const char c : bytes) crc = crc >> 8 ^ kTable[(crc ^ static_cast<std::uint8_t>(c)) & 0xFFU];
  return ~crc;
}

template <class T>
void put(std::string& to, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i)
    to += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFFU);
}

template <class... T>
std::string packed(T... values) {
  std::string bytes;
  (put(bytes, values), ...);
  return bytes;
}

Error unreadable(const std::filesystem::path& path, const std::error_code& error) {
  return Error::not_found("import.path_unreadable").with("path", path.string()).because(error.message());
}

}  // namespace

ZipStream::ZipStream(std::vector<MemberFile> members) : members_(std::move(members)) {
  std::uint64_t offset = 0;
  for (auto& member : members_) {
    member.offset = offset;
    offset += local_header(member).size() + member.size + descriptor(member).size();
  }
  directory_offset_ = offset;
  total_ = offset + directory().size();
  begin_member();
}

Result<ZipStream> ZipStream::of_folder(const std::filesystem::path& given) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<MemberFile> members;
  const fs::path folder = fs::canonical(given, error);
  if (error) return unreadable(given, error);
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->is_symlink(error) || !it->is_regular_file(error)) continue;
    const auto name = it->path().lexically_relative(folder.parent_path()).generic_string();
    members.push_back({.file = it->path(), .name = name, .size = it->file_size(error)});
  }
  if (error) return unreadable(folder, error);
  std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return ZipStream(std::move(members));
}

/// Sizes stand in a ZIP64 field whatever they are: one form, no special cases.
std::string ZipStream::local_header(const MemberFile& member) {
  std::string bytes =
      packed(std::uint32_t{0x0403'4b50}, kVersion, kFlags, std::uint16_t{0}, kDate, std::uint32_t{0}, kSee64,
             kSee64, static_cast<std::uint16_t>(member.name.size()), std::uint16_t{20});
  bytes += member.name;
  return bytes + packed(std::uint16_t{1}, std::uint16_t{16}, member.size, member.size);
}

std::string ZipStream::descriptor(const MemberFile& member) {
  return packed(std::uint32_t{0x0807'4b50}, member.crc, member.size, member.size);
}

std::string ZipStream::directory_entry(const MemberFile& member) {
  std::string bytes =
      packed(std::uint32_t{0x0201'4b50}, kVersion, kVersion, kFlags, std::uint16_t{0}, kDate, member.crc,
             kSee64, kSee64, static_cast<std::uint16_t>(member.name.size()), std::uint16_t{28},
             std::uint16_t{0}, std::uint16_t{0}, std::uint16_t{0}, std::uint32_t{0}, kSee64);
  bytes += member.name;
  return bytes + packed(std::uint16_t{1}, std::uint16_t{24}, member.size, member.size, member.offset);
}

std::string ZipStream::directory() const {
  std::string bytes;
  for (const auto& member : members_) bytes += directory_entry(member);
  const std::uint64_t size = bytes.size();
  const std::uint64_t count = members_.size();
  const std::uint64_t end64 = directory_offset_ + size;
  const auto few = static_cast<std::uint16_t>(std::min<std::uint64_t>(count, kManyEntries));
  bytes += packed(std::uint32_t{0x0606'4b50}, std::uint64_t{44}, kVersion, kVersion, std::uint32_t{0},
                  std::uint32_t{0}, count, count, size, directory_offset_);
  bytes += packed(std::uint32_t{0x0706'4b50}, std::uint32_t{0}, end64, std::uint32_t{1});
  bytes += packed(std::uint32_t{0x0605'4b50}, std::uint16_t{0}, std::uint16_t{0}, few, few, kSee64, kSee64,
                  std::uint16_t{0});
  return bytes;
}

void ZipStream::begin_member() {
  text_sent_ = 0;
  if (current_ == members_.size()) {
    text_ = directory();
    return;
  }
  auto& member = members_[current_];
  member.crc = 0;
  text_ = local_header(member);
  file_left_ = member.size;
  file_ = std::ifstream(member.file, std::ios::binary);
}

void ZipStream::end_member() {
  const std::string behind = descriptor(members_[current_]);
  ++current_;
  begin_member();
  text_.insert(0, behind);
}

Result<void> ZipStream::rewind() {
  current_ = 0;
  begin_member();
  return {};
}

Result<std::size_t> ZipStream::read(std::span<char> into) {
  if (text_sent_ == text_.size() && file_left_ > 0) return read_file(into);
  if (text_sent_ == text_.size() && current_ < members_.size()) end_member();
  const std::size_t count = std::min(into.size(), text_.size() - text_sent_);
  std::memcpy(into.data(), text_.data() + text_sent_, count);
  text_sent_ += count;
  return count;
}

Result<std::size_t> ZipStream::read_file(std::span<char> into) {
  auto& member = members_[current_];
  const auto wanted = std::min<std::uint64_t>(into.size(), file_left_);
  file_.read(into.data(), static_cast<std::streamsize>(wanted));
  const auto got = static_cast<std::size_t>(file_.gcount());
  if (got == 0) return Error::conflict("import.file_changed").with("path", member.file.string());
  member.crc = crc_of(member.crc, into.first(got));
  file_left_ -= got;
  return got;
}

}  // namespace kecang::pipeline
