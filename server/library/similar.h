#pragma once
/// What is like a resource, as far as one viewer may see: the same file elsewhere, other versions of it, what
/// is made for the same lesson, what is about the same. Any thread may call.
#include <optional>
#include <vector>

#include "server/access/viewer.h"
#include "server/library/resources.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/index.h"

namespace kecang {

struct AlikeResource {
  ResourceView view;
  std::optional<double> share;  ///< of a version: how much of the wording both have, about; 0 to 1
};

/// At most SimilarResources::kShown of a kind; each resource stands in the first group it belongs to.
struct AlikeGroup {
  std::vector<AlikeResource> items;
  bool more = false;
};

struct AlikeResources {
  AlikeGroup same_bytes;   ///< newest first
  AlikeGroup versions;     ///< the most alike first
  AlikeGroup same_lesson;  ///< another type before the same one, then newest first
  AlikeGroup about_same;   ///< what says most of its title first
};

class SimilarResources {
 public:
  SimilarResources(const LibraryCatalog& catalog, const IndexReader& index, const Resources& resources,
                   const Directory& directory)
      : catalog_(catalog), index_(index), resources_(resources), directory_(directory) {}

  static constexpr std::size_t kShown = 6;

  /// not_found/resource.absent; unavailable/index.*, busy/search.index_behind.
  Result<AlikeResources> of(const access::Viewer& viewer, const ResourceId& id) const;

 private:
  const LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Resources& resources_;
  const Directory& directory_;
};

}  // namespace kecang
