#include "storage/catalog/bulk_edits.h"

#include <algorithm>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/resource_changes.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

/// Resources that change together: each writes some rows, itself and what it was at most 64 KiB each.
constexpr std::size_t kTogether = 20;
constexpr std::size_t kSweptAtOnce = 100;

BulkEditItem difference(const Resource& before, const Resource& after) {
  BulkEditItem item{.resource = before.id};
  for (const auto& [name, tag] : kResourceTags) {
    if (to_cbor(before.tags.*tag) == to_cbor(after.tags.*tag)) continue;
    item.tags_before[std::string(name)] = before.tags.*tag;
    item.tags_after[std::string(name)] = after.tags.*tag;
  }
  if (before.releases != after.releases) {
    item.releases_before = before.releases;
    item.releases_after = after.releases;
  }
  return item;
}

/// Nobody touched since what the edit touched; what a machine did otherwise is no matter.
bool stands_as_left(const Resource& now, const BulkEditItem& item) {
  for (const auto& [name, tag] : kResourceTags) {
    const auto left = item.tags_after.find(std::string(name));
    if (left != item.tags_after.end() && to_cbor(now.tags.*tag) != to_cbor(left->second)) return false;
  }
  return !item.releases_after || now.releases == *item.releases_after;
}

Resource as_it_was(Resource resource, const BulkEditItem& item) {
  for (const auto& [name, tag] : kResourceTags) {
    const auto was = item.tags_before.find(std::string(name));
    if (was != item.tags_before.end()) resource.tags.*tag = was->second;
  }
  if (item.releases_before) resource.releases = *item.releases_before;
  return resource;
}

Result<void> put_changed(Transaction& tx, BulkOutcome& outcome, Resource after, Time now) {
  KECANG_TRY(put_resource(tx, outcome.before, after, now, Index::mark));
  outcome.after = std::move(after);
  return {};
}

/// The trail's records come last: all audited changes meet at its end.
Result<void> append_audits(Transaction& tx, Time now, const Actor& actor, const char* action,
                           const BulkEditId& id, const std::vector<BulkOutcome>& outcomes) {
  for (const auto& outcome : outcomes) {
    if (!outcome.after) continue;
    auto details = resource_changes(*outcome.before, *outcome.after);
    details["bulk"] = id.text();
    KECANG_TRY(append_audit(tx, now, actor, action, outcome.resource.text(), std::move(details),
                            {outcome.after->owner.text()}));
  }
  return {};
}

Result<BulkOutcome> changed_one(Transaction& tx, const AccessScope& scope, const ResourceId& id,
                                const BulkEditCatalog::Edit& edit, Time now) {
  BulkOutcome outcome{.resource = id};
  KECANG_ASSIGN(auto found, (rows::find<Resource>(tx, keys::resource(id))));
  if (!found || !may_view(scope, *found)) {
    outcome.refused = Error::not_found("resource.absent");
    return outcome;
  }
  auto after = *found;
  outcome.before = std::move(found);
  if (auto edited = edit(after); !edited) {
    outcome.refused = std::move(edited).error();
    return outcome;
  }
  if (to_cbor(*outcome.before) != to_cbor(after)) KECANG_TRY(put_changed(tx, outcome, std::move(after), now));
  return outcome;
}

template <class Each>
Result<void> in_batches(std::size_t count, const Each& each) {
  for (std::size_t first = 0; first < count; first += kTogether)
    KECANG_TRY(each(first, std::min(count, first + kTogether)));
  return {};
}

}  // namespace

Result<void> BulkEditCatalog::apply_some(const Actor& actor, const AccessScope& scope, const Edit& edit,
                                         const std::vector<ResourceId>& ids, Done& done) {
  std::vector<BulkOutcome> outcomes;
  BulkEdit head;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    head = done.edit;
    outcomes.clear();
    for (const auto& id : ids) {
      KECANG_ASSIGN(auto outcome, changed_one(tx, scope, id, edit, now));
      if (outcome.after) {
        head.changed += 1;
        KECANG_TRY(rows::put(tx, keys::bulk_item(head.id, id), difference(*outcome.before, *outcome.after)));
      }
      outcomes.push_back(std::move(outcome));
    }
    if (head.changed == done.edit.changed) return {};
    KECANG_TRY(rows::put(tx, keys::bulk_edit(head.id), head));
    KECANG_TRY(tx.put(keys::bulk_edit_of(head.user, head.id), ""));
    KECANG_TRY(tx.put(keys::bulk_edit_by_expiry(head.undo_until, head.id), ""));
    return append_audits(tx, now, actor, "resource.bulk_edited", head.id, outcomes);
  };
  KECANG_TRY(run_audited(store_, step));
  done.edit = std::move(head);
  std::move(outcomes.begin(), outcomes.end(), std::back_inserter(done.outcomes));
  return {};
}

Result<BulkEditCatalog::Done> BulkEditCatalog::apply(const Actor& actor, const AccessScope& scope,
                                                     const UserId& user, const std::vector<ResourceId>& ids,
                                                     const Edit& edit) {
  const Time now = clock_.now();
  Done done;
  done.edit = {.id = BulkEditId::make(now), .user = user, .at = now, .undo_until = now + BulkEdit::kUndoable};
  const auto each = [&](std::size_t first, std::size_t end) {
    return apply_some(
        actor, scope, edit,
        {ids.begin() + static_cast<std::ptrdiff_t>(first), ids.begin() + static_cast<std::ptrdiff_t>(end)},
        done);
  };
  if (auto all = in_batches(ids.size(), each); !all) {
    if (done.outcomes.empty()) return std::move(all).error();
    for (auto left = done.outcomes.size(); left < ids.size(); ++left)
      done.outcomes.push_back({.resource = ids[left], .refused = all.error()});
  }
  if (done.edit.changed == 0) done.edit.id = BulkEditId();
  return done;
}

