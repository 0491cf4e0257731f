#pragma once
/// BlobStore in plain files of one machine.
#include <cstdint>
#include <filesystem>
#include <memory>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"
#include "storage/blob_store.h"
#include "storage/disk/access.h"
#include "storage/disk/space_floor.h"

namespace kecang {

struct LocalBlobOptions {
  Access access = Access::read_write;
  /// Writes are refused (unavailable/store.disk_full) when less than this stays free on the disk.
  std::uint64_t floor_bytes = 1ULL << 30;
  /// What `stored_at` is taken from; not owned, outlives the store. The machine's clock if null.
  const Clock* clock = nullptr;
  /// Replaces the question to the file system; for tests.
  FreeBytes free_bytes = {};
};

/// Opens the store below `path`. `read_write` makes the directories, removes what a crash left half-written,
/// and is for one store object at a time: conflict/store.in_use. `read_only` changes nothing, may be open any
/// number of times beside a writer and sees what that has committed; its writes answer
/// unavailable/store.read_only. unavailable/store.open_failed where there is no such store or no right to it.
Result<std::unique_ptr<BlobStore>> open_local_blobs(const std::filesystem::path& path,
                                                    const LocalBlobOptions& options = {});

}  // namespace kecang
