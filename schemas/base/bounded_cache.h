#pragma once
/// Values by key in a bounded number of bytes: what was asked for longest ago goes first. Any thread may
/// call.
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace kecang {

/// Copies of `Value` are cheap.
template <class Value>
class BoundedCache {
 public:
  explicit BoundedCache(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

  std::optional<Value> find(std::string_view key) {
    const std::lock_guard lock(mutex_);
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return {};
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->value;
  }
  /// In the place of what is kept under this key, unless `stays(kept)`; `bytes` are all that it takes.
  template <class Stays>
  void keep(std::string key, Value value, std::uint64_t bytes, Stays&& stays) {
    const std::lock_guard lock(mutex_);
    if (const auto former = by_key_.find(key); former != by_key_.end()) {
      if (stays(former->second->value)) return;
      forget(former->second);
    }
    bytes_ += bytes;
    entries_.push_front({std::move(key), std::move(value), bytes});
    by_key_.emplace(entries_.front().key, entries_.begin());
    while (bytes_ > most_bytes_ && !entries_.empty()) forget(std::prev(entries_.end()));
  }
  void keep(std::string key, Value value, std::uint64_t bytes) {
    keep(std::move(key), std::move(value), bytes, [](const Value&) { return false; });
  }
  void erase(std::string_view key) {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_key_.find(key); found != by_key_.end()) forget(found->second);
  }
  std::uint64_t bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
  }
  std::uint64_t most_bytes() const { return most_bytes_; }

 private:
  struct Entry {
    std::string key;
    Value value;
    std::uint64_t bytes;
  };
  using Entries = std::list<Entry>;
  void forget(typename Entries::iterator entry) {
    bytes_ -= entry->bytes;
    by_key_.erase(entry->key);
    entries_.erase(entry);
  }

  const std::uint64_t most_bytes_;
  mutable std::mutex mutex_;
  std::uint64_t bytes_ = 0;
  Entries entries_;  ///< the one asked for last in front
  std::unordered_map<std::string_view, typename Entries::iterator> by_key_;  ///< keys stand in the entries
};

}  // namespace kecang
