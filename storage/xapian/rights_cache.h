#pragma once
/// Values that are worked out for what a scope may see, kept by everything in the scope that decides about
/// it, so that two scopes share only what is equal.
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "schemas/model/access_scope.h"
#include "storage/index.h"

namespace kecang::xapian {

/// Equal for scopes that see the same in every library: the terms, and what their grants of viewing ask for.
std::string rights_of(const AccessScope& scope);

/// The ones asked for last stay. Any thread may call.
template <class Value>
class RightsCache {
 public:
  explicit RightsCache(std::uint64_t bytes) : bytes_(bytes) {}
  struct Kept {
    IndexPosition position;  ///< the commit it is of
    std::shared_ptr<const Value> value;
  };
  std::optional<Kept> find(const std::string& rights) {
    const std::lock_guard lock(mutex_);
    const auto found = by_rights_.find(rights);
    if (found == by_rights_.end()) return {};
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->kept;
  }
  void keep(std::string rights, Kept kept) {
    const std::lock_guard lock(mutex_);
    if (const auto former = by_rights_.find(rights); former != by_rights_.end()) {
      const auto& there = former->second->kept.position;
      if (there.generation == kept.position.generation && there.revision > kept.position.revision) return;
      forget(former->second);
    }
    kept_bytes_ += kept.value->bytes() + rights.size();
    entries_.push_front({std::move(rights), std::move(kept)});
    by_rights_.emplace(entries_.front().rights, entries_.begin());
    while (kept_bytes_ > bytes_ && entries_.size() > 1) forget(std::prev(entries_.end()));
  }

 private:
  struct Entry {
    std::string rights;
    Kept kept;
  };
  using Entries = std::list<Entry>;
  void forget(typename Entries::iterator entry) {
    kept_bytes_ -= entry->kept.value->bytes() + entry->rights.size();
    by_rights_.erase(entry->rights);
    entries_.erase(entry);
  }

  const std::uint64_t bytes_;
  std::mutex mutex_;
  std::uint64_t kept_bytes_ = 0;
  Entries entries_;  ///< the one asked for last in front
  std::unordered_map<std::string_view, typename Entries::iterator> by_rights_;  ///< keys stand in the entries
};

}  // namespace kecang::xapian
