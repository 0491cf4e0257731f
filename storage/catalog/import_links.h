#pragma once
/// Which imports brought the bytes of a resource again, so that taking one of them back leaves what the
/// others brought. For the catalogue's own files.
#include <cstdint>
#include <utility>
#include <vector>

#include "schemas/model/import.h"
#include "schemas/model/resource.h"
#include "storage/meta_store.h"

namespace kecang {

/// One import's claim on a resource it did not make.
struct ImportLink {
  std::uint32_t entry = 0;  ///< the first of its files with these bytes
  BlobId blob;
  std::vector<Release> offered;
  std::vector<Release> added;  ///< of those, what the resource was not offered to before
};
template <class V>
void describe(V& v, ImportLink& l) {
  v("entry", l.entry);
  v("blob", l.blob);
  v("offered", l.offered);
  v("added", l.added);
}

/// Writes down that `import` brings the resource's bytes again. Answers the releases to add; none if it made
/// the resource, or is linked already.
Result<std::vector<Release>> record_link(Transaction& tx, const Resource& resource, const Import& import,
                                         std::uint32_t entry);

/// Oldest import first.
Result<std::vector<std::pair<ImportId, ImportLink>>> links_of(MetaReader& reader, const ResourceId& id);

/// Takes an import's claim away, with what it alone had added to `releases`: what another link offers, too,
/// stays and is that one's from now on.
Result<void> erase_link(Transaction& tx, const ResourceId& id, const ImportId& import,
                        std::vector<Release>& releases);

/// Removes from `releases` those of `gone` that neither `kept` nor a link of the resource offers.
Result<void> take_back(MetaReader& reader, const ResourceId& id, const std::vector<Release>& gone,
                       const std::vector<Release>& kept, std::vector<Release>& releases);

}  // namespace kecang
