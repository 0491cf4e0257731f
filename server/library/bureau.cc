#include "server/library/bureau.h"

#include <algorithm>

namespace kecang::bureau {

Result<std::vector<std::string>> schools_of(const Directory& directory, const GroupId& group) {
  std::vector<std::string> schools;
  KECANG_ASSIGN(const auto members,
                directory.members_of(group.text(), {.after = {}, .limit = kMembersLooked}));
  for (const auto& member : members.items)
    if (member.kind == MembershipKind::school_in_group) schools.push_back(member.subject);
  return schools;
}

Result<bool> is_over(const Directory& directory, const access::Viewer& viewer,
                     const std::vector<std::string>& schools) {
  if (viewer.is_administrator()) return true;
  if (viewer.offices().empty()) return false;
  for (const auto& id : schools) {
    KECANG_ASSIGN(const auto school, directory.school(SchoolId::trusted(id)));
    KECANG_ASSIGN(const auto regions, directory.regions_around(school.place));
    if (std::any_of(regions.begin(), regions.end(),
                    [&](const RegionId& region) { return viewer.is_officer_of(region); }))
      return true;
  }
  return false;
}

}  // namespace kecang::bureau
