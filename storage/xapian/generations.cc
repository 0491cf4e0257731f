#include "storage/xapian/generations.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "schemas/base/ids.h"

namespace kecang::xapian {
namespace {

constexpr const char* kCurrent = "CURRENT";
constexpr const char* kPrefix = "g-";
constexpr std::size_t kNameLimit = 64;

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

}  // namespace

Result<std::optional<std::string>> live_generation(const std::filesystem::path& index_directory) {
  const auto path = index_directory / kCurrent;
  const File file(path, O_RDONLY);
  if (!file.is_open()) {
    if (errno == ENOENT || errno == ENOTDIR) return std::optional<std::string>{};
    return disk_error(path);
  }
  std::string name(kNameLimit, '\0');
  const auto length = ::read(file.fd(), name.data(), name.size());
  if (length < 0) return disk_error(path);
  name.resize(static_cast<std::size_t>(length));
  while (!name.empty() && name.back() == '\n') name.pop_back();
  if (!is_generation_name(name))
    return Error::corrupt("index.corrupt").because(path.string() + " names no generation");
  return std::optional(std::move(name));
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

Result<void> publish_generation(const std::filesystem::path& index_directory, const std::string& generation) {
  const auto next = index_directory / "CURRENT.next";
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(index_directory / generation, failed))
    if (entry.is_directory()) KECANG_TRY(sync_directory(entry.path()));
  KECANG_TRY(sync_directory(index_directory / generation));
  KECANG_TRY(write_durably(next, generation + "\n"));
  if (::rename(next.c_str(), (index_directory / kCurrent).c_str()) != 0) return disk_error(next);
  return sync_directory(index_directory);
}

Result<void> sweep_generations(const std::filesystem::path& index_directory, const std::string& keep) {
  KECANG_ASSIGN(const auto live, live_generation(index_directory));
  std::error_code failed;
  for (std::filesystem::directory_iterator at(index_directory, failed), end; !failed && at != end;
       at.increment(failed)) {
    const auto name = at->path().filename().string();
    if (!is_generation_name(name) || name == keep || name == live) continue;
    std::filesystem::remove_all(at->path(), failed);
  }
  if (!failed || failed == std::errc::no_such_file_or_directory) return {};
  return Error::unavailable("index.unavailable").because(failed.message());
}

}  // namespace kecang::xapian
