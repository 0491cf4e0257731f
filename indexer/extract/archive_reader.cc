#include "indexer/extract/archive_reader.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstdio>

#include "indexer/extract/rar_headers.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr int kFiltersAllowed = 2;  // one compression and the bare file

// Where we are in the file; libarchive calls back for bytes.
struct Position {
  const Source* source;
  std::uint64_t offset = 0;
  std::string block{};
};

la_ssize_t on_read(archive*, void* client, const void** buffer) {
  auto& position = *static_cast<Position*>(client);
  position.block = position.source->read(position.offset, kBlock);
  position.offset += position.block.size();
  *buffer = position.block.data();
  return static_cast<la_ssize_t>(position.block.size());
}

la_int64_t on_skip(archive*, void* client, la_int64_t request) {
  auto& position = *static_cast<Position*>(client);
  const auto left = static_cast<la_int64_t>(position.source->size() - position.offset);
  const auto skipped = std::clamp<la_int64_t>(request, 0, left);
  position.offset += static_cast<std::uint64_t>(skipped);
  return skipped;
}

la_int64_t on_seek(archive*, void* client, la_int64_t offset, int whence) {
  auto& position = *static_cast<Position*>(client);
  const auto size = static_cast<la_int64_t>(position.source->size());
  la_int64_t base = 0;
  if (whence == SEEK_CUR) base = static_cast<la_int64_t>(position.offset);
  if (whence == SEEK_END) base = size;
  const la_int64_t target = base + offset;
  if (target < 0 || target > size) return ARCHIVE_FATAL;
  position.offset = static_cast<std::uint64_t>(target);
  return target;
}

ArchiveReader::Kind kind_of(archive_entry* entry) {
  if (archive_entry_hardlink(entry) != nullptr || archive_entry_symlink(entry) != nullptr)
    return ArchiveReader::Kind::other;
  const auto type = archive_entry_filetype(entry);
  if (type == AE_IFDIR) return ArchiveReader::Kind::directory;
  return type == AE_IFREG || type == 0 ? ArchiveReader::Kind::file : ArchiveReader::Kind::other;
}

std::string raw_name_of(archive_entry* entry) {
  if (const char* raw = archive_entry_pathname(entry); raw != nullptr) return raw;
  if (const char* utf8 = archive_entry_pathname_utf8(entry); utf8 != nullptr) return utf8;
  return {};
}

}  // namespace

struct ArchiveReader::State {
  explicit State(const Source& source) : position{&source}, rar(rar_facts(source)) {}
  ~State() { archive_read_free(reader); }
  archive* reader = archive_read_new();
  Position position;
  RarFacts rar;
  std::size_t entries = 0;
  bool opened = false;
};

ArchiveReader::ArchiveReader(const Source& source, Content content)
    : state_(std::make_unique<State>(source)) {
  archive* reader = state_->reader;
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_zstd(reader);
  if (content == Content::one_file) {
    archive_read_support_format_raw(reader);
  } else {
    archive_read_support_format_zip(reader);
    archive_read_support_format_tar(reader);
    archive_read_support_format_7zip(reader);
    archive_read_support_format_rar(reader);
    archive_read_support_format_rar5(reader);
  }
  archive_read_set_read_callback(reader, on_read);
  archive_read_set_skip_callback(reader, on_skip);
  archive_read_set_seek_callback(reader, on_seek);
  archive_read_set_callback_data(reader, &state_->position);
  state_->opened = archive_read_open1(reader) >= ARCHIVE_WARN;
}

ArchiveReader::~ArchiveReader() = default;

ArchiveReader::Step ArchiveReader::next() {
  if (!state_->opened) return Step::broken;
  archive_entry* entry = nullptr;
  const int code = archive_read_next_header(state_->reader, &entry);
  if (code == ARCHIVE_EOF) return Step::end;
  if (code < ARCHIVE_WARN) return Step::broken;
  entry_.raw_name = raw_name_of(entry);
  entry_.kind = kind_of(entry);
  entry_.size =
      archive_entry_size_is_set(entry) != 0 ? static_cast<std::uint64_t>(archive_entry_size(entry)) : 0;
  const auto& locked = state_->rar.locked;
  const std::size_t index = state_->entries++;
  entry_.encrypted = archive_entry_is_encrypted(entry) != 0 || (index < locked.size() && locked[index]);
  return Step::entry;
}

ArchiveReader::Read ArchiveReader::read(std::string_view& bytes) {
  const void* data = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  const int code = archive_read_data_block(state_->reader, &data, &size, &offset);
  if (code == ARCHIVE_EOF) return Read::end;
  if (code == ARCHIVE_FAILED) return Read::unsupported;
  if (code != ARCHIVE_OK) return Read::broken;
  bytes = {static_cast<const char*>(data), size};
  return Read::data;
}

bool ArchiveReader::names_encrypted() const {
  if (state_->rar.names_locked) return true;
  // A reader that found no format points behind its table of formats, and would call what lies there.
  return state_->opened && archive_read_has_encrypted_entries(state_->reader) == 1;
}

bool ArchiveReader::is_solid() const {
  return state_->rar.solid;
}

bool ArchiveReader::is_outdated() const {
  return state_->rar.outdated;
}

bool ArchiveReader::is_cut() const {
  return !state_->rar.whole;
}

bool ArchiveReader::is_method_unknown() const {
  const char* said = archive_error_string(state_->reader);
  const std::string_view words = said == nullptr ? "" : said;
  return words.find("codec ID") != std::string_view::npos ||
         words.find("nsupported") != std::string_view::npos;
}

bool ArchiveReader::is_volume() const {
  return state_->rar.volume;
}

bool ArchiveReader::filters_nested() const {
  return archive_filter_count(state_->reader) > kFiltersAllowed;
}

}  // namespace kecang::extract
