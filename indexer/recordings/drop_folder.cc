#include "indexer/recordings/drop_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>
#include <tuple>

#include "schemas/base/file_name.h"

namespace kecang::recordings {
namespace {

namespace fs = std::filesystem;

/// Recorders sort by day, some by room and day.
constexpr int kFoldersDeep = 4;
constexpr std::size_t kFilesAtOnce = 10'000;

constexpr auto kFilms =
    std::to_array<std::string_view>({"mp4", "m4v", "mkv", "flv", "avi", "mov", "wmv", "mpg", "mpeg", "ts",
                                     "mp3", "m4a", "wav", "wma", "aac"});

/// Copies on their way have a last extension that is no film's, or begin with a dot or a tilde.
bool is_recording(const std::string& name) {
  if (name.starts_with('.') || name.starts_with('~')) return false;
  return std::find(kFilms.begin(), kFilms.end(), extension_in_lower_case(name)) != kFilms.end();
}

Time time_of(const timespec& time) {
  return Time{std::chrono::duration_cast<milliseconds>(seconds(time.tv_sec) +
                                                       std::chrono::nanoseconds(time.tv_nsec))};
}

DroppedFile file_of(std::string path, const struct stat& found) {
  return {.path = std::move(path),
          .size = static_cast<std::uint64_t>(found.st_size),
          .changed = time_of(found.st_mtim),
          .status_changed =
              static_cast<std::int64_t>(found.st_ctim.tv_sec) * 1'000'000'000 + found.st_ctim.tv_nsec};
}

std::optional<DroppedFile> look_at(const fs::path& folder, std::string path) {
  struct stat found {};
  if (::lstat((folder / path).c_str(), &found) != 0 || !S_ISREG(found.st_mode) || found.st_size == 0)
    return std::nullopt;
  return file_of(std::move(path), found);
}

Error changed(const DroppedFile& file) {
  return Error::conflict("drop.file_changed").with("path", file.path);
}

Error unreadable(const fs::path& place, const std::string& why) {
  return Error::unavailable("drop.unreadable").with("path", place.string()).because(why);
}

class Listing {
 public:
  explicit Listing(const fs::path& folder) : folder_(folder) {}

  Result<std::vector<DroppedFile>> run() {
    KECANG_TRY(read({}, 0));
    std::sort(files_.begin(), files_.end(), [](const DroppedFile& a, const DroppedFile& b) {
      return std::tie(a.changed, a.path) < std::tie(b.changed, b.path);
    });
    return std::move(files_);
  }

 private:
  Result<void> read(const fs::path& below, int depth) {
    std::error_code error;
    fs::directory_iterator entries(folder_ / below, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
      const auto name = entries->path().filename();
      std::error_code ignored;
      if (entries->is_symlink(ignored)) continue;
      if (entries->is_directory(ignored)) {
        if (depth < kFoldersDeep && name != DropFolder::kAside && !name.string().starts_with('.'))
          KECANG_TRY(read(below / name, depth + 1));
        continue;
      }
      if (!is_recording(name.string()) || files_.size() >= kFilesAtOnce) continue;
      if (auto file = look_at(folder_, (below / name).string())) files_.push_back(std::move(*file));
    }
    if (error) return unreadable(folder_ / below, error.message());
    return {};
  }

  const fs::path& folder_;
  std::vector<DroppedFile> files_;
};

std::uint64_t big_endian(const unsigned char* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i) value = value << 8 | bytes[i];
  return value;
}

/// A name beside `wanted` that nothing has: 课.mp4, 课 (2).mp4 …
fs::path free_name(const fs::path& wanted) {
  std::error_code ignored;
  auto name = wanted;
  for (int i = 2; fs::exists(fs::symlink_status(name, ignored)); ++i)
    name = wanted.parent_path() /
           (wanted.stem().string() + " (" + std::to_string(i) + ")" + wanted.extension().string());
  return name;
}

}  // namespace

Result<std::vector<DroppedFile>> DropFolder::list() const {
  return Listing(folder_).run();
}

Result<OpenRecording> DropFolder::open(const DroppedFile& file) const {
  OpenRecording opened(::open((folder_ / file.path).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (opened.fd() < 0) {
    if (errno == ENOENT) return changed(file);
    return unreadable(folder_ / file.path, std::strerror(errno));
  }
  struct stat found {};
  if (::fstat(opened.fd(), &found) != 0 || !S_ISREG(found.st_mode) || file_of(file.path, found) != file)
    return changed(file);
  return opened;
}

Result<void> DropFolder::check_unchanged(const DroppedFile& file) const {
  if (look_at(folder_, file.path) != file) return changed(file);
  return {};
}

Result<void> DropFolder::put_aside(const DroppedFile& file) const {
  KECANG_TRY(check_unchanged(file));
  const auto wanted = folder_ / kAside / file.path;
  std::error_code error;
  fs::create_directories(wanted.parent_path(), error);
  if (!error) fs::rename(folder_ / file.path, free_name(wanted), error);
  if (error) return unreadable(folder_ / file.path, error.message());
  return {};
}

bool is_being_written(int fd) {
  // A lease is refused while somebody writes. Should somebody begin to in the moment we have it, the signal
  // of that is one that is ignored unless asked for.
  ::fcntl(fd, F_SETSIG, SIGURG);
  if (::fcntl(fd, F_SETLEASE, F_RDLCK) == 0) {
    ::fcntl(fd, F_SETLEASE, F_UNLCK);
    return false;
  }
  return errno == EAGAIN;  // EACCES, EINVAL: another owner's file, or a file system without leases
}

Result<bool> is_cut_short(int fd) {
  struct stat found {};
  if (::fstat(fd, &found) != 0) return Error::unavailable("drop.unreadable").because(std::strerror(errno));
  const auto size = static_cast<std::uint64_t>(found.st_size);
  std::uint64_t at = 0;
  bool has_contents = false;
  while (at < size) {
    std::array<unsigned char, 16> head{};
    const auto got = ::pread(fd, head.data(), head.size(), static_cast<off_t>(at));
    if (got < 0) return Error::unavailable("drop.unreadable").because(std::strerror(errno));
    const std::string_view kind(reinterpret_cast<const char*>(head.data()) + 4, 4);
    if (at == 0 && (got < 8 || kind != "ftyp")) return false;
    if (got < 8) return true;
    auto length = big_endian(head.data(), 4);
    if (length == 0) {
      length = size - at;  // to the end of the file
    } else if (length == 1) {
      length = got < 16 ? 0 : big_endian(head.data() + 8, 8);
    }
    if (length < 8 || length > size - at) return true;
    has_contents = has_contents || kind == "moov" || kind == "moof";
    at += length;
  }
  return !has_contents;
}

}  // namespace kecang::recordings