Result<std::vector<BulkEditItem>> BulkEditCatalog::items_left(const BulkEditId& id) const {
  std::vector<BulkEditItem> items;
  KECANG_TRY(rows::each_noun<BulkEditItem>(*store_.snapshot(), keys::bulk_items(id),
                                           [&](const auto&, const auto& item) { items.push_back(item); }));
  return items;
}

Result<std::vector<BulkOutcome>> BulkEditCatalog::undo(const Actor& actor, const UserId& user,
                                                       const BulkEditId& id, const Allow& allow) {
  KECANG_ASSIGN(const auto head, (rows::need<BulkEdit>(store_, keys::bulk_edit(id), "bulk.absent")));
  if (head.user != user || clock_.now() >= head.undo_until) return Error::not_found("bulk.absent");
  KECANG_ASSIGN(const auto items, items_left(id));
  // One that was cut short goes on with what is left.
  if (items.empty()) return Error::conflict("bulk.undone");

  std::vector<BulkOutcome> all;
  const auto restored = [&](Transaction& tx, const BulkEditItem& item, Time now) -> Result<BulkOutcome> {
    BulkOutcome outcome{.resource = item.resource};
    KECANG_ASSIGN(auto found, (rows::find<Resource>(tx, keys::resource(item.resource))));
    const auto was = found ? as_it_was(*found, item) : Resource();
    if (!found || !allow(*found, was)) {
      outcome.refused = Error::not_found("resource.absent");
      return outcome;
    }
    outcome.before = std::move(found);
    if (stands_as_left(*outcome.before, item))
      KECANG_TRY(put_changed(tx, outcome, was, now));
    else
      outcome.refused = Error::conflict("bulk.changed_since");
    return outcome;
  };
  const auto each = [&](std::size_t first, std::size_t end) -> Result<void> {
    std::vector<BulkOutcome> outcomes;
    const auto step = [&](Transaction& tx) -> Result<void> {
      const Time now = clock_.now();
      outcomes.clear();
      for (auto at = first; at < end; ++at) {
        const auto key = keys::bulk_item(id, items[at].resource);
        KECANG_ASSIGN(const auto left, tx.get(key));
        if (!left) continue;  // another one was faster
        KECANG_TRY(tx.erase(key));
        KECANG_ASSIGN(auto outcome, restored(tx, items[at], now));
        outcomes.push_back(std::move(outcome));
      }
      auto undone = head;
      undone.undone = true;
      KECANG_TRY(rows::put(tx, keys::bulk_edit(id), undone));
      return append_audits(tx, now, actor, "resource.bulk_undone", id, outcomes);
    };
    KECANG_TRY(run_audited(store_, step));
    std::move(outcomes.begin(), outcomes.end(), std::back_inserter(all));
    return {};
  };
  KECANG_TRY(in_batches(items.size(), each));
  return all;
}

Result<std::vector<BulkEdit>> BulkEditCatalog::undoable(const UserId& user) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto listed, snapshot->scan(Range::prefix(keys::bulk_edits_of(user))));
  std::vector<std::string> wanted;
  for (const auto& row : listed)
    wanted.push_back(keys::bulk_edit(BulkEditId::trusted(std::string(keys::last_part(row.key)))));
  KECANG_ASSIGN(auto found, (rows::find_all<BulkEdit>(*snapshot, wanted)));
  std::vector<BulkEdit> edits;
  for (auto& edit : found)
    if (edit && !edit->undone && clock_.now() < edit->undo_until) edits.push_back(std::move(*edit));
  std::reverse(edits.begin(), edits.end());
  return edits;
}

Result<void> BulkEditCatalog::sweep() {
  const auto over = std::string(keys::kBulkEditsByExpiry) + keys::at(clock_.now());
  KECANG_ASSIGN(const auto due,
                store_.snapshot()->scan(
                    {.from = std::string(keys::kBulkEditsByExpiry), .to = over, .limit = kSweptAtOnce}));
  for (const auto& row : due) {
    const auto id = BulkEditId::trusted(std::string(keys::last_part(row.key)));
    KECANG_ASSIGN(const auto items, items_left(id));
    const auto each = [&](std::size_t first, std::size_t end) {
      return store_.run([&](Transaction& tx) -> Result<void> {
        for (auto at = first; at < end; ++at) KECANG_TRY(tx.erase(keys::bulk_item(id, items[at].resource)));
        return {};
      });
    };
    KECANG_TRY(in_batches(items.size(), each));
    // The head goes last: what is cut short begins anew.
    KECANG_TRY(store_.run([&](Transaction& tx) -> Result<void> {
      KECANG_ASSIGN(const auto head, (rows::find<BulkEdit>(tx, keys::bulk_edit(id))));
      if (head) KECANG_TRY(tx.erase(keys::bulk_edit_of(head->user, id)));
      KECANG_TRY(tx.erase(keys::bulk_edit(id)));
      return tx.erase(row.key);
    }));
  }
  return {};
}

}  // namespace kecang
