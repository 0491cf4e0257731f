#include "storage/rocksdb/rocks_transaction.h"

#include <iterator>
#include <utility>

namespace kecang {
namespace {

using Bounds = MetaStoreBounds;

Result<void> check_row(std::string_view key, std::size_t value_bytes) {
  if (key.size() > Bounds::kKeyBytes) {
    return Error::too_large("store.key_too_large").with("limit", std::to_string(Bounds::kKeyBytes));
  }
  if (value_bytes > Bounds::kValueBytes) {
    return Error::too_large("store.value_too_large").with("limit", std::to_string(Bounds::kValueBytes));
  }
  return {};
}

bool contains(const Range& range, const std::string& key) {
  return key >= range.from && (range.to.empty() || key < range.to);
}

std::size_t size_of(const std::optional<std::string>& value) {
  return value ? value->size() : 0;
}

}  // namespace

RocksTransaction::RocksTransaction(std::shared_ptr<const Database> database, CommitQueue& queue)
    : queue_(queue), visit_(queue), view_(std::move(database)) {}

Result<std::optional<std::string>> RocksTransaction::get(std::string_view key) {
  if (const auto own = writes_.find(key); own != writes_.end()) return own->second;
  reads_.push_back(KeySpan::of(key));
  return view_.get(key);
}

Result<std::vector<std::optional<std::string>>> RocksTransaction::multi_get(
    const std::vector<std::string>& keys) {
  KECANG_ASSIGN(auto values, view_.multi_get(keys));
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (const auto own = writes_.find(keys[i]); own != writes_.end()) {
      values[i] = own->second;
    } else {
      reads_.push_back(KeySpan::of(keys[i]));
    }
  }
  return values;
}

Result<std::vector<Row>> RocksTransaction::scan(const Range& range) {
  if (range.limit == 0) return std::vector<Row>();
  // Own erasures may hide as many stored rows as there are own writes in the range; with that many more read,
  // the first `limit` rows of the overlay are right.
  Range wider = range;
  wider.limit += own_writes_in(range);
  KECANG_ASSIGN(auto stored, view_.scan(wider));
  auto rows = overlay(range, std::move(stored));
  note_scan(range, rows);
  return rows;
}

Result<void> RocksTransaction::lock(std::string_view key) {
  KECANG_TRY(check_row(key, 0));
  reads_.push_back(KeySpan::of(key));
  locked_ = true;
  return {};
}

Result<void> RocksTransaction::put(std::string_view key, std::string_view value) {
  KECANG_TRY(check_row(key, value.size()));
  return write(key, std::string(value));
}

Result<void> RocksTransaction::erase(std::string_view key) {
  KECANG_TRY(check_row(key, 0));
  return write(key, std::nullopt);
}

Result<void> RocksTransaction::write(std::string_view key, std::optional<std::string> value) {
  const auto own = writes_.find(key);
  const bool first = own == writes_.end();
  const std::size_t rows = writes_.size() + (first ? 1 : 0);
  const std::size_t bytes =
      bytes_ + size_of(value) + (first ? key.size() : 0) - (first ? 0 : size_of(own->second));
  if (rows > Bounds::kRowsPerTransaction || bytes > Bounds::kBytesPerTransaction) {
    return Error::too_large("store.transaction_too_large")
        .with("rows", std::to_string(Bounds::kRowsPerTransaction))
        .with("bytes", std::to_string(Bounds::kBytesPerTransaction));
  }
  bytes_ = bytes;
  writes_.insert_or_assign(std::string(key), std::move(value));
  return {};
}

std::size_t RocksTransaction::own_writes_in(const Range& range) const {
  std::size_t count = 0;
  for (auto own = writes_.lower_bound(range.from); own != writes_.end() && contains(range, own->first); ++own)
    ++count;
  return count;
}

std::vector<Row> RocksTransaction::overlay(const Range& range, std::vector<Row> stored) const {
  const auto own_count = own_writes_in(range);
  if (own_count == 0) return stored;
  Writes merged;
  for (Row& row : stored) merged.emplace(std::move(row.key), std::move(row.value));
  auto own = writes_.lower_bound(range.from);
  for (std::size_t i = 0; i < own_count; ++i, ++own) merged.insert_or_assign(own->first, own->second);

  std::vector<Row> rows;
  const auto take = [&](Writes::value_type& entry) {
    if (entry.second && rows.size() < range.limit) rows.push_back({entry.first, *std::move(entry.second)});
  };
  if (range.reverse) {
    for (auto at = merged.rbegin(); at != merged.rend(); ++at) take(*at);
  } else {
    for (auto& entry : merged) take(entry);
  }
  return rows;
}

/// A scan cut off by its limit has looked only as far as its last row: a queue's readers do not meet its
/// writers.
void RocksTransaction::note_scan(const Range& range, const std::vector<Row>& rows) {
  KeySpan seen{range.from, range.to};
  if (rows.size() == range.limit)
    (range.reverse ? seen.from : seen.to) = range.reverse ? rows.back().key : successor(rows.back().key);
  reads_.push_back(std::move(seen));
}

}  // namespace kecang
