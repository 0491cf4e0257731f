#pragma once
/// The one place where engines are named: opens the stores the configuration asks for.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "schemas/base/clock.h"
#include "storage/blob_store.h"
#include "storage/index.h"
#include "storage/meta_store.h"

namespace kecang {

struct StorageConfig {
  std::filesystem::path data;               ///< the data folder: meta/, blobs/, index/, uploads/
  std::uint64_t free_space_floor = 1ULL << 30;  ///< bytes that stay free; below, writes are refused
};

enum class Access { read_only, read_write };

Result<std::unique_ptr<MetaStore>> open_meta_store(const StorageConfig& config, const Clock& clock);
Result<std::unique_ptr<BlobStore>> open_blob_store(const StorageConfig& config, Access access);
Result<std::unique_ptr<IndexReader>> open_index_reader(const StorageConfig& config);
Result<std::unique_ptr<IndexWriter>> open_index_writer(const StorageConfig& config);

}  // namespace kecang
