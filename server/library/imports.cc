#include "server/library/imports.h"

#include "server/library/names.h"

namespace kecang {

Result<ImportStatus> Imports::status(const AccessScope& scope, const ImportId& id) const {
  ImportStatus status;
  KECANG_ASSIGN(status.import, catalog_.import(scope, id));
  KECANG_ASSIGN(status.counts, catalog_.import_counts(scope, id));
  KECANG_ASSIGN(status.school_name, Names(directory_).school(status.import.school));
  return status;
}

Result<Page<ImportStatus>> Imports::list(const AccessScope& scope, const PageRequest& page) const {
  KECANG_ASSIGN(const auto imports, catalog_.imports(scope, page));
  Names names(directory_);
  Page<ImportStatus> answer{.items = {}, .next = imports.next};
  for (const auto& import : imports.items) {
    KECANG_ASSIGN(auto counts, catalog_.import_counts(scope, import.id));
    KECANG_ASSIGN(auto name, names.school(import.school));
    answer.items.push_back({.import = import, .counts = counts, .school_name = std::move(name)});
  }
  return answer;
}

Result<void> name_visible_only(const LibraryCatalog& catalog, const AccessScope& scope,
                               std::vector<ImportEntry>& entries) {
  std::vector<ResourceId> named;
  for (const auto& entry : entries) {
    named.push_back(entry.resource);
    named.push_back(entry.plan && entry.plan->maybe ? entry.plan->maybe->resource : ResourceId());
  }
  KECANG_ASSIGN(const auto seen, catalog.resources(scope, named));
  auto next = seen.begin();
  for (auto& entry : entries) {
    if (!*next++) {
      entry.resource = {};
      entry.duplicate_of.clear();
    }
    if (!*next++ && entry.plan) entry.plan->maybe.reset();
  }
  return {};
}

Result<Page<ImportEntry>> Imports::entries(const AccessScope& scope, const ImportId& id,
                                           const LibraryCatalog::EntryFilter& filter,
                                           const PageRequest& page) const {
  KECANG_ASSIGN(auto entries, catalog_.import_entries(scope, id, filter, page));
  KECANG_TRY(name_visible_only(catalog_, scope, entries.items));
  return entries;
}

}  // namespace kecang
