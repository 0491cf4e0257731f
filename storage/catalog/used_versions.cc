#include "storage/catalog/used_versions.h"

#include <utility>

#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {

Result<void> UsedVersionCatalog::downloaded(const Actor& actor, const ResourceId& resource,
                                            const RevisionId& revision,
                                            std::map<std::string, std::string> details,
                                            const SchoolId& owner) {
  return run_audited(store_, [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    // Machines are told of nothing.
    if (const auto user = UserId::parse(actor.id))
      KECANG_TRY(rows::put(tx, keys::used_version(*user, resource), UsedVersion{revision, now}));
    return append_audit(tx, now, actor, "resource.downloaded", resource.text(), details, {owner.text()});
  });
}

Result<std::vector<std::optional<UsedVersion>>> UsedVersionCatalog::of(
    const UserId& user, const std::vector<ResourceId>& resources) const {
  std::vector<std::string> wanted;
  wanted.reserve(resources.size());
  for (const auto& resource : resources) wanted.push_back(keys::used_version(user, resource));
  return rows::find_all<UsedVersion>(*store_.snapshot(), wanted);
}

}  // namespace kecang
