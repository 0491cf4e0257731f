#include "storage/rocksdb/recent_writes.h"

namespace kecang {

std::string successor(std::string_view key) {
  std::string next(key);
  next.push_back('\0');
  return next;
}

KeySpan KeySpan::of(std::string_view key) {
  return {std::string(key), successor(key)};
}

void RecentWrites::record(std::uint64_t number, const Writes& writes) {
  Commit commit{number, {}};
  commit.keys.reserve(writes.size());
  for (const auto& [key, value] : writes) {
    commit.keys.push_back(last_writer_.insert_or_assign(key, number).first);
  }
  commits_.push_back(std::move(commit));
  while (last_writer_.size() > max_keys_ && commits_.size() > 1) forget_oldest();
}

bool RecentWrites::written_since(std::uint64_t start, const KeySpan& span) const {
  if (start < forgotten_) return true;
  for (auto at = last_writer_.lower_bound(span.from); at != last_writer_.end(); ++at) {
    if (!span.to.empty() && at->first >= span.to) return false;
    if (at->second > start) return true;
  }
  return false;
}

void RecentWrites::forget_through(std::uint64_t number) {
  while (!commits_.empty() && commits_.front().number <= number) forget_oldest();
}

void RecentWrites::forget_oldest() {
  const Commit& oldest = commits_.front();
  for (const auto& key : oldest.keys) {
    // A later commit that wrote the same key holds the same entry and removes it in its turn.
    if (key->second == oldest.number) last_writer_.erase(key);
  }
  forgotten_ = oldest.number;
  commits_.pop_front();
}

}  // namespace kecang
