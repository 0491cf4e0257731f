#pragma once
/// The growing file of one upload, and the hash that runs along with it. One thread at a time: hold `busy`.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>

#include "schemas/base/digest.h"
#include "schemas/base/result.h"

namespace kecang {

class UploadFile {
 public:
  /// Makes the file and reserves its space; unavailable/store.disk_full where that does not fit.
  static Result<std::unique_ptr<UploadFile>> create(std::filesystem::path path, std::uint64_t length);
  /// What is there after a restart counts; bytes beyond `length` are cut off. not_found/upload.bytes_gone
  /// without a file.
  static Result<std::unique_ptr<UploadFile>> reopen(std::filesystem::path path, std::uint64_t length);
  ~UploadFile();
  UploadFile(const UploadFile&) = delete;
  UploadFile& operator=(const UploadFile&) = delete;

  /// Only its holder may call what follows.
  std::timed_mutex& busy() { return busy_; }

  std::uint64_t size() const { return size_; }
  Result<void> append(std::string_view bytes);
  /// What was appended until now survives a power cut.
  Result<void> sync();
  /// Back to a smaller size.
  Result<void> cut(std::uint64_t size);
  /// Of all bytes. What was not hashed as it came is read again.
  Result<Digest> digest();
  /// Calls `each` with the bytes from `from` to the end.
  Result<void> read_from(std::uint64_t from, const std::function<void(std::string_view)>& each) const;
  const std::filesystem::path& path() const { return path_; }

 private:
  UploadFile(std::filesystem::path path, int file, std::uint64_t size);

  std::timed_mutex busy_;
  const std::filesystem::path path_;
  const int file_;
  std::uint64_t size_;
  Sha256 hash_;
  std::uint64_t hashed_ = 0;
};

}  // namespace kecang
