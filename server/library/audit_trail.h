#pragma once
/// Who did what: for the administrators of a school or group what concerns it, for those of the installation
/// all of it; and the one thing people do that changes nothing and is kept all the same, taking a file home.
/// Any thread may call.
#include <functional>
#include <string>
#include <utility>

#include "server/access/viewer.h"
#include "server/library/downloads.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/used_versions.h"

namespace kecang {

struct NamedRecord {
  AuditRecord record;
  std::string actor_name;    ///< empty for a machine
  std::string subject_name;  ///< title or name; empty where there is none, or the reader may not see it
};

class AuditTrail {
 public:
  /// Told of what could not be kept.
  using Unkept = std::function<void(const Actor&, const ResourceId&, const Error&)>;
  AuditTrail(const Directory& directory, UsedVersionCatalog& used, const LibraryCatalog& catalog,
             Unkept unkept)
      : directory_(directory), used_(used), catalog_(catalog), unkept_(std::move(unkept)) {}

  /// not_found/school.absent, and for the school's own people who do not administer it
  /// forbidden/audit.not_yours. Newest first.
  Result<Page<NamedRecord>> of(const access::Viewer& viewer, const SchoolId& school, const PageRequest& page,
                               const AuditFilter& filter) const;
  /// not_found/group.absent, forbidden/audit.not_yours.
  Result<Page<NamedRecord>> of(const access::Viewer& viewer, const GroupId& group, const PageRequest& page,
                               const AuditFilter& filter) const;
  /// Of the whole installation; for its administrators.
  Result<Page<NamedRecord>> all(const access::Viewer& viewer, const PageRequest& page,
                                const AuditFilter& filter) const;

  /// Keeps that somebody takes the file home, and which version; ask before its first byte is sent. While
  /// nothing can be written people still fetch what they need, and `unkept` is told.
  Result<void> downloaded(const Actor& actor, const ResourceId& id, const Download& download);

 private:
  Result<Page<NamedRecord>> named(const access::Viewer& viewer, Page<AuditRecord> page) const;
  Result<std::string> subject_name(const access::Viewer& viewer, const AuditRecord& record) const;

  const Directory& directory_;
  UsedVersionCatalog& used_;
  const LibraryCatalog& catalog_;
  const Unkept unkept_;
};

}  // namespace kecang
