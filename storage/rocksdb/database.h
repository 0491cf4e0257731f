#pragma once
/// The opened engine and the few things asked of it. Errors of the engine become ours here.
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/result.h"
#include "storage/meta_store.h"
#include "storage/rocksdb/recent_writes.h"
#include "storage/rocksdb/rocksdb_store.h"

namespace rocksdb {
class ColumnFamilyHandle;
class DB;
class Snapshot;
class Status;
}  // namespace rocksdb

namespace kecang {

/// Any thread may call. Rows live in the default column family; the layout's features in one of their own, so
/// that no key is reserved.
class Database {
 public:
  /// Opens, creates and checks the layout; the errors of open_rocksdb.
  static Result<std::shared_ptr<Database>> open(const std::filesystem::path& path,
                                                const RocksOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// One view of the rows, kept until it is destroyed.
  class View {
   public:
    explicit View(std::shared_ptr<const Database> database);
    ~View();
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    Result<std::optional<std::string>> get(std::string_view key) const;
    Result<std::vector<std::optional<std::string>>> multi_get(const std::vector<std::string>& keys) const;
    Result<std::vector<Row>> scan(const Range& range) const;

   private:
    std::shared_ptr<const Database> database_;
    const rocksdb::Snapshot* snapshot_;
  };

  /// The newest committed value.
  Result<std::optional<std::string>> get(std::string_view key) const;
  /// The number of the last write that reads see.
  std::uint64_t version() const;
  /// All of them in order, or none; on the disk when it returns.
  Result<void> write(const std::vector<const Writes*>& group);

 private:
  Database() = default;
  Result<void> open_engine(const std::filesystem::path& path, const RocksOptions& options);
  Result<void> check_layout(const RocksOptions& options);
  Result<void> write_layout(const RocksOptions& options);
  Result<bool> has_rows() const;

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;  ///< rows, layout
};

}  // namespace kecang
