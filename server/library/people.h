#pragma once
/// Schools, groups and who belongs to them, as far as the viewer's memberships reach. Any thread may call.
#include <string>
#include <vector>

#include "schemas/model/people.h"
#include "server/access/viewer.h"
#include "storage/catalog/directory.h"

namespace kecang {

struct NamedMember {
  Membership membership;
  std::string name;
  bool current = false;  ///< counts now
};

struct SchoolView {
  School school;
  std::vector<Group> groups;  ///< it belongs to now and the viewer may see
};

/// A school the viewer belongs to now, for the page's header and the upload form.
struct SchoolRole {
  SchoolId school;
  std::string name;
  MemberRole role = MemberRole::teacher;  ///< the one with most rights
  bool may_upload = false;
};

struct Places {
  std::vector<SchoolRole> schools;
  std::vector<Group> groups;
};

/// A school or group as it is looked up.
struct PlaceFound {
  bool group = false;
  std::string id;
  std::string name;
};

class People {
 public:
  People(const Directory& directory, const Clock& clock) : directory_(directory), clock_(clock) {}

  /// Where the viewer belongs now.
  Result<Places> places(const access::Viewer& viewer) const;
  /// The viewer's own schools and those of the viewer's groups; every school for an administrator.
  Result<Page<School>> schools(const access::Viewer& viewer, const PageRequest& page) const;
  Result<SchoolView> school(const access::Viewer& viewer, const SchoolId& id) const;
  /// For the school's own people and administrators; not_found/school.absent for others.
  Result<Page<NamedMember>> members(const access::Viewer& viewer, const SchoolId& id,
                                    const PageRequest& page) const;

  Result<Page<Group>> groups(const access::Viewer& viewer, const PageRequest& page) const;
  Result<Group> group(const access::Viewer& viewer, const GroupId& id) const;
  Result<Page<NamedMember>> members(const access::Viewer& viewer, const GroupId& id,
                                    const PageRequest& page) const;
  /// Schools and groups whose name has the text in it, for who makes agreements and requests with them
  /// (forbidden/people.not_administrator); at most kMostFound, by name.
  Result<std::vector<PlaceFound>> find(const access::Viewer& viewer, std::string_view text) const;
  static constexpr std::size_t kMostFound = 30;

 private:
  Result<std::vector<Group>> own_groups(const access::Viewer& viewer) const;
  Result<std::vector<SchoolId>> visible_schools(const access::Viewer& viewer) const;
  Result<Page<NamedMember>> named_members(const access::Viewer& viewer, const std::string& container,
                                          const PageRequest& page) const;

  const Directory& directory_;
  const Clock& clock_;
};

}  // namespace kecang
