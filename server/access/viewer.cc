#include "server/access/viewer.h"

#include <algorithm>
#include <array>

namespace kecang::access {
namespace {

struct Grant {
  MemberRole role;
  std::array<bool, 5> rights;  ///< in the order of Right
};

// clang-format off
constexpr std::array kGrants = {
    //    role                              upload  offer_to_all  edit_own  edit_any  administer
    Grant{MemberRole::teacher,              {true,  false,        true,     false,    false}},
    Grant{MemberRole::research_leader,      {true,  true,         true,     true,     false}},
    Grant{MemberRole::school_administrator, {true,  true,         true,     true,     true}},
    Grant{MemberRole::core,                 {false, false,        false,    false,    false}},
    Grant{MemberRole::member,               {false, false,        false,    false,    false}},
    Grant{MemberRole::partner,              {false, false,        false,    false,    false}},
};
// clang-format on

}  // namespace

bool role_has(MemberRole role, Right right) {
  const auto grant =
      std::find_if(kGrants.begin(), kGrants.end(), [&](const Grant& g) { return g.role == role; });
  return grant != kGrants.end() && grant->rights[static_cast<std::size_t>(right)];
}

bool Viewer::belongs_to(const SchoolId& school) const {
  return std::any_of(schools_.begin(), schools_.end(),
                     [&](const SchoolPlace& place) { return place.school == school; });
}

bool Viewer::belongs_to(const GroupId& group) const {
  return std::find(groups_.begin(), groups_.end(), group) != groups_.end();
}

bool Viewer::has(Right right, const SchoolId& school) const {
  return std::any_of(schools_.begin(), schools_.end(), [&](const SchoolPlace& place) {
    return place.school == school && std::any_of(place.roles.begin(), place.roles.end(),
                                                 [&](MemberRole role) { return role_has(role, right); });
  });
}

bool Viewer::can_edit(const Resource& resource) const {
  if (has(Right::edit_any, resource.owner)) return true;
  return resource.created_by == id() && has(Right::edit_own, resource.owner);
}

bool Viewer::may_offer(const Release& release, const SchoolId& owner) const {
  if (!may_upload_to(owner)) return false;
  switch (release.kind) {
    case ReleaseKind::user:
      return release.target == id().text();
    case ReleaseKind::office:  // who does not hold it would not see the resource any more
      return release.target == owner.text() && has(Right::administer, owner);
    case ReleaseKind::school:
      return release.target == owner.text();
    case ReleaseKind::group:
      return belongs_to(GroupId::trusted(release.target));
    case ReleaseKind::everyone:
      return has(Right::offer_to_all, owner);
  }
  return false;
}

}  // namespace kecang::access
