#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "schemas/base/digest.h"
#include "storage/blob_store.h"
#include "storage/blobs/file.h"
#include "storage/disk/space_floor.h"

namespace kecang {

/// Streams into a file below incoming/ and hashes on the way. The store's commit takes it apart.
/// Not for use by several threads at once.
class LocalBlobWriter final : public BlobWriter {
 public:
  LocalBlobWriter(Fd file, std::filesystem::path path, SpaceFloor& floor)
      : file_(std::move(file)), path_(std::move(path)), floor_(floor) {}
  /// Removes the file unless it was renamed away.
  ~LocalBlobWriter() override;

  Result<void> append(std::string_view bytes) override;
  std::uint64_t size() const override { return size_; }

  /// The store that began it; a writer of another one is refused.
  bool belongs_to(const SpaceFloor& floor) const { return &floor == &floor_; }
  /// The first error of an append: what is in the file since is unknown.
  const std::optional<Error>& failure() const { return failure_; }
  const Fd& file() const { return file_; }
  const std::filesystem::path& path() const { return path_; }
  BlobId finish_digest() { return hash_.finish(); }
  /// The file has its place and is no longer ours to remove.
  void release() { path_.clear(); }

 private:
  Result<void> write(std::string_view bytes);

  Fd file_;
  std::filesystem::path path_;
  SpaceFloor& floor_;
  Sha256 hash_;
  std::uint64_t size_ = 0;
  std::optional<Error> failure_;
};

}  // namespace kecang
