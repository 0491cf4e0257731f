#pragma once
/// A file in memory, for bytes that a reader wants as a file.
#include <sys/mman.h>
#include <unistd.h>

#include <string_view>
#include <utility>

#include "schemas/base/result.h"

namespace kecang::pipeline {

/// Bytes as a file nobody else sees.
class MemoryFile {
 public:
  static Result<MemoryFile> of(std::string_view bytes) {
    MemoryFile file(::memfd_create("member", MFD_CLOEXEC));
    if (file.fd_ < 0) return Error::unavailable("pipeline.no_memory_file");
    while (!bytes.empty()) {
      const auto written = ::write(file.fd_, bytes.data(), bytes.size());
      if (written <= 0) return Error::unavailable("pipeline.no_memory_file");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return file;
  }
  ~MemoryFile() {
    if (fd_ >= 0) ::close(fd_);
  }
  MemoryFile(MemoryFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  MemoryFile& operator=(MemoryFile&&) = delete;
  int fd() const { return fd_; }

 private:
  explicit MemoryFile(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace kecang::pipeline
