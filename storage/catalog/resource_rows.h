#pragma once
/// A resource and everything that follows from it: who holds which bytes, what the index has to catch up
/// with. For the catalogue's own files; each function works inside the caller's transaction.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/resource.h"
#include "storage/meta_store.h"

namespace kecang {

/// One row per resource the index has not caught up with; a mark made again keeps its place in the queue.
struct DirtyRow {
  std::uint64_t version = 0;
  Time since;
  bool narrowed = false;  ///< the audience shrank since the index last saw it
};
template <class V>
void describe(V& v, DirtyRow& d) {
  v("version", d.version);
  v("since", d.since);
  v("narrowed", d.narrowed);
}

/// The resources of one school that hold the same bytes, oldest first; at most kHoldersListed.
struct Holders {
  std::vector<ResourceId> resources;
};
template <class V>
void describe(V& v, Holders& h) {
  v("resources", h.resources);
}
inline constexpr std::size_t kHoldersListed = 64;

/// Rows that putting one resource may write besides those of its sketch: itself, its holders, its name's stem
/// and its title before and after, and three dirty rows.
inline constexpr std::size_t kRowsPerResource = 10;

/// Whether the index has to be told. A new resource whose text is still to be read is not shown yet.
enum class Index { not_yet, mark };

/// Stores `after` in the place of `before`: raises the version, stamps the time, keeps the holders and what
/// versions are found by, and marks it; a mark remembers when scope terms went away.
Result<void> put_resource(Transaction& tx, const std::optional<Resource>& before, Resource& after, Time now,
                          Index index);

/// Removes it from everywhere but the index, which is told by a mark. Its text and jobs are the caller's.
Result<void> erase_resource(Transaction& tx, const Resource& resource, Time now);

Result<void> put_dirty(Transaction& tx, const ResourceId& id, std::uint64_t version, bool narrowed, Time now);
Result<void> erase_dirty(Transaction& tx, const ResourceId& id, const DirtyRow& row);

/// Adds what is missing; true if something was.
bool add_releases(std::vector<Release>& to, const std::vector<Release>& more);

/// The part after the last dot in lower case, if it looks like an extension; else empty.
std::string extension_of(std::string_view path);

/// The newer guess replaces the older one field by field; what a person or a catalogue said stays.
void renew_guesses(ResourceTags& tags, const ResourceTags& guesses);

}  // namespace kecang
