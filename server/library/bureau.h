#pragma once
/// Which bureau schools stand under. Any thread may call.
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "storage/catalog/directory.h"

namespace kecang::bureau {

/// Id texts of the schools that are named as members of a group, ended memberships included; at most
/// kMembersLooked.
inline constexpr std::size_t kMembersLooked = 200;
Result<std::vector<std::string>> schools_of(const Directory& directory, const GroupId& group);
/// Whether the viewer is an officer of a region that one of the schools stands in, or administers the
/// installation.
Result<bool> is_over(const Directory& directory, const access::Viewer& viewer,
                     const std::vector<std::string>& schools);

}  // namespace kecang::bureau
