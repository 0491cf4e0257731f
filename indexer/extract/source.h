#pragma once
/// The file to be read: an open, seekable descriptor whose offset is left alone, or bytes that came out of
/// another file. Not for use by several threads at once.
#include <cstdint>
#include <string>
#include <string_view>

#include "schemas/base/result.h"

namespace kecang::extract {

class Source {
 public:
  /// The caller keeps `fd`. `name` is the file's own name, a hint and never a path.
  /// invalid/extract.unreadable when the descriptor is no regular file.
  static Result<Source> of(int fd, std::string name);
  /// `bytes` must outlive the source.
  static Source of_bytes(std::string_view bytes, std::string name);

  /// -1 of bytes.
  int fd() const { return fd_; }
  const std::string& name() const { return name_; }
  std::uint64_t size() const { return size_; }
  /// Fewer bytes than asked at the end of the file.
  std::string read(std::uint64_t offset, std::size_t length) const;
  /// The name's last part after a dot, in lower case, without the dot.
  std::string extension() const;

 private:
  Source(int fd, std::string name, std::uint64_t size) : fd_(fd), name_(std::move(name)), size_(size) {}
  int fd_;
  std::string name_;
  std::uint64_t size_;
  std::string_view bytes_{};
};

}  // namespace kecang::extract
