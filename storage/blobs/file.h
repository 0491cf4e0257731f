#pragma once
/// The few file calls the blob store is made of, with our errors.
#include <fcntl.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "schemas/base/result.h"

namespace kecang {

/// An open descriptor, closed at the end. -1: none.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  ~Fd();
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int get() const { return fd_; }
  /// The caller closes it.
  int release() { return std::exchange(fd_, -1); }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// `code` of unavailable with the system's words about `path`; a full disk or quota is always
/// store.disk_full.
Error file_error(const char* code, const std::filesystem::path& path, int error_number);

/// open(2), never inherited by another program. Look at errno where it fails.
Fd open_file(const std::filesystem::path& path, int flags, mode_t mode = 0);
/// All of `bytes`, or blob.write_failed / store.disk_full.
Result<void> write_all(const Fd& file, std::string_view bytes, const std::filesystem::path& path);
/// Content and size are on the disk when it returns.
Result<void> sync_file(const Fd& file, const std::filesystem::path& path);
/// Names made, renamed and removed in the directory are on the disk when it returns.
Result<void> sync_directory(const std::filesystem::path& path);

}  // namespace kecang
