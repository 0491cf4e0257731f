#pragma once
/// Where the files of a blob store lie, and how a folder becomes one.
///
///   objects/ab/cdef…   a blob: 2 + 62 digits of its SHA-256
///   incoming/          bytes on their way in, emptied when the store is opened for writing
///   lock               held by the one writer
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/digest.h"
#include "schemas/base/result.h"
#include "storage/blobs/file.h"

namespace kecang {

/// Any thread may call.
class BlobFolder {
 public:
  explicit BlobFolder(std::filesystem::path root) : root_(std::move(root)) {}

  const std::filesystem::path& root() const { return root_; }
  std::filesystem::path incoming() const { return root_ / "incoming"; }
  std::filesystem::path objects() const { return root_ / "objects"; }
  std::filesystem::path file_of(const BlobId& id) const;
  /// The folders that may hold blobs, in order; each is made with its first blob.
  std::vector<std::filesystem::path> shards() const;
  /// The blobs of a shard, in order; names that are none are passed over.
  Result<std::vector<BlobId>> blobs_in(const std::filesystem::path& shard) const;

  /// Takes the writer's lock, which lasts as long as the descriptor: conflict/store.in_use.
  Result<Fd> lock() const;
  /// Makes the folders, durably, and removes half-written files. Under the lock.
  Result<void> prepare() const;
  /// unavailable/store.open_failed unless a store was made here.
  Result<void> check() const;

 private:
  std::filesystem::path root_;
};

}  // namespace kecang
