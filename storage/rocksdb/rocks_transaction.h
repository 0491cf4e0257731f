#pragma once
/// One run of a transaction's function: reads from a view overlaid by its own writes, and notes what it
/// looked at.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/meta_store.h"
#include "storage/rocksdb/commit_queue.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/recent_writes.h"

namespace kecang {

/// Not for use by several threads at once.
class RocksTransaction final : public Transaction {
 public:
  RocksTransaction(std::shared_ptr<const Database> database, CommitQueue& queue);

  Result<std::optional<std::string>> get(std::string_view key) override;
  Result<std::vector<std::optional<std::string>>> multi_get(const std::vector<std::string>& keys) override;
  Result<std::vector<Row>> scan(const Range& range) override;
  Result<void> lock(std::string_view key) override;
  Result<void> put(std::string_view key, std::string_view value) override;
  Result<void> erase(std::string_view key) override;

  /// A transaction that changed and locked nothing saw one moment and needs no check.
  bool only_read() const { return writes_.empty() && !locked_; }
  /// Keys and values written, in bytes.
  std::size_t written_bytes() const { return bytes_; }
  const Writes& writes() const { return writes_; }
  Result<CommitOutcome> commit() { return queue_.commit(visit_, reads_, writes_); }

 private:
  Result<void> write(std::string_view key, std::optional<std::string> value);
  std::vector<Row> overlay(const Range& range, std::vector<Row> stored) const;
  std::size_t own_writes_in(const Range& range) const;
  void note_scan(const Range& range, const std::vector<Row>& rows);

  CommitQueue& queue_;
  const CommitQueue::Visit visit_;  // before view_: the view must show all that landed before the visit began
  const Database::View view_;
  Writes writes_;
  std::vector<KeySpan> reads_;
  std::size_t bytes_ = 0;
  bool locked_ = false;
};

}  // namespace kecang
