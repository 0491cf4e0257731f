#pragma once
/// What somebody put aside while searching, to take it home together. The basket itself is the browser's;
/// here is what its owner may see of it now. Any thread may call.
#include <vector>

#include "server/library/collections.h"

namespace kecang {

class Basket {
 public:
  static constexpr std::size_t kMost = 100;

  Basket(const LibraryCatalog& catalog, const Resources& resources, const Directory& directory)
      : catalog_(catalog), resources_(resources), directory_(directory) {}

  /// In the order asked, each once; what the viewer may not see is left out like what never was.
  /// invalid/basket.too_many.
  Result<std::vector<ResourceView>> look(const access::Viewer& viewer,
                                         const std::vector<ResourceId>& ids) const;
  /// The same as a collection that nobody keeps, for packing.
  Result<CollectionView> as_collection(const access::Viewer& viewer,
                                       const std::vector<ResourceId>& ids) const;

 private:
  const LibraryCatalog& catalog_;
  const Resources& resources_;
  const Directory& directory_;
};

}  // namespace kecang
