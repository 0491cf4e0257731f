#pragma once
/// Resources that go from one school of record to another, by a filed request (schemas/group-requests.md). A
/// few in each transaction, with their trail; what was cut short goes on where it stopped. Any thread may
/// call.
#include <optional>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/access_scope.h"
#include "schemas/model/hand_over.h"
#include "schemas/model/resource.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// What becomes of a resource: the owner is another school, and so is whom it is offered to as the owner's
/// people. Every other offer stays.
void hand_to(Resource& resource, const SchoolId& receiver);
/// Whether it is one of those that the terms are about.
bool is_handed_over(const GroupRequestTerms& terms, const Resource& resource);

class HandOvers {
 public:
  HandOvers(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// How far that of a filed request went; nothing where there is none.
  Result<std::optional<HandOver>> of(const GroupRequestId& request) const;
  /// Goes on with one if its date has come, by at most `most` transactions; true when nothing is left to do
  /// now.
  Result<bool> carry_on(const GroupRequestId& request, std::size_t most);
  /// Goes on with all whose date has come, by at most `most` transactions; how many it took.
  Result<std::size_t> carry_on_due(std::size_t most);
  static constexpr std::size_t kAtOnce = 25;  ///< resources in one transaction

  /// Whose a resource was, oldest first. not_found/resource.absent out of scope.
  Result<std::vector<FormerOwner>> before(const AccessScope& scope, const ResourceId& resource) const;

 private:
  struct Next {
    std::vector<ResourceId> resources;
    ResourceId cursor;
    bool last = false;
  };
  Result<Next> next(const GroupRequest& request, const HandOver& so_far) const;
  Result<bool> step(const GroupRequestId& request);

  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
