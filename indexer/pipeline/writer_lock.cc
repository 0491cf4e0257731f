#include "indexer/pipeline/writer_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace kecang::pipeline {

Result<std::filesystem::path> indexer_folder(const std::filesystem::path& data) {
  std::error_code error;
  auto folder = data / "indexer";
  std::filesystem::create_directory(folder, error);
  if (error)
    return Error::unavailable("indexer.folder_unusable")
        .with("path", folder.string())
        .because(error.message());
  return folder;
}

Result<WriterLock> WriterLock::take(const std::filesystem::path& data) {
  KECANG_ASSIGN(const auto folder, indexer_folder(data));
  const auto file = folder / "index.lock";
  WriterLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.file_ < 0)
    return Error::unavailable("indexer.folder_unusable")
        .with("path", file.string())
        .because(std::strerror(errno));
  if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0)
    return Error::conflict("index.locked").with("path", file.string());
  return lock;
}

}  // namespace kecang::pipeline
