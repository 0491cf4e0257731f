#pragma once
/// 你用过旧版: who took a version home is told when another one became the standard of their group. Worked
/// out anew each time, from what the person took and may view now. Any thread may call.
#include <chrono>
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/group_standards.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/used_versions.h"

namespace kecang {

struct StandardNotice {
  ResourceId resource;  ///< the standard now
  std::string title;
  std::string group_name;
  Time at{};  ///< when it was named
};

class StandardNotices {
 public:
  StandardNotices(const GroupStandardCatalog& standards, const UsedVersionCatalog& used,
                  const LibraryCatalog& library, const Directory& directory, const Clock& clock)
      : standards_(standards), used_(used), library_(library), directory_(directory), clock_(clock) {}

  /// How long after it was named somebody is told, and of how many for each group at most.
  static constexpr std::chrono::hours kRecent{24 * 30};
  static constexpr std::size_t kMost = 500;

  /// Newest first. Whoever has the standard itself, or may not view it, is told nothing.
  Result<std::vector<StandardNotice>> of(const access::Viewer& viewer) const;

 private:
  Result<bool> has_older(const UserId& user, const GroupStandard& standard) const;

  const GroupStandardCatalog& standards_;
  const UsedVersionCatalog& used_;
  const LibraryCatalog& library_;
  const Directory& directory_;
  const Clock& clock_;
};

}  // namespace kecang
