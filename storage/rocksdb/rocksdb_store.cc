#include "storage/rocksdb/rocksdb_store.h"

#include <algorithm>
#include <random>
#include <thread>
#include <utility>

#include "storage/rocksdb/commit_queue.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/rocks_transaction.h"

namespace kecang {
namespace {

/// About 20 MB at the usual length of keys; reached only while a transaction runs for very long.
constexpr std::size_t kRememberedKeys = 100'000;
constexpr int kLongestWaitMs = 32;

/// Full jitter: any wait up to a bound that doubles, so that those who met once do not meet again.
void wait_before(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  const int bound_us = 1000 * std::min(kLongestWaitMs, 1 << std::min(attempt, 10));
  std::this_thread::sleep_for(
      std::chrono::microseconds(std::uniform_int_distribution<int>(0, bound_us)(random)));
}

class RocksSnapshot final : public MetaReader {
 public:
  explicit RocksSnapshot(std::shared_ptr<const Database> database) : view_(std::move(database)) {}
  Result<std::optional<std::string>> get(std::string_view key) override { return view_.get(key); }
  Result<std::vector<std::optional<std::string>>> multi_get(const std::vector<std::string>& keys) override {
    return view_.multi_get(keys);
  }
  Result<std::vector<Row>> scan(const Range& range) override { return view_.scan(range); }

 private:
  const Database::View view_;
};

class RocksStore final : public MetaStore {
 public:
  RocksStore(std::shared_ptr<Database> database, const std::filesystem::path& path,
             const RocksOptions& options)
      : database_(std::move(database)),
        access_(options.access),
        max_attempts_(options.max_attempts),
        floor_(path, options.floor_bytes, options.free_bytes),
        queue_([this](const std::vector<const Writes*>& group) { return database_->write(group); },
               kRememberedKeys) {}

  Result<void> run(const std::function<Result<void>(Transaction&)>& body) override {
    for (int attempt = 0; attempt < max_attempts_; ++attempt) {
      if (attempt > 0) wait_before(attempt);
      KECANG_ASSIGN(const auto outcome, run_once(body));
      if (outcome == CommitOutcome::committed) return {};
    }
    return Error::busy("store.contended");
  }

  std::unique_ptr<MetaReader> snapshot() const override { return std::make_unique<RocksSnapshot>(database_); }

  Result<std::optional<std::string>> get(std::string_view key) const override { return database_->get(key); }
  std::uint64_t version() const override { return database_->version(); }

 private:
  Result<CommitOutcome> run_once(const std::function<Result<void>(Transaction&)>& body) {
    RocksTransaction transaction(database_, queue_);
    KECANG_TRY(body(transaction));
    if (transaction.only_read()) return CommitOutcome::committed;
    if (!transaction.writes().empty()) KECANG_TRY(admit(transaction));
    return transaction.commit();
  }

  Result<void> admit(const RocksTransaction& transaction) {
    if (access_ == Access::read_only) return Error::unavailable("store.read_only");
    return floor_.admit(transaction.written_bytes());
  }

  const std::shared_ptr<Database> database_;
  const Access access_;
  const int max_attempts_;
  SpaceFloor floor_;
  CommitQueue queue_;
};

}  // namespace

Result<std::unique_ptr<MetaStore>> open_rocksdb(const std::filesystem::path& path,
                                                const RocksOptions& options) {
  KECANG_ASSIGN(auto database, Database::open(path, options));
  return std::unique_ptr<MetaStore>(std::make_unique<RocksStore>(std::move(database), path, options));
}

}  // namespace kecang
