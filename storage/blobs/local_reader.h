#pragma once
#include <cstdint>
#include <filesystem>
#include <utility>

#include "storage/blob_store.h"
#include "storage/blobs/file.h"

namespace kecang {

class LocalBlobReader final : public BlobReader {
 public:
  LocalBlobReader(Fd file, std::uint64_t size, std::filesystem::path path)
      : file_(std::move(file)), size_(size), path_(std::move(path)) {}
  std::uint64_t size() const override { return size_; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override;
  /// Opened anew, so that its position is nobody else's.
  Result<int> descriptor() const override;

 private:
  const Fd file_;
  const std::uint64_t size_;
  const std::filesystem::path path_;
};

}  // namespace kecang
