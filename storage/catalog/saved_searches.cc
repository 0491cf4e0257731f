#include "storage/catalog/saved_searches.h"

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

/// Somebody else's is as absent as one that never was.
Result<SavedSearch> own(Transaction& tx, const UserId& user, const SavedSearchId& id) {
  KECANG_ASSIGN(auto search, (rows::need<SavedSearch>(tx, keys::saved_search(id), "saved_search.absent")));
  if (search.user != user) return Error::not_found("saved_search.absent");
  return search;
}

/// Their names alone.
AuditDetails changed_members(const SavedSearch& before, const SavedSearch& after) {
  AuditDetails details;
  for (const auto& [name, value] : changes_between(before, after)) details[name] = "changed";
  return details;
}

}  // namespace

Result<SavedSearch> SavedSearchCatalog::add(const Actor& actor, SavedSearch search) {
  SavedSearch stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    stored = search;
    stored.id = SavedSearchId::make(now);
    stored.version = 1;
    stored.created_at = stored.seen_at = now;
    KECANG_ASSIGN(const auto others,
                  tx.scan(Range::prefix(keys::saved_searches_of(stored.user), kPerUser + 1)));
    if (others.size() >= kPerUser)
      return Error::conflict("saved_search.too_many").with("limit", std::to_string(kPerUser));
    KECANG_TRY(rows::put(tx, keys::saved_search(stored.id), stored));
    KECANG_TRY(tx.put(keys::saved_search_of(stored.user, stored.id), ""));
    return append_audit(tx, now, actor, "saved_search.created", stored.id.text(),
                        {{"user", stored.user.text()}});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<std::vector<SavedSearch>> SavedSearchCatalog::of_user(const UserId& user) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto listed, snapshot->scan(Range::prefix(keys::saved_searches_of(user))));
  std::vector<std::string> wanted;
  for (const auto& row : listed)
    wanted.push_back(keys::saved_search(SavedSearchId::trusted(std::string(keys::last_part(row.key)))));
  KECANG_ASSIGN(auto found, (rows::find_all<SavedSearch>(*snapshot, wanted)));
  std::vector<SavedSearch> searches;
  for (auto& search : found)
    if (search) searches.push_back(std::move(*search));
  return searches;
}

Result<SavedSearch> SavedSearchCatalog::of_user(const UserId& user, const SavedSearchId& id) const {
  KECANG_ASSIGN(auto search,
                (rows::need<SavedSearch>(store_, keys::saved_search(id), "saved_search.absent")));
  if (search.user != user) return Error::not_found("saved_search.absent");
  return search;
}

Result<std::optional<SavedSearch>> SavedSearchCatalog::by_feed(const SavedSearchId& id,
                                                               const Digest& secret_hash) const {
  KECANG_ASSIGN(auto search, (rows::find<SavedSearch>(store_, keys::saved_search(id))));
  if (search && search->feed_hash != secret_hash) search.reset();
  return search;
}

Result<SavedSearch> SavedSearchCatalog::change(const Actor& actor, const UserId& user,
                                               const SavedSearchId& id, std::optional<std::uint64_t> version,
                                               std::string action,
                                               const std::function<Result<void>(SavedSearch&)>& edit) {
  SavedSearch changed;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto before, own(tx, user, id));
    if (version && before.version != *version) return Error::conflict("saved_search.changed");
    changed = before;
    KECANG_TRY(edit(changed));
    changed.version += 1;
    KECANG_TRY(rows::put(tx, keys::saved_search(id), changed));
    return append_audit(tx, clock_.now(), actor, action, id.text(), changed_members(before, changed));
  };
  KECANG_TRY(run_audited(store_, step));
  return changed;
}

Result<SavedSearch> SavedSearchCatalog::mark_seen(const UserId& user, const SavedSearchId& id,
                                                  const std::function<void(SavedSearch&)>& edit) {
  SavedSearch marked;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(marked, own(tx, user, id));
    edit(marked);
    marked.seen_at = clock_.now();
    return rows::put(tx, keys::saved_search(id), marked);
  };
  KECANG_TRY(store_.run(step));
  return marked;
}

Result<void> SavedSearchCatalog::erase(const Actor& actor, const UserId& user, const SavedSearchId& id) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_TRY(own(tx, user, id));
    KECANG_TRY(tx.erase(keys::saved_search(id)));
    KECANG_TRY(tx.erase(keys::saved_search_of(user, id)));
    return append_audit(tx, clock_.now(), actor, "saved_search.erased", id.text(), {});
  });
}

}  // namespace kecang
