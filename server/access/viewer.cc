#include "server/access/viewer.h"

#include <algorithm>
#include <array>

namespace kecang::access {
namespace {

struct Grant {
  MemberRole role;
  std::array<bool, 8> rights;  ///< in the order of Right
};

// clang-format off
constexpr std::array kGrants = {
    //    role                              upload  to_all  own    any    administer  review  curate  preside
    Grant{MemberRole::inspector,            {false, false,  false, false, false,      false,  false,  false}},
    Grant{MemberRole::teacher,              {true,  false,  true,  false, false,      false,  false,  false}},
    Grant{MemberRole::reviewer,             {true,  false,  true,  false, false,      true,   false,  false}},
    Grant{MemberRole::curator,              {true,  false,  true,  false, false,      false,  true,   false}},
    Grant{MemberRole::research_leader,      {true,  true,   true,  true,  false,      true,   true,   true}},
    Grant{MemberRole::school_administrator, {true,  true,   true,  true,  true,       true,   true,   true}},
    Grant{MemberRole::group_administrator,  {false, false,  false, false, true,       true,   true,   true}},
    Grant{MemberRole::bureau_officer,       {false, false,  false, false, false,      false,  false,  false}},
    Grant{MemberRole::core,                 {false, false,  false, false, false,      false,  false,  false}},
    Grant{MemberRole::member,               {false, false,  false, false, false,      false,  false,  false}},
    Grant{MemberRole::partner,              {false, false,  false, false, false,      false,  false,  false}},
};
// clang-format on

template <class Place>
bool any_has(const Place& place, Right right) {
  return std::any_of(place.roles.begin(), place.roles.end(),
                     [&](MemberRole role) { return role_has(role, right); });
}

}  // namespace

bool role_has(MemberRole role, Right right) {
  const auto grant =
      std::find_if(kGrants.begin(), kGrants.end(), [&](const Grant& g) { return g.role == role; });
  return grant != kGrants.end() && grant->rights[static_cast<std::size_t>(right)];
}

bool Viewer::belongs_to(const SchoolId& school) const {
  return std::any_of(schools().begin(), schools().end(),
                     [&](const SchoolPlace& place) { return place.school == school; });
}

bool Viewer::belongs_to(const GroupId& group) const {
  return std::any_of(groups().begin(), groups().end(),
                     [&](const GroupPlace& place) { return place.group == group; });
}

bool Viewer::gives_to(std::string_view agreement, const SchoolId& school) const {
  return std::any_of(agreements().begin(), agreements().end(), [&](const AgreementPlace& place) {
    return place.agreement.text() == agreement &&
           std::find(place.gives.begin(), place.gives.end(), school.text()) != place.gives.end();
  });
}

bool Viewer::has(Right right, const SchoolId& school) const {
  return std::any_of(schools().begin(), schools().end(), [&](const SchoolPlace& place) {
    return place.school == school && any_has(place, right);
  });
}

bool Viewer::has(Right right, const GroupId& group) const {
  return std::any_of(groups().begin(), groups().end(),
                     [&](const GroupPlace& place) { return place.group == group && any_has(place, right); });
}

bool Viewer::is_officer_of(const RegionId& region) const {
  return std::find(places_.offices.begin(), places_.offices.end(), region) != places_.offices.end();
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
    case ReleaseKind::school_only:
      return release.target == owner.text();
    case ReleaseKind::group:
      return belongs_to(GroupId::trusted(release.target));
    case ReleaseKind::agreement:
      return gives_to(release.target, owner);
    case ReleaseKind::partners:
      return belongs_to(GroupId::trusted(release.target)) || gives_to(release.target, owner);
    case ReleaseKind::region:
      return has(Right::offer_to_all, owner) &&
             std::find(regions().begin(), regions().end(), RegionId::trusted(release.target)) !=
                 regions().end();
    case ReleaseKind::everyone:
      return has(Right::offer_to_all, owner);
  }
  return false;
}

}  // namespace kecang::access
