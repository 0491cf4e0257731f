#pragma once
/// Many resources offered, or taken back, at once: each by the rules of one, and each with its own outcome.
/// Any thread may call.
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "server/library/resources.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

struct BatchRelease {
  std::vector<ResourceId> resources;
  std::vector<Release> offer;
  std::vector<Release> withdraw;  ///< whatever they allow, and from whenever on

  static constexpr std::size_t kMost = 1'000;
};
template <class V>
void describe(V& v, BatchRelease& b) {
  v("resources", b.resources);
  v("offer", b.offer);
  v("withdraw", b.withdraw);
}

struct BatchOutcome {
  ResourceId resource;
  bool changed = false;
  std::string problem;  ///< error code; empty: done
};

class BatchReleases {
 public:
  BatchReleases(Resources& resources, const LibraryCatalog& library)
      : resources_(resources), library_(library) {}

  /// In the order asked, each resource once. What the viewer may not see is resource.absent, as if it had
  /// never been. invalid/release.nothing, too_large/value.too_many.
  Result<std::vector<BatchOutcome>> run(const Actor& actor, const access::Viewer& viewer,
                                        const BatchRelease& batch);

 private:
  Result<bool> change(const Actor& actor, const access::Viewer& viewer, const ResourceId& id,
                      const BatchRelease& batch);

  Resources& resources_;
  const LibraryCatalog& library_;
};

}  // namespace kecang

KECANG_NOUN(kecang::BatchRelease);
