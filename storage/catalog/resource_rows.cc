#include "storage/catalog/resource_rows.h"

#include <algorithm>

#include "schemas/base/file_name.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/title_rows.h"
#include "storage/catalog/version_rows.h"

namespace kecang {
namespace {

constexpr std::size_t kExtensionBytes = 8;

std::string holders_key(const Resource& resource) {
  // Empty files are no duplicates of each other in any sense a teacher would understand.
  if (!resource.revision || resource.revision->size == 0 || resource.state == FileState::withdrawn) return {};
  return keys::holders(resource.owner, resource.revision->blob);
}

Result<void> leave_holders(Transaction& tx, const std::string& key, const ResourceId& id) {
  KECANG_ASSIGN(auto holders, (rows::find<Holders>(tx, key)));
  if (!holders) return {};
  std::erase(holders->resources, id);
  return holders->resources.empty() ? tx.erase(key) : rows::put(tx, key, *holders);
}

Result<void> join_holders(Transaction& tx, const std::string& key, const ResourceId& id) {
  KECANG_ASSIGN(const auto found, (rows::find<Holders>(tx, key)));
  Holders holders = found.value_or(Holders{});
  if (holders.resources.size() >= kHoldersListed) return {};
  holders.resources.push_back(id);
  return rows::put(tx, key, holders);
}

Result<void> keep_holders(Transaction& tx, const std::optional<Resource>& before, const Resource& after) {
  const std::string old_key = before ? holders_key(*before) : std::string();
  const std::string new_key = holders_key(after);
  if (old_key == new_key) return {};
  if (!old_key.empty()) KECANG_TRY(leave_holders(tx, old_key, after.id));
  if (!new_key.empty()) KECANG_TRY(join_holders(tx, new_key, after.id));
  return {};
}

/// What agreements cover depends on what it is: whoever saw it as a lesson plan may not see it as a paper.
bool may_leave_agreements(const Resource& before, const Resource& after) {
  const auto changed = [&](Tag ResourceTags::*tag) {
    return !(before.tags.*tag).value.empty() && (before.tags.*tag).value != (after.tags.*tag).value;
  };
  return changed(&ResourceTags::type) || changed(&ResourceTags::subject) || after.standing < before.standing;
}

bool narrows(const Resource& before, const Resource& after, Time now) {
  if (after.owner != before.owner) return true;
  const auto remaining = scope_terms(after, now);
  const auto terms = scope_terms(before, now);
  const bool is_shared = std::any_of(before.releases.begin(), before.releases.end(), [](const Release& one) {
    return one.kind == ReleaseKind::school || one.kind == ReleaseKind::agreement ||
           one.kind == ReleaseKind::partners;
  });
  if (is_shared && may_leave_agreements(before, after)) return true;
  return std::any_of(terms.begin(), terms.end(), [&](const std::string& term) {
    return std::find(remaining.begin(), remaining.end(), term) == remaining.end();
  });
}

bool is_guess(const Tag& tag) {
  return tag.source != "person" && tag.source != "catalogue" && tag.source != "schedule";
}

/// The index is told when the next of its releases begins to count. What stood there was put at the change
/// before.
Result<void> keep_next_release(Transaction& tx, const std::optional<Resource>& before, const Resource& after,
                               Time now) {
  const auto old = before ? next_release(*before, before->changed_at) : std::nullopt;
  const auto next = next_release(after, now);
  if (old == next) return {};
  if (old) KECANG_TRY(tx.erase(keys::release_by_time(*old, after.id)));
  return next ? tx.put(keys::release_by_time(*next, after.id), "") : Result<void>();
}

}  // namespace

Result<void> put_resource(Transaction& tx, const std::optional<Resource>& before, Resource& after, Time now,
                          Index index) {
  after.version = before ? before->version + 1 : 1;
  after.changed_at = now;
  KECANG_TRY(keep_holders(tx, before, after));
  KECANG_TRY(keep_version_keys(tx, before, after));
  KECANG_TRY(keep_title_rows(tx, before, after));
  KECANG_TRY(keep_next_release(tx, before, after, now));
  KECANG_TRY(rows::put(tx, keys::resource(after.id), after));
  if (index == Index::not_yet) return {};
  return put_dirty(tx, after.id, after.version, before && narrows(*before, after, now), now);
}

Result<void> erase_resource(Transaction& tx, const Resource& resource, Time now) {
  Resource gone = resource;
  gone.state = FileState::withdrawn;
  KECANG_TRY(keep_holders(tx, resource, gone));
  KECANG_TRY(keep_version_keys(tx, resource, gone));
  KECANG_TRY(keep_title_rows(tx, resource, gone));
  KECANG_TRY(keep_next_release(tx, resource, gone, now));
  KECANG_TRY(tx.erase(keys::resource(resource.id)));
  return put_dirty(tx, resource.id, resource.version + 1, true, now);
}

Result<void> put_dirty(Transaction& tx, const ResourceId& id, std::uint64_t version, bool narrowed,
                       Time now) {
  KECANG_ASSIGN(const auto found, (rows::find<DirtyRow>(tx, keys::dirty(id))));
  DirtyRow row = found.value_or(DirtyRow{.version = version, .since = now});
  row.version = version;
  if (narrowed && !row.narrowed) {
    row.narrowed = true;
    KECANG_TRY(tx.put(keys::narrowed(id), ""));
  }
  if (!found) KECANG_TRY(tx.put(keys::dirty_by_time(row.since, id), ""));
  return rows::put(tx, keys::dirty(id), row);
}

Result<void> erase_dirty(Transaction& tx, const ResourceId& id, const DirtyRow& row) {
  KECANG_TRY(tx.erase(keys::dirty(id)));
  KECANG_TRY(tx.erase(keys::dirty_by_time(row.since, id)));
  return row.narrowed ? tx.erase(keys::narrowed(id)) : Result<void>();
}

bool add_releases(std::vector<Release>& to, const std::vector<Release>& more) {
  bool grown = false;
  for (const auto& release : more) {
    if (std::find(to.begin(), to.end(), release) != to.end()) continue;
    to.push_back(release);
    grown = true;
  }
  return grown;
}

std::string extension_of(std::string_view path) {
  auto extension = extension_in_lower_case(path);
  const bool plain = std::all_of(extension.begin(), extension.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  return plain && extension.size() <= kExtensionBytes ? extension : std::string();
}

void renew_guesses(ResourceTags& tags, const ResourceTags& guesses) {
  for (const auto& [name, tag] : kResourceTags)
    if (is_guess(tags.*tag) && !(guesses.*tag).value.empty()) tags.*tag = guesses.*tag;
}

}  // namespace kecang
