#pragma once
/// The standards of groups 集团标准版 as people meet them: named by who presides in the group, told to its
/// people on the page of a resource, as far as they may view what is told of. Any thread may call.
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/group_standards.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

enum class StandardState : std::uint8_t {
  current,  ///< the version that is there now is the standard
  version,  ///< an older version of it is
  former,   ///< it was, and another resource is
};
template <>
struct EnumNames<StandardState> {
  static constexpr auto values =
      std::array{std::pair{StandardState::current, "current"}, std::pair{StandardState::version, "version"},
                 std::pair{StandardState::former, "former"}};
};

struct StandardView {
  GroupId group;
  std::string group_name;
  StandardState state = StandardState::current;
  Time at{};       ///< since when the standard is what it is
  ResourceId now;  ///< the standard, where it is another resource
  std::string now_title;
};

class GroupStandards {
 public:
  GroupStandards(GroupStandardCatalog& standards, const LibraryCatalog& catalog, const Directory& directory)
      : standards_(standards), catalog_(catalog), directory_(directory) {}

  /// What a resource is or was to the viewer's groups. not_found/resource.absent.
  Result<std::vector<StandardView>> of(const access::Viewer& viewer, const ResourceId& id) const;
  /// forbidden/standard.not_presiding.
  Result<std::vector<StandardView>> name(const Actor& actor, const access::Viewer& viewer,
                                         const GroupId& group, const ResourceId& id);
  Result<std::vector<StandardView>> remove(const Actor& actor, const access::Viewer& viewer,
                                           const GroupId& group, const ResourceId& id);

 private:
  GroupStandardCatalog& standards_;
  const LibraryCatalog& catalog_;
  const Directory& directory_;
};

}  // namespace kecang
