#include "storage/catalog/group_standards.h"

#include <algorithm>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

template <class Reader>
Result<Resource> visible(Reader& from, const AccessScope& scope, const ResourceId& id) {
  KECANG_ASSIGN(auto resource, (rows::need<Resource>(from, keys::resource(id), "resource.absent")));
  if (!may_view(scope, resource)) return Error::not_found("resource.absent");
  return resource;
}

Result<std::vector<GroupStandard>> standards_of(MetaReader& from, const ResourceId& id) {
  std::vector<std::string> wanted;
  KECANG_TRY(rows::each_row(from, keys::standards_of(id), [&](const Row& row) -> Result<bool> {
    wanted.push_back(keys::standard(row.key.substr(keys::standards_of(id).size())));
    return true;
  }));
  KECANG_ASSIGN(auto found, (rows::find_all<GroupStandard>(from, wanted)));
  std::vector<GroupStandard> standards;
  for (auto& one : found)
    if (one) standards.push_back(std::move(*one));
  return standards;
}

/// What is the standard now was it until now.
Result<void> retire(Transaction& tx, GroupStandard& standard, Time now) {
  if (standard.resource.empty()) return {};
  auto& former = standard.former;
  former.insert(former.begin(), {standard.resource, standard.revision, now});
  const auto key = standard.group.text() + "/" + standard.slot;
  while (former.size() > GroupStandard::kMostFormer) {
    const auto oldest = former.back().resource;
    former.pop_back();
    const bool again = std::any_of(former.begin(), former.end(),
                                   [&](const FormerStandard& one) { return one.resource == oldest; });
    if (!again) KECANG_TRY(tx.erase(keys::standards_of(oldest) + key));
  }
  return {};
}

}  // namespace

Result<void> GroupStandardCatalog::name(const Actor& actor, const AccessScope& scope, const GroupId& group,
                                        const ResourceId& id, const UserId& by) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto resource, visible(tx, scope, id));
    const auto slot = standard_slot(resource.tags);
    if (slot.empty()) return Error::invalid("standard.no_place");
    if (!resource.revision) return Error::invalid("standard.no_file");
    const auto place = group.text() + "/" + slot;
    KECANG_ASSIGN(auto known, (rows::find<GroupStandard>(tx, keys::standard(place))));
    auto standard = known.value_or(GroupStandard());
    if (standard.resource == id && standard.revision == resource.revision->id) return {};
    const Time now = clock_.now();
    if (!standard.slot.empty()) KECANG_TRY(tx.erase(keys::standard_named(group, standard.at, slot)));
    KECANG_TRY(tx.put(keys::standard_named(group, now, slot), ""));
    standard.group = group;
    standard.slot = slot;
    standard.node = resource.tags.node.value;
    standard.type = resource.tags.type.value;
    KECANG_TRY(retire(tx, standard, now));
    standard.resource = id;
    standard.revision = resource.revision->id;
    standard.by = by;
    standard.at = now;
    KECANG_TRY(rows::put(tx, keys::standard(place), standard));
    KECANG_TRY(tx.put(keys::standards_of(id) + place, ""));
    return append_audit(
        tx, now, actor, "standard.named", group.text(),
        {{"resource", id.text()}, {"revision", standard.revision.text()}, {"node", standard.node}},
        {group.text()});
  });
}

Result<void> GroupStandardCatalog::remove(const Actor& actor, const AccessScope& scope, const GroupId& group,
                                          const ResourceId& id) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    KECANG_TRY(visible(tx, scope, id));
    KECANG_ASSIGN(auto standards, standards_of(tx, id));
    std::erase_if(standards,
                  [&](const GroupStandard& one) { return one.group != group || one.resource != id; });
    if (standards.empty()) return Error::not_found("standard.absent");
    const Time now = clock_.now();
    for (auto& one : standards) {
      KECANG_TRY(retire(tx, one, now));
      KECANG_TRY(tx.erase(keys::standard_named(group, one.at, one.slot)));
      one.resource = {};
      one.revision = {};
      KECANG_TRY(rows::put(tx, keys::standard(group.text() + "/" + one.slot), one));
    }
    return append_audit(tx, now, actor, "standard.removed", group.text(), {{"resource", id.text()}},
                        {group.text()});
  });
}

Result<std::vector<GroupStandard>> GroupStandardCatalog::of(const AccessScope& scope,
                                                            const ResourceId& resource) const {
  const auto snapshot = store_.snapshot();
  KECANG_TRY(visible(*snapshot, scope, resource));
  return standards_of(*snapshot, resource);
}

Result<std::vector<GroupStandard>> GroupStandardCatalog::named_since(const GroupId& group, Time since,
                                                                     std::size_t most) const {
  const auto snapshot = store_.snapshot();
  auto range = Range::prefix(keys::standards_named(group), most);
  range.from += keys::at(since);
  range.reverse = true;
  KECANG_ASSIGN(const auto found, snapshot->scan(range));
  std::vector<std::string> wanted;
  for (const auto& row : found)
    wanted.push_back(keys::standard(group.text() + "/" + std::string(keys::last_part(row.key))));
  KECANG_ASSIGN(auto rows, (rows::find_all<GroupStandard>(*snapshot, wanted)));
  std::vector<GroupStandard> standards;
  for (auto& one : rows)
    if (one && !one->resource.empty()) standards.push_back(std::move(*one));
  return standards;
}

}  // namespace kecang
