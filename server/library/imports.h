#pragma once
/// What became of each uploaded file, for who sent it and for the school's office. Any thread may call.
#include <optional>
#include <string>
#include <vector>

#include "schemas/model/import.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

struct ImportStatus {
  Import import;
  ImportCounts counts;
  std::string school_name;
};

/// What a file became, is like, or may be a version of is named only to who may see that today: takes away
/// the rest. Every list of entries that leaves for a person goes through it.
Result<void> name_visible_only(const LibraryCatalog& catalog, const AccessScope& scope,
                               std::vector<ImportEntry>& entries);

class Imports {
 public:
  Imports(const LibraryCatalog& catalog, const Directory& directory)
      : catalog_(catalog), directory_(directory) {}
  Result<ImportStatus> status(const AccessScope& scope, const ImportId& id) const;
  /// Newest first.
  Result<Page<ImportStatus>> list(const AccessScope& scope, const PageRequest& page) const;
  Result<Page<ImportEntry>> entries(const AccessScope& scope, const ImportId& id,
                                    const LibraryCatalog::EntryFilter& filter, const PageRequest& page) const;

 private:
  const LibraryCatalog& catalog_;
  const Directory& directory_;
};

}  // namespace kecang
