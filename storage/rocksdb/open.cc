/// How the engine is opened: its settings, the checks before, and the layout's features.
#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/options.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "storage/rocksdb/database.h"
#include "storage/rocksdb/status.h"

namespace kecang {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kWriteBufferBytes = 8ULL << 20;
constexpr std::size_t kWalBytes = 32ULL << 20;
constexpr int kCacheShardBits = 2;
/// This many deletions among so many rows in a file, and it is compacted: a queue whose front was worked off
/// would be read through its tombstones with every look.
constexpr std::size_t kDeletionWindow = 8'192;
constexpr std::size_t kDeletionsInWindow = 4'096;
constexpr std::size_t kInfoLogBytes = 1ULL << 20;
constexpr const char* kLayoutFamily = "layout";
constexpr const char* kFeatureKey = "feature/";  // one row for each feature, its name after the slash

rocksdb::DBOptions engine_options(const RocksOptions& options) {
  rocksdb::DBOptions engine;
  engine.create_if_missing = options.access == Access::read_write;
  engine.create_missing_column_families = options.access == Access::read_write;
  engine.max_total_wal_size = kWalBytes;
  engine.max_background_jobs = 2;
  engine.max_open_files = 256;
  engine.bytes_per_sync = 1 << 20;
  engine.info_log_level = rocksdb::WARN_LEVEL;
  engine.max_log_file_size = kInfoLogBytes;
  engine.keep_log_file_num = 3;
  engine.stats_dump_period_sec = 0;
  engine.stats_persist_period_sec = 0;
  // A failed write is final until the process starts again: the engine must not go on by itself behind our
  // back.
  engine.max_bgerror_resume_count = 0;
  return engine;
}

rocksdb::CompressionType compression() {
  const auto known = rocksdb::GetSupportedCompressions();
  const bool lz4 = std::find(known.begin(), known.end(), rocksdb::kLZ4Compression) != known.end();
  return lz4 ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
}

rocksdb::ColumnFamilyOptions row_options(const RocksOptions& options) {
  rocksdb::BlockBasedTableOptions table;
  // Indexes and filters are cut into pieces of a few kilobytes: whole ones are as large as a shard of the
  // cache and would push each other out with every read.
  table.block_cache = rocksdb::NewLRUCache(options.block_cache_bytes, kCacheShardBits);
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.pin_top_level_index_and_filter = true;
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10, false));
  rocksdb::ColumnFamilyOptions rows;
  rows.write_buffer_size = kWriteBufferBytes;
  rows.max_write_buffer_number = 2;
  rows.compression = compression();
  rows.level_compaction_dynamic_level_bytes = true;
  rows.table_properties_collector_factories.push_back(
      rocksdb::NewCompactOnDeletionCollectorFactory(kDeletionWindow, kDeletionsInWindow));
  rows.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return rows;
}

std::vector<rocksdb::ColumnFamilyDescriptor> families(const RocksOptions& options) {
  rocksdb::ColumnFamilyOptions layout;
  layout.write_buffer_size = 64 << 10;
  return {{rocksdb::kDefaultColumnFamilyName, row_options(options)}, {kLayoutFamily, layout}};
}

Error open_error(const rocksdb::Status& status) {
  // The engine has no status of its own for a lock that is held, but names its lock file.
  if (status.IsIOError() && status.ToString().find("/LOCK") != std::string::npos) {
    return Error::conflict("store.in_use").because(status.ToString());
  }
  return error_of(status, "store.open_failed");
}

/// Bytes of the write-ahead logs, which opening writes out once more.
std::uint64_t replay_bytes(const fs::path& path) {
  std::uint64_t bytes = 0;
  std::error_code gone;
  for (fs::directory_iterator at(path, gone), end; !gone && at != end; at.increment(gone)) {
    if (at->path().extension() != ".log") continue;
    std::error_code unread;
    if (const auto size = at->file_size(unread); !unread) bytes += size;
  }
  return bytes;
}

/// The engine ends the process when it opens on a full disk, so it is asked only with room to replay.
Result<void> prepare_directory(const fs::path& path, const RocksOptions& options) {
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed) return Error::unavailable("store.open_failed").because(path.string() + ": " + failed.message());
  return SpaceFloor(path, options.floor_bytes, options.free_bytes).admit(replay_bytes(path));
}

}  // namespace

Result<std::shared_ptr<Database>> Database::open(const fs::path& path, const RocksOptions& options) {
  if (options.access == Access::read_write) KECANG_TRY(prepare_directory(path, options));
  std::shared_ptr<Database> database(new Database);
  KECANG_TRY(database->open_engine(path, options));
  KECANG_TRY(database->check_layout(options));
  return database;
}

Result<void> Database::open_engine(const fs::path& path, const RocksOptions& options) {
  const auto engine = engine_options(options);
  rocksdb::DB* db = nullptr;
  const auto status =
      options.access == Access::read_only
          ? rocksdb::DB::OpenForReadOnly(engine, path.string(), families(options), &families_, &db)
          : rocksdb::DB::Open(engine, path.string(), families(options), &families_, &db);
  if (!status.ok()) return open_error(status);
  db_.reset(db);
  return {};
}

Result<void> Database::check_layout(const RocksOptions& options) {
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}, families_[1]));
  bool named = false;
  for (at->SeekToFirst(); at->Valid(); at->Next()) {
    named = true;
    const std::string key = at->key().ToString();
    const std::string feature =
        key.starts_with(kFeatureKey) ? key.substr(std::string_view(kFeatureKey).size()) : key;
    if (std::find(options.features.begin(), options.features.end(), feature) == options.features.end()) {
      return Error::conflict("store.layout_unknown").with("feature", feature);
    }
  }
  if (!at->status().ok()) return error_of(at->status(), "store.read_failed");
  if (named) return {};
  return write_layout(options);
}

Result<void> Database::write_layout(const RocksOptions& options) {
  KECANG_ASSIGN(const bool foreign, has_rows());
  if (foreign) return Error::conflict("store.layout_unknown").with("feature", "");
  if (options.access == Access::read_only) return {};
  rocksdb::WriteBatch batch;
  for (const auto& feature : options.features) {
    if (auto status = batch.Put(families_[1], kFeatureKey + feature, ""); !status.ok()) {
      return error_of(status, "store.write_failed");
    }
  }
  rocksdb::WriteOptions durable;
  durable.sync = true;
  if (auto status = db_->Write(durable, &batch); !status.ok()) return error_of(status, "store.write_failed");
  return {};
}

Result<bool> Database::has_rows() const {
  const std::unique_ptr<rocksdb::Iterator> at(db_->NewIterator({}, families_[0]));
  at->SeekToFirst();
  if (!at->status().ok()) return error_of(at->status(), "store.read_failed");
  return at->Valid();
}

}  // namespace kecang
