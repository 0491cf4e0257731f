#pragma once
/// The metadata port: ordered bytes with serialisable transactions. One contract suite (tests/contract) runs
/// over every engine; the catalogue is written once above it. Any thread may call.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/base/result.h"

namespace kecang {

/// What every engine must hold to, so that a catalogue written against one fits all.
struct MetaStoreBounds {
  static constexpr std::size_t kKeyBytes = 512;
  static constexpr std::size_t kValueBytes = 64 * 1024;
  static constexpr std::size_t kRowsPerTransaction = 1'000;
  static constexpr std::size_t kBytesPerTransaction = 4 * 1024 * 1024;
};

struct Row {
  std::string key;
  std::string value;
  bool operator==(const Row&) const = default;
};

/// Keys in [from, to); `to` empty means "to the end". At most `limit` rows. `reverse` starts at the largest
/// key.
struct Range {
  std::string from;
  std::string to;
  std::size_t limit = 1'000;
  bool reverse = false;
  /// All keys that begin with `prefix`.
  static Range prefix(std::string_view prefix, std::size_t limit = 1'000);
};

inline Range Range::prefix(std::string_view prefix, std::size_t limit) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return {.from = std::string(prefix), .to = std::move(end), .limit = limit};
}

/// Reads shared by transactions and snapshots.
class MetaReader {
 public:
  virtual ~MetaReader() = default;
  virtual Result<std::optional<std::string>> get(std::string_view key) = 0;
  /// Answers in the order asked.
  virtual Result<std::vector<std::optional<std::string>>> multi_get(const std::vector<std::string>& keys) = 0;
  virtual Result<std::vector<Row>> scan(const Range& range) = 0;
};

/// Valid only inside the function given to `run`. Reads see the transaction's own writes; what was read is
/// checked at commit, scanned ranges included, so that two transactions that commit could have run one after
/// the other.
class Transaction : public MetaReader {
 public:
  /// Nobody else commits a change of this key before we do, whether or not it exists.
  virtual Result<void> lock(std::string_view key) = 0;
  /// too_large/store.key_too_large, store.value_too_large, store.transaction_too_large beyond the bounds.
  virtual Result<void> put(std::string_view key, std::string_view value) = 0;
  virtual Result<void> erase(std::string_view key) = 0;
};

class MetaStore {
 public:
  virtual ~MetaStore() = default;
  /// Runs `body` and commits; on a conflict runs it again from the start, with jitter, a bounded number of
  /// times (then busy/store.contended). Durable when it returns without error. An error of `body` rolls
  /// everything back. unavailable/store.disk_full when the free space is under the floor: nothing was
  /// written, reads go on.
  virtual Result<void> run(const std::function<Result<void>(Transaction&)>& body) = 0;
  /// A frozen view of now. Release it soon.
  virtual std::unique_ptr<MetaReader> snapshot() const = 0;
  /// Newest committed value.
  virtual Result<std::optional<std::string>> get(std::string_view key) const = 0;
  /// Another one after every commit: between two equal answers nothing was committed.
  virtual std::uint64_t version() const = 0;
};

}  // namespace kecang
