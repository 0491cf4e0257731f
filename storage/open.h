#pragma once
/// The one place where engines are named: opens the stores the configuration asks for (target kecang_open).
#include <cstdint>
#include <filesystem>
#include <memory>

#include "storage/blob_store.h"
#include "storage/disk/access.h"
#include "storage/index.h"
#include "storage/meta_store.h"

namespace kecang {

struct StorageConfig {
  std::filesystem::path data;                   ///< the data folder: meta/, blobs/, index/, uploads/
  std::uint64_t free_space_floor = 1ULL << 30;  ///< bytes that stay free; below, writes are refused
  std::uint64_t postings_bytes = 64ULL << 20;   ///< memory of an index reader for lists of documents
};

/// Errors: see open_rocksdb (storage/rocksdb/rocksdb_store.h) and open_local_blobs
/// (storage/blobs/local_blobs.h).
Result<std::unique_ptr<MetaStore>> open_meta_store(const StorageConfig& config);
Result<std::unique_ptr<BlobStore>> open_blob_store(const StorageConfig& config, Access access);
/// The index need not exist yet.
Result<std::unique_ptr<IndexReader>> open_index_reader(const StorageConfig& config);
Result<std::unique_ptr<IndexInspector>> open_index_inspector(const StorageConfig& config);

}  // namespace kecang
