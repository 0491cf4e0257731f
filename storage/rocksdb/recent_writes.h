#pragma once
/// Which keys were written lately, and by which commit: what a transaction's reads are checked against.
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kecang {

/// A transaction's writes; no value means the key is erased.
using Writes = std::map<std::string, std::optional<std::string>, std::less<>>;

/// Keys in [from, to) that a transaction looked at, found or not; `to` empty means "to the end".
struct KeySpan {
  std::string from;
  std::string to;
  /// One key.
  static KeySpan of(std::string_view key);
};

/// The smallest key after `key`.
std::string successor(std::string_view key);

/// Not for use by several threads at once.
class RecentWrites {
 public:
  /// Remembers at most about this many keys; the oldest commits are forgotten first.
  explicit RecentWrites(std::size_t max_keys) : max_keys_(max_keys) {}

  /// `number` is larger than every number before.
  void record(std::uint64_t number, const Writes& writes);
  /// Whether a commit after `start` wrote into the span, or might have and is forgotten.
  bool written_since(std::uint64_t start, const KeySpan& span) const;
  /// Commits up to `number` need not be remembered any longer.
  void forget_through(std::uint64_t number);
  std::size_t keys() const { return last_writer_.size(); }

 private:
  using LastWriter = std::map<std::string, std::uint64_t, std::less<>>;
  struct Commit {
    std::uint64_t number;
    std::vector<LastWriter::iterator> keys;
  };
  void forget_oldest();

  const std::size_t max_keys_;
  LastWriter last_writer_;
  std::deque<Commit> commits_;
  std::uint64_t forgotten_ = 0;  ///< nothing is known of commits up to this one
};

}  // namespace kecang
