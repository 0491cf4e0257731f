#pragma once
/// Requests of people who know a resource by its title only. Who may see one and take which step is the use
/// case's rule (server/library/access_requests.h). Any thread may call.
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/access_request.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

class AccessRequestCatalog {
 public:
  AccessRequestCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  Result<AccessRequest> request(const AccessRequestId& id) const;  ///< not_found/access_request.absent
  /// What somebody asked for, and what was asked of a school; newest first, at most kMost.
  Result<std::vector<AccessRequest>> by(const UserId& user) const;
  Result<std::vector<AccessRequest>> at(const SchoolId& school) const;
  static constexpr std::size_t kMost = 200;

  /// Keeps what is asked for, if the scope still lets its viewer know the title and no more:
  /// not_found/resource.absent, conflict/access_request.not_needed, already_open, too_many.
  Result<AccessRequest> ask(const Actor& actor, const AccessScope& scope, AccessRequest request);
  /// Stores what became of it, if the version is still the stored one (conflict/access_request.changed).
  Result<AccessRequest> settle(const Actor& actor, AccessRequest request);
  /// The same, and offers the resource, which the scope's viewer must see (not_found/resource.absent):
  /// one transaction. too_large/value.too_many offers.
  Result<AccessRequest> grant(const Actor& actor, const AccessScope& scope, AccessRequest request,
                              const Release& release);

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
