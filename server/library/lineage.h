#pragma once
/// Whose a resource is and was: its author stays, its school of record changes by hand-overs alone. Any
/// thread may call.
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/hand_overs.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

struct LineageView {
  std::string author_name;
  std::string owner_name;
  std::vector<FormerOwner> hand_overs;  ///< oldest first
};

class Lineage {
 public:
  Lineage(const HandOvers& hand_overs, const LibraryCatalog& library, const Directory& directory)
      : hand_overs_(hand_overs), library_(library), directory_(directory) {}

  /// not_found/resource.absent.
  Result<LineageView> of(const access::Viewer& viewer, const ResourceId& id) const;

 private:
  const HandOvers& hand_overs_;
  const LibraryCatalog& library_;
  const Directory& directory_;
};

}  // namespace kecang
