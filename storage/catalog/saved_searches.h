#pragma once
/// The searches people keep. A person's own, whatever they may see: what a search finds is decided when it is
/// run. Any thread may call.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/saved_search.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

class SavedSearchCatalog {
 public:
  SavedSearchCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// conflict/saved_search.too_many beyond kPerUser. Returns what is stored, with its id.
  Result<SavedSearch> add(const Actor& actor, SavedSearch search);
  static constexpr std::size_t kPerUser = 50;
  /// Oldest first.
  Result<std::vector<SavedSearch>> of_user(const UserId& user) const;
  /// not_found/saved_search.absent, also for somebody else's.
  Result<SavedSearch> of_user(const UserId& user, const SavedSearchId& id) const;
  /// Whoever it belongs to, when its feed has this secret; nothing otherwise.
  Result<std::optional<SavedSearch>> by_feed(const SavedSearchId& id, const Digest& secret_hash) const;
  /// Reads, changes, checks that the stored version is still `version` (conflict/saved_search.changed; none:
  /// whatever it is), raises it, writes the audit record `action`. What people look for is theirs: the record
  /// names the members that differ and not what they say.
  Result<SavedSearch> change(const Actor& actor, const UserId& user, const SavedSearchId& id,
                             std::optional<std::uint64_t> version, std::string action,
                             const std::function<Result<void>(SavedSearch&)>& edit);
  /// Remembers what was shown; a person's own bookkeeping: no new version, no audit record. `edit` gets what
  /// is stored.
  Result<SavedSearch> mark_seen(const UserId& user, const SavedSearchId& id,
                                const std::function<void(SavedSearch&)>& edit);
  Result<void> erase(const Actor& actor, const UserId& user, const SavedSearchId& id);

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
