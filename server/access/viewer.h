#pragma once
/// Who is asking, and what they may do at one instant.
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/model/access_scope.h"
#include "schemas/model/people.h"
#include "schemas/model/resource.h"

namespace kecang::access {

/// What a person may do beyond finding and opening what their scope admits. Who may do what is one table in
/// viewer.cc.
enum class Right {
  upload,        ///< store resources in the name of a school
  offer_to_all,  ///< release a school's resource to everyone
  edit_own,      ///< change or withdraw a resource one uploaded for the school
  edit_any,      ///< change or withdraw any resource of the school that one can see
  administer,    ///< people, memberships and imports of the school
};

/// A school the viewer belongs to now, and as what.
struct SchoolPlace {
  SchoolId school;
  std::vector<MemberRole> roles;
};

/// Immutable; made by ScopeBuilder for one request and not kept longer. Any thread may read.
class Viewer {
 public:
  const User& user() const { return user_; }
  const UserId& id() const { return user_.id; }
  const AccessScope& scope() const { return scope_; }
  /// Current ones only, each once.
  const std::vector<SchoolPlace>& schools() const { return schools_; }
  /// Groups of the current schools and groups joined directly, each once.
  const std::vector<GroupId>& groups() const { return groups_; }

  /// Of the whole installation. Sees no resource more for it.
  bool is_administrator() const { return user_.role == SystemRole::administrator; }
  bool belongs_to(const SchoolId& school) const;
  bool belongs_to(const GroupId& group) const;
  /// Any role held in the school now has the right.
  bool has(Right right, const SchoolId& school) const;

  bool may_upload_to(const SchoolId& school) const { return has(Right::upload, school); }
  /// A school's administrator, or the installation's.
  bool administers(const SchoolId& school) const {
    return is_administrator() || has(Right::administer, school);
  }
  /// Its creator while belonging to the owner school, or who leads there. Ask only about resources the viewer
  /// can see.
  bool can_edit(const Resource& resource) const;
  /// Whether something of `owner` may be offered so: to oneself, the owner school, a group one belongs to, or
  /// everyone.
  bool may_offer(const Release& release, const SchoolId& owner) const;

 private:
  friend class ScopeBuilder;
  Viewer(User user, AccessScope scope, std::vector<SchoolPlace> schools, std::vector<GroupId> groups)
      : user_(std::move(user)),
        scope_(std::move(scope)),
        schools_(std::move(schools)),
        groups_(std::move(groups)) {}

  User user_;
  AccessScope scope_;
  std::vector<SchoolPlace> schools_;
  std::vector<GroupId> groups_;
};

/// The table: whether a role in a school carries a right there.
bool role_has(MemberRole role, Right right);

}  // namespace kecang::access
