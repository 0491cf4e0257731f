#pragma once
/// Versions of one document among a school's resources: where they are looked for, and what came before. For
/// the catalogue's own files.
#include <functional>
#include <optional>
#include <string>

#include "schemas/model/plan.h"
#include "schemas/model/resource.h"
#include "storage/meta_store.h"

namespace kecang {

/// Rows that a new name, or a new text, may write.
inline constexpr std::size_t kRowsPerName = 2;
inline constexpr std::size_t kRowsPerSketch = 8;

/// Keeps the rows by which `find_version` finds a resource.
Result<void> keep_version_keys(Transaction& tx, const std::optional<Resource>& before, const Resource& after);

/// A resource of `owner` that a file may be a newer version of: nearly the same text, or the same name but
/// for marks of versions. `may_be` says which may be named.
struct VersionQuery {
  SchoolId owner;
  std::string path;
  std::string sketch;
  BlobId blob;  ///< the same bytes are no version
};
Result<std::optional<MaybeVersion>> find_version(MetaReader& reader, const VersionQuery& query,
                                                 const std::function<bool(const Resource&)>& may_be);

}  // namespace kecang
