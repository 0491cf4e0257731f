#pragma once
/// Who took which version of what home: a row beside the trail, in the transaction of its record, so that
/// nobody has to go through the trail to tell them of another version. Any thread may call.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/used_version.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

class UsedVersionCatalog {
 public:
  UsedVersionCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// The record of the trail, and what the person has now.
  Result<void> downloaded(const Actor& actor, const ResourceId& resource, const RevisionId& revision,
                          std::map<std::string, std::string> details, const SchoolId& owner);
  /// In the order asked; nothing where they took none.
  Result<std::vector<std::optional<UsedVersion>>> of(const UserId& user,
                                                     const std::vector<ResourceId>& resources) const;

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
