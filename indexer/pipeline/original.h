#pragma once
/// The file a job is about, opened to be read.
#include <unistd.h>

#include <utility>

#include "schemas/model/extraction.h"
#include "storage/blob_store.h"

namespace kecang::pipeline {

class Original {
 public:
  static Result<Original> open(const BlobStore& blobs, const BlobId& id) {
    KECANG_ASSIGN(const auto reader, blobs.open(id));
    KECANG_ASSIGN(const int fd, reader->descriptor());
    return Original(fd);
  }
  ~Original() {
    if (fd_ >= 0) ::close(fd_);
  }
  Original(Original&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Original& operator=(Original&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int fd() const { return fd_; }

 private:
  explicit Original(int fd) : fd_(fd) {}
  int fd_;
};

/// Whether opening the original failed for good, so that it is the file's end state and no reason to try
/// again.
inline bool is_lost(const Error& error) {
  return error.kind() == ErrorKind::not_found || error.kind() == ErrorKind::corrupt;
}

inline ExtractEnd lost(const Error& error) {
  return {.status = ExtractStatus::broken, .reason = error.code()};
}

/// A child may be killed by somebody else (an operator, the kernel short of memory), so one crash proves
/// nothing about a file; this many do.
inline constexpr int kCrashesThatCount = 3;

inline bool crashed(const ExtractEnd& end) {
  return end.reason == "extract.crashed";
}

}  // namespace kecang::pipeline
