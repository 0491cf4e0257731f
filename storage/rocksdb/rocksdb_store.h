#pragma once
/// MetaStore on RocksDB: the metadata engine of one machine.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "schemas/base/result.h"
#include "storage/disk/access.h"
#include "storage/disk/space_floor.h"
#include "storage/meta_store.h"

namespace kecang {

struct RocksOptions {
  Access access = Access::read_write;
  /// Writes are refused (unavailable/store.disk_full) when less than this stays free on the disk.
  std::uint64_t floor_bytes = 256ULL << 20;
  /// Shared by data, index and filter blocks: the engine's one large use of memory beside 2 × 8 MB of write
  /// buffers.
  std::size_t block_cache_bytes = 64ULL << 20;
  /// How often `run` tries before busy/store.contended.
  int max_attempts = 24;
  /// The layout features this program understands. All are written into a new store; an existing store that
  /// names another one is not opened.
  std::vector<std::string> features = {"rows-1"};
  /// Replaces the question to the file system; for tests.
  FreeBytes free_bytes = {};
};

/// Opens the store below `path`, or creates it (read_write). Errors:
/// conflict/store.in_use           another process, or another store object of this one, writes there
/// conflict/store.layout_unknown   written by a newer program; {feature}
/// unavailable/store.disk_full     too little free space to open safely; read_only works
/// unavailable/store.open_failed   with the engine's words in the detail
/// corrupt/store.corrupt
/// After a write to disk fails, every later write answers unavailable/store.write_failed until the process
/// starts again; reads go on.
Result<std::unique_ptr<MetaStore>> open_rocksdb(const std::filesystem::path& path,
                                                const RocksOptions& options);

}  // namespace kecang
