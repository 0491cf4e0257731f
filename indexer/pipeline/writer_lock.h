#pragma once
/// The right to write the index, held by one process of a data folder at a time; it ends with the process.
#include <unistd.h>

#include <filesystem>
#include <utility>

#include "schemas/base/result.h"

namespace kecang::pipeline {

class WriterLock {
 public:
  /// conflict/index.locked while another process has it.
  static Result<WriterLock> take(const std::filesystem::path& data);
  ~WriterLock() {
    if (file_ >= 0) ::close(file_);
  }
  WriterLock(WriterLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  WriterLock& operator=(WriterLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }

 private:
  explicit WriterLock(int file) : file_(file) {}
  int file_;
};

/// <data>/indexer, made if it is absent: what the indexer keeps for itself.
Result<std::filesystem::path> indexer_folder(const std::filesystem::path& data);

}  // namespace kecang::pipeline
