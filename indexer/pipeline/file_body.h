#pragma once
/// A file as a request body. Not for use by several threads at once.
#include <filesystem>
#include <fstream>

#include "indexer/pipeline/http_client.h"

namespace kecang::pipeline {

class FileBody final : public RequestBody {
 public:
  /// not_found/import.path_unreadable
  static Result<FileBody> open(const std::filesystem::path& file);
  std::uint64_t size() const override { return size_; }
  Result<void> rewind() override;
  /// conflict/import.file_changed when the file became shorter.
  Result<std::size_t> read(std::span<char> into) override;

 private:
  explicit FileBody(const std::filesystem::path& file);
  std::string path_;
  std::ifstream in_;
  std::uint64_t size_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace kecang::pipeline
