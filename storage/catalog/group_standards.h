#pragma once
/// Which version of which resource a group calls its standard. Every read takes the viewer's scope. Who may
/// name one, and who is told, is the use case's rule (server/library/group_standards.h). Any thread may call.
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/group_standard.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

class GroupStandardCatalog {
 public:
  GroupStandardCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// The current version takes the place of what was the standard there. invalid/standard.no_place when the
  /// resource says neither where in the textbook it belongs nor of what type it is; standard.no_file.
  Result<void> name(const Actor& actor, const AccessScope& scope, const GroupId& group,
                    const ResourceId& resource, const UserId& by);
  /// not_found/standard.absent where the resource is none.
  Result<void> remove(const Actor& actor, const AccessScope& scope, const GroupId& group,
                      const ResourceId& resource);
  /// Every place in which it is or was one, of any group.
  Result<std::vector<GroupStandard>> of(const AccessScope& scope, const ResourceId& resource) const;
  /// Those that a group named since then and that are its standards now, newest first. Without a scope: who
  /// shows them asks who may view what.
  Result<std::vector<GroupStandard>> named_since(const GroupId& group, Time since, std::size_t most) const;

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
