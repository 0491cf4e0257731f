#include "storage/open.h"

#include "storage/blobs/local_blobs.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "storage/xapian/index_reader.h"

namespace kecang {

Result<std::unique_ptr<MetaStore>> open_meta_store(const StorageConfig& config) {
  RocksOptions options;
  options.floor_bytes = config.free_space_floor;
  options.features = {"rows-1",        "catalogue-1",       "questions-1",
                      "agreements-1",  "collections-1",     "group-requests-1",
                      "submissions-1", "standards-1",       "hand-overs-1",
                      "titles-1",      "agreement-files-1", "desk-1"};  // schemas/catalog-layout.md
  return open_rocksdb(config.data / "meta", options);
}

Result<std::unique_ptr<BlobStore>> open_blob_store(const StorageConfig& config, Access access) {
  return open_local_blobs(config.data / "blobs", {.access = access, .floor_bytes = config.free_space_floor});
}

Result<std::unique_ptr<IndexReader>> open_index_reader(const StorageConfig& config) {
  return std::unique_ptr<IndexReader>(std::make_unique<xapian::LocalReader>(
      config.data / "index", xapian::ReaderOptions{.posting_bytes = config.postings_bytes}));
}

Result<std::unique_ptr<IndexInspector>> open_index_inspector(const StorageConfig& config) {
  return std::unique_ptr<IndexInspector>(std::make_unique<xapian::LocalReader>(config.data / "index"));
}

}  // namespace kecang
