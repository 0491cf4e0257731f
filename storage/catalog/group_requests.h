#pragma once
/// Requests that change who belongs to which group. Who may see one and take which step is the use case's
/// rule (server/library/group_requests.h). Any thread may call.
#include <memory>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/group_request.h"
#include "schemas/model/trail_event.h"
#include "storage/catalog/actor.h"
#include "storage/catalog/directory.h"
#include "storage/meta_store.h"

namespace kecang {

/// People and groups as they would be. One thread; the catalogue it came from must outlive it.
class TrialDirectory {
 public:
  virtual ~TrialDirectory() = default;
  virtual const Directory& directory() const = 0;
};

class GroupRequestCatalog {
 public:
  GroupRequestCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  Result<GroupRequest> request(const GroupRequestId& id) const;  ///< not_found/group_request.absent
  /// Those that name a school or group, newest first.
  Result<std::vector<GroupRequest>> requests_of(std::string_view place) const;
  /// All of them, newest first.
  Result<Page<GroupRequest>> requests(const PageRequest& page) const;
  /// Oldest first.
  Result<std::vector<TrailEvent>> trail(const GroupRequestId& id) const;

  /// Version 0 and no id creates; otherwise the version must be the stored one
  /// (conflict/group_request.changed). The step goes into the request's trail and into the audit trail. One
  /// that is filed by it changes the memberships in the same transaction: invalid/group_request.*_absent,
  /// conflict/group_request.already_member, not_member, too_large/group_request.too_many_members.
  Result<GroupRequest> put(const Actor& actor, GroupRequest request, TrailEvent step);
  static constexpr std::size_t kMostMembers = 60;  ///< that one merger moves

  /// Who would belong where if these terms were filed now. Nothing is changed.
  Result<std::unique_ptr<TrialDirectory>> trial(const GroupRequestTerms& terms) const;

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
