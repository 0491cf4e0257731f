#pragma once
/// The original of a resource, for those who may see it. Any thread may call.
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/model/access_scope.h"
#include "server/access/viewer.h"
#include "storage/blob_store.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

/// How a browser may treat a file.
enum class Showing {
  inline_safe,  ///< a type that runs nothing: shown in the page if asked for
  download,     ///< everything else
};

struct Download {
  std::shared_ptr<const BlobReader> bytes;
  BlobId digest;
  RevisionId revision{};  ///< of the original
  std::string file_name;
  std::string content_type;  ///< from a fixed list of harmless types, else application/octet-stream
  Showing showing = Showing::download;
  SchoolId owner{};     ///< of the resource
  std::string title{};  ///< the resource's
};

class Downloads {
 public:
  Downloads(const LibraryCatalog& catalog, const BlobStore& blobs) : catalog_(catalog), blobs_(blobs) {}
  enum class Purpose {
    keep,
    watch,  ///< in the page: films, sounds and pictures have no other way to be looked at
  };
  /// not_found/resource.absent, resource.without_file, forbidden/resource.download_not_granted for who may
  /// only read it here.
  Result<Download> open(const access::Viewer& viewer, const ResourceId& id, Purpose purpose) const;
  /// What was made from the original to be looked at, and is for this viewer; nothing if nothing was made
  /// yet.
  Result<std::optional<Derived>> preview(const AccessScope& scope, const ResourceId& id) const;
  /// One of its files. not_found/resource.without_preview.
  Result<Download> open_preview(const AccessScope& scope, const ResourceId& id, std::string_view name) const;

 private:
  const LibraryCatalog& catalog_;
  const BlobStore& blobs_;
};

}  // namespace kecang
