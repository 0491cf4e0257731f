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
  review,        ///< say of a resource that was handed in what it is worth
  curate,        ///< put collections together
  preside,       ///< say who reviews what was handed in, by which rules, and decide
};

/// A school the viewer belongs to now, and as what.
struct SchoolPlace {
  SchoolId school;
  std::vector<MemberRole> roles;
};

/// A group the viewer belongs to now, and as what. Who administers a core school of it administers it.
struct GroupPlace {
  GroupId group;
  std::vector<MemberRole> roles;  ///< the viewer's own, not the schools'
  bool member = false;            ///< more than one of its partners
};

/// An active agreement that binds the viewer's schools or groups.
struct AgreementPlace {
  AgreementId agreement;
  std::vector<std::string> gives;  ///< id texts of the viewer's schools that give to the others
};

struct Places {
  std::vector<SchoolPlace> schools;
  std::vector<GroupPlace> groups;
  std::vector<RegionId> regions;  ///< where those schools stand, outwards, and those of `offices`
  std::vector<RegionId> offices;  ///< as an officer of the bureau
  std::vector<AgreementPlace> agreements;
};

/// Immutable; made by ScopeBuilder for one request and not kept longer. Any thread may read.
class Viewer {
 public:
  const User& user() const { return user_; }
  const UserId& id() const { return user_.id; }
  const AccessScope& scope() const { return scope_; }
  /// Current ones only, each once.
  const std::vector<SchoolPlace>& schools() const { return places_.schools; }
  /// Groups of the current schools and groups joined directly, each once.
  const std::vector<GroupPlace>& groups() const { return places_.groups; }
  const std::vector<RegionId>& regions() const { return places_.regions; }
  /// Regions whose bureau the viewer is an officer of.
  const std::vector<RegionId>& offices() const { return places_.offices; }
  const std::vector<AgreementPlace>& agreements() const { return places_.agreements; }

  /// Of the whole installation. Sees no resource more for it.
  bool is_administrator() const { return user_.role == SystemRole::administrator; }
  bool belongs_to(const SchoolId& school) const;
  bool belongs_to(const GroupId& group) const;
  /// Whether `school`, one of the viewer's, gives to the others of an active agreement.
  bool gives_to(std::string_view agreement, const SchoolId& school) const;
  /// Any role held in the school now has the right.
  bool has(Right right, const SchoolId& school) const;
  bool has(Right right, const GroupId& group) const;
  bool is_officer_of(const RegionId& region) const;

  bool may_upload_to(const SchoolId& school) const { return has(Right::upload, school); }
  /// A school's administrator, or the installation's.
  bool administers(const SchoolId& school) const {
    return is_administrator() || has(Right::administer, school);
  }
  bool administers(const GroupId& group) const { return is_administrator() || has(Right::administer, group); }
  /// Its creator while belonging to the owner school, or who leads there. Ask only about resources the viewer
  /// can see.
  bool can_edit(const Resource& resource) const;
  /// Whether something of `owner` may be offered so: to oneself, the owner school, a group one belongs to, an
  /// agreement in which the school gives, a region it stands in, or everyone.
  bool may_offer(const Release& release, const SchoolId& owner) const;

 private:
  friend class ScopeBuilder;
  Viewer(User user, AccessScope scope, Places places)
      : user_(std::move(user)), scope_(std::move(scope)), places_(std::move(places)) {}

  User user_;
  AccessScope scope_;
  Places places_;
};

/// The table: whether a role in a school carries a right there.
bool role_has(MemberRole role, Right right);

}  // namespace kecang::access
