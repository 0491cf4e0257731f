#pragma once
/// What became of each uploaded file, for who sent it and for the school's office. Any thread may call.
#include <optional>
#include <string>

#include "schemas/model/work.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

struct ImportStatus {
  Import import;
  ImportCounts counts;
  std::string school_name;
};

class Imports {
 public:
  Imports(const LibraryCatalog& catalog, const Directory& directory)
      : catalog_(catalog), directory_(directory) {}
  Result<ImportStatus> status(const AccessScope& scope, const ImportId& id) const;
  /// Newest first.
  Result<Page<ImportStatus>> list(const AccessScope& scope, const PageRequest& page) const;
  /// What a file became, is like, or may be a version of is named only to who may see that today.
  Result<Page<ImportEntry>> entries(const AccessScope& scope, const ImportId& id,
                                    const LibraryCatalog::EntryFilter& filter, const PageRequest& page) const;

 private:
  const LibraryCatalog& catalog_;
  const Directory& directory_;
};

}  // namespace kecang
