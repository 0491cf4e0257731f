#include "storage/xapian/generations.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "schemas/base/ids.h"

namespace kecang::xapian {
namespace {

constexpr const char* kCurrent = "CURRENT";
constexpr const char* kFormer = "FORMER";
constexpr const char* kPrefix = "g-";
/// What is being erased. A reader that comes too late finds nothing under the old name and looks again.
constexpr const char* kGonePrefix = "gone-";
constexpr std::size_t kNameLimit = 128;

/// A descriptor that closes itself.
class File {
 public:
  File(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0644)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

 private:
  int fd_;
};

Error disk_error(const std::filesystem::path& path) {
  const auto detail = path.string() + ": " + std::strerror(errno);
  if (errno == ENOSPC) return Error::unavailable("store.disk_full").because(detail);
  return Error::unavailable("index.unavailable").because(detail);
}

Result<void> sync_directory(const std::filesystem::path& directory) {
  const File file(directory, O_RDONLY | O_DIRECTORY);
  if (!file.is_open() || ::fsync(file.fd()) != 0) return disk_error(directory);
  return {};
}

Result<void> write_durably(const std::filesystem::path& path, const std::string& text) {
  const File file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open()) return disk_error(path);
  if (::write(file.fd(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return disk_error(path);
  if (::fsync(file.fd()) != 0) return disk_error(path);
  return {};
}

bool is_generation_name(const std::string& name) {
  return name.starts_with(kPrefix) && is_id_text(std::string_view(name).substr(std::strlen(kPrefix)));
}

/// Nothing if the file is not there.
Result<std::optional<std::string>> read_small(const std::filesystem::path& path) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>{};
    return disk_error(path);
  }
  std::string text(kNameLimit, '\0');
  const auto length = ::read(file.fd(), text.data(), text.size());
  if (length < 0) return disk_error(path);
  text.resize(static_cast<std::size_t>(length));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return std::optional(std::move(text));
}

Result<void> rename_folder(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return disk_error(from);
  return {};
}

}  // namespace

Result<void> replace_file(const std::filesystem::path& path, const std::string& text) {
  const auto next = std::filesystem::path(path).concat(".next");
  KECANG_TRY(write_durably(next, text));
  if (::rename(next.c_str(), path.c_str()) != 0) return disk_error(next);
  return sync_directory(path.parent_path());
}

Result<std::optional<std::string>> live_generation(const std::filesystem::path& index_directory) {
  const auto path = index_directory / kCurrent;
  KECANG_ASSIGN(auto name, read_small(path));
  if (name && !is_generation_name(*name))
    return Error::corrupt("index.corrupt").because(path.string() + " names no generation");
  return name;
}

Result<std::optional<FormerGeneration>> former_generation(const std::filesystem::path& index_directory) {
  using Former = std::optional<FormerGeneration>;
  KECANG_ASSIGN(const auto text, read_small(index_directory / kFormer));
  if (!text) return Former();
  const auto end = text->find('\n');
  auto name = text->substr(0, end);
  std::error_code ignored;
  if (!is_generation_name(name) || !std::filesystem::is_directory(index_directory / name, ignored))
    return Former();
  KECANG_ASSIGN(const auto live, live_generation(index_directory));
  if (live == name) return Former();  // written, but then nothing took its place
  std::int64_t since = 0;
  if (end != std::string::npos) std::from_chars(text->data() + end + 1, text->data() + text->size(), since);
  return Former({.name = std::move(name), .since = Time(milliseconds(since))});
}

Result<std::vector<std::string>> all_generations(const std::filesystem::path& index_directory) {
  std::vector<std::string> names;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(index_directory, failed), end; !failed && at != end;
       at.increment(failed))
    if (auto name = at->path().filename().string(); is_generation_name(name))
      names.push_back(std::move(name));
  if (failed && failed != std::errc::no_such_file_or_directory)
    return Error::unavailable("index.unavailable").because(failed.message());
  std::sort(names.begin(), names.end());
  return names;
}

Result<std::string> new_generation(const std::filesystem::path& index_directory, Time now) {
  auto name = kPrefix + new_id_text(now);
  std::error_code failed;
  std::filesystem::create_directories(index_directory / name, failed);
  if (failed) {
    errno = failed.value();
    return disk_error(index_directory / name);
  }
  return name;
}

Result<std::string> renew_generation(const std::filesystem::path& index_directory,
                                     const std::string& generation, Time now) {
  auto name = kPrefix + new_id_text(now);
  KECANG_TRY(rename_folder(index_directory / generation, index_directory / name));
  return name;
}

std::uint64_t generation_bytes(const std::filesystem::path& index_directory, const std::string& generation) {
  std::uint64_t bytes = 0;
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator at(index_directory / generation, failed), end;
       !failed && at != end; at.increment(failed)) {
    std::error_code gone;
    const auto size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) bytes += size;
  }
  return bytes;
}

Result<void> sync_generation(const std::filesystem::path& index_directory, const std::string& generation) {
  const auto place = index_directory / generation;
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator at(place, failed), end; !failed && at != end;
       at.increment(failed)) {
    const File file(at->path(), at->is_directory() ? O_RDONLY | O_DIRECTORY : O_RDONLY);
    if (!file.is_open() || ::fsync(file.fd()) != 0) return disk_error(at->path());
  }
  if (failed) return Error::unavailable("index.unavailable").because(failed.message());
  return sync_directory(place);
}

Result<void> publish_generation(const std::filesystem::path& index_directory, const std::string& generation,
                                Time now) {
  KECANG_TRY(sync_generation(index_directory, generation));
  KECANG_ASSIGN(const auto before, live_generation(index_directory));
  if (before && *before != generation)
    KECANG_TRY(replace_file(index_directory / kFormer,
                            *before + "\n" + std::to_string(now.time_since_epoch().count()) + "\n"));
  return replace_file(index_directory / kCurrent, generation + "\n");
}

Result<void> sweep_generations(const std::filesystem::path& index_directory, const std::string& keep) {
  KECANG_ASSIGN(const auto live, live_generation(index_directory));
  KECANG_ASSIGN(const auto all, all_generations(index_directory));
  for (const auto& name : all)
    if (name != keep && name != live)
      KECANG_TRY(rename_folder(index_directory / name, index_directory / (kGonePrefix + name)));
  std::error_code failed;
  for (std::filesystem::directory_iterator at(index_directory, failed), end; !failed && at != end;
       at.increment(failed))
    if (at->path().filename().string().starts_with(kGonePrefix))
      std::filesystem::remove_all(at->path(), failed);
  if (!failed || failed == std::errc::no_such_file_or_directory) return {};
  return Error::unavailable("index.unavailable").because(failed.message());
}

}  // namespace kecang::xapian
