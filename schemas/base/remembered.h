#pragma once
/// What was worked out from one version of something that changes, for as long as it does not. Any thread may
/// call.
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace kecang {

template <class Value>
class Remembered {
 public:
  explicit Remembered(std::size_t most) : most_(most) {}
  std::optional<Value> find(std::uint64_t version, const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (version != version_) return {};
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }
  /// `version` is the one of before the value was worked out.
  void keep(std::uint64_t version, const std::string& key, Value value) {
    const std::lock_guard lock(mutex_);
    if (version < version_) return;
    if (version != version_ || values_.size() >= most_) values_.clear();
    version_ = version;
    values_.insert_or_assign(key, std::move(value));
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::uint64_t version_ = 0;
  std::unordered_map<std::string, Value> values_;
};

}  // namespace kecang
