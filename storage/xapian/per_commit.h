#pragma once
/// What was read of single documents, for as long as nothing is committed. Any thread may call.
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "storage/index.h"

namespace kecang::xapian {

template <class Value>
class PerCommit {
 public:
  using Shared = std::shared_ptr<const Value>;
  /// Beyond so many bytes it begins again with nothing.
  explicit PerCommit(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Null if it is not known.
  Shared find(const IndexPosition& position, std::uint32_t document) {
    const std::lock_guard lock(mutex_);
    if (position != position_) return nullptr;
    const auto found = values_.find(document);
    return found == values_.end() ? nullptr : found->second;
  }
  void keep(const IndexPosition& position, std::uint32_t document, Shared value, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    if (position != position_ || bytes_ > most_bytes_) {
      values_.clear();
      bytes_ = 0;
      position_ = position;
    }
    if (values_.insert_or_assign(document, std::move(value)).second) bytes_ += bytes;
  }

 private:
  const std::size_t most_bytes_;
  std::mutex mutex_;
  IndexPosition position_;
  std::size_t bytes_ = 0;
  std::unordered_map<std::uint32_t, Shared> values_;
};

}  // namespace kecang::xapian
