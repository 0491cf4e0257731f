#include "indexer/pipeline/zip_stream.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace kecang::pipeline {
namespace {

Error unreadable(const std::filesystem::path& path, const std::error_code& error) {
  return Error::not_found("import.path_unreadable").with("path", path.string()).because(error.message());
}

}  // namespace

ZipStream::ZipStream(std::vector<MemberFile> members) : members_(std::move(members)) {
  std::uint64_t offset = 0;
  for (auto& member : members_) {
    member.entry.offset = offset;
    offset += zip::header(member.entry).size() + member.entry.size + zip::descriptor(member.entry).size();
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
    members.push_back({.file = it->path(), .entry = {.name = name, .size = it->file_size(error)}});
  }
  if (error) return unreadable(folder, error);
  std::sort(members.begin(), members.end(),
            [](const auto& a, const auto& b) { return a.entry.name < b.entry.name; });
  return ZipStream(std::move(members));
}

std::string ZipStream::directory() const {
  std::vector<zip::Member> entries;
  entries.reserve(members_.size());
  for (const auto& member : members_) entries.push_back(member.entry);
  return zip::directory(entries, directory_offset_);
}

void ZipStream::begin_member() {
  text_sent_ = 0;
  if (current_ == members_.size()) {
    text_ = directory();
    return;
  }
  auto& member = members_[current_];
  member.entry.crc = 0;
  text_ = zip::header(member.entry);
  file_left_ = member.entry.size;
  file_ = std::ifstream(member.file, std::ios::binary);
}

void ZipStream::end_member() {
  const std::string behind = zip::descriptor(members_[current_].entry);
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
  member.entry.crc = zip::crc_of(member.entry.crc, into.first(got));
  file_left_ -= got;
  return got;
}

}  // namespace kecang::pipeline
