#include "storage/blobs/file.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace kecang {

Fd::~Fd() {
  if (fd_ >= 0) ::close(fd_);
}

Error file_error(const char* code, const std::filesystem::path& path, int error_number) {
  const bool full = error_number == ENOSPC || error_number == EDQUOT;
  return Error::unavailable(full ? "store.disk_full" : code)
      .because(path.string() + ": " + std::generic_category().message(error_number));
}

Fd open_file(const std::filesystem::path& path, int flags, mode_t mode) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  } while (fd < 0 && errno == EINTR);
  return Fd(fd);
}

Result<void> write_all(const Fd& file, std::string_view bytes, const std::filesystem::path& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error("blob.write_failed", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<void> sync_file(const Fd& file, const std::filesystem::path& path) {
  // Not tried again when it fails: the kernel may have dropped the pages, and the next call would lie.
  if (::fsync(file.get()) != 0) return file_error("blob.write_failed", path, errno);
  return {};
}

Result<void> sync_directory(const std::filesystem::path& path) {
  const Fd directory = open_file(path, O_RDONLY | O_DIRECTORY);
  if (!directory) return file_error("blob.write_failed", path, errno);
  return sync_file(directory, path);
}

}  // namespace kecang
