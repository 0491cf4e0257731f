#pragma once
/// Resources, uploads and imports as people meet them: every read takes the viewer's AccessScope first, and
/// what the scope does not admit is not_found, the same as absent. Any thread may call.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/access_scope.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"
#include "storage/blob_store.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// A file that arrived whole: what it will be called and offered to.
struct ArrivedFile {
  BlobStat blob;
  std::string file_name;
  SchoolId school;
  UserId by;
  std::vector<Release> releases;
  bool archive = false;  ///< to be unpacked; its members become the resources
  std::string title;     ///< of the resource, if it is not an archive
  ResourceTags tags;
};

class LibraryCatalog {
 public:
  LibraryCatalog(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  // -- resources
  Result<Resource> resource(const AccessScope& scope,
                            const ResourceId& id) const;  ///< not_found/resource.absent
  /// In the order asked; nothing where absent or out of scope.
  Result<std::vector<std::optional<Resource>>> resources(const AccessScope& scope,
                                                         const std::vector<ResourceId>& ids) const;
  /// Segments [first, first + limit) of the current text; together at most 1 MiB of text, at least one
  /// segment.
  Result<std::vector<Segment>> segments(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                                        std::uint32_t limit) const;
  /// Questions [first, first + limit) of the current text, with their answers; at most 1 MiB, at least one.
  Result<std::vector<Question>> questions(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                                          std::uint32_t limit) const;
  /// Reads, changes, checks that the stored version is still `version` (conflict/resource.changed), raises
  /// it, marks the resource dirty, writes the audit record `action`; one transaction. A narrowing of its
  /// releases hides it at once.
  Result<Resource> change(const Actor& actor, const AccessScope& scope, const ResourceId& id,
                          std::uint64_t version, std::string action,
                          const std::function<Result<void>(Resource&)>& edit);
  /// Resources whose audience shrank while the index does not know it yet: searches leave them out.
  Result<std::vector<ResourceId>> pending_narrowings() const;

  // -- uploads: visible to the user who sends them
  Result<Upload> create_upload(const Actor& actor, Upload upload);
  Result<Upload> upload(const AccessScope& scope, const UploadId& id) const;  ///< not_found/upload.absent
  Result<Upload> put_upload_offset(const UploadId& id, std::uint64_t offset);
  Result<void> erase_upload(const Actor& actor, const UploadId& id);
  Result<std::vector<Upload>> uploads_of(const UserId& user) const;
  Result<std::vector<Upload>> expired_uploads(Time now, std::size_t limit) const;

  // -- imports: visible to the user who sent the file and to the school's administrators
  /// The one transaction that acknowledges a file: import + (resource + entry + read job, or unpack job) +
  /// audit, and, if `upload` is given, that upload's end. Sent again for a finished upload, it answers the
  /// import made before.
  Result<Import> accept(const Actor& actor, const ArrivedFile& file, const std::optional<UploadId>& upload);
  Result<Import> import(const AccessScope& scope, const ImportId& id) const;  ///< not_found/import.absent
  Result<ImportCounts> import_counts(const AccessScope& scope, const ImportId& id) const;
  /// In order of index; `state` empty for all.
  Result<Page<ImportEntry>> import_entries(const AccessScope& scope, const ImportId& id,
                                           std::optional<FileState> state, const PageRequest& page) const;
  /// Newest first: the viewer's own and those of the schools whose office the scope holds.
  Result<Page<Import>> imports(const AccessScope& scope, const PageRequest& page) const;

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
