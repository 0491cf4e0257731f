#include "storage/catalog/import_rows.h"

#include <algorithm>

#include "schemas/model/access_scope.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

std::uint64_t& count_of(ImportCounts& counts, FileState state) {
  switch (state) {
    case FileState::waiting:
      return counts.waiting;
    case FileState::indexed:
      return counts.indexed;
    case FileState::indexed_partly:
      return counts.indexed_partly;
    case FileState::stored_only:
      return counts.stored_only;
    case FileState::encrypted:
      return counts.encrypted;
    case FileState::broken:
      return counts.broken;
    case FileState::too_large:
      return counts.too_large;
    case FileState::duplicate:
      return counts.duplicate;
    case FileState::skipped:
      return counts.skipped;
    case FileState::withdrawn:
      return counts.withdrawn;
  }
  return counts.waiting;
}

/// An audience beyond single persons that both are offered to.
bool share_audience(const Resource& resource, const Import& import) {
  return std::any_of(resource.releases.begin(), resource.releases.end(), [&](const Release& release) {
    return release.kind != ReleaseKind::user &&
           std::find(import.releases.begin(), import.releases.end(), release) != import.releases.end();
  });
}

/// Whether the person who sent the import may learn of the resource: a link shows its title. What a colleague
/// keeps to herself, or shares with a circle the import is not offered to, stays unknown; the file then
/// becomes a resource of its own.
bool may_link(const Resource& resource, const Import& import) {
  if (resource.state == FileState::withdrawn) return false;
  if (resource.created_by == import.by) return true;
  const auto terms = scope_terms(resource);
  const auto offered_to = [&](const std::string& term) {
    return std::find(terms.begin(), terms.end(), term) != terms.end();
  };
  return offered_to(scope_term::school(import.school)) || offered_to(scope_term::everyone()) ||
         share_audience(resource, import);
}

}  // namespace

Result<OpenImport> OpenImport::open(Transaction& tx, const ImportId& id, Time now) {
  KECANG_ASSIGN(auto import, (rows::need<Import>(tx, keys::import(id), "import.absent")));
  KECANG_ASSIGN(const auto counts, (rows::find<ImportCounts>(tx, keys::import_counts(id))));
  return OpenImport(tx, std::move(import), counts.value_or(ImportCounts{}), now);
}

Result<void> OpenImport::place(const File& file) {
  if (file.blob.size > 0) {
    KECANG_ASSIGN(auto existing, linkable(file.blob.id));
    if (existing) return link(file, std::move(*existing));
  }
  return add_resource(file);
}

Result<std::optional<Resource>> OpenImport::linkable(const BlobId& blob) {
  KECANG_ASSIGN(const auto holders, (rows::find<Holders>(tx_, keys::holders(import_.school, blob))));
  if (!holders) return std::optional<Resource>();
  for (const auto& id : holders->resources) {
    KECANG_ASSIGN(auto resource, (rows::find<Resource>(tx_, keys::resource(id))));
    if (resource && may_link(*resource, import_)) return resource;
  }
  return std::optional<Resource>();
}

Result<void> OpenImport::link(const File& file, Resource existing) {
  ++linked_;
  const std::optional<Resource> before = existing;
  if (add_releases(existing.releases, import_.releases)) {
    KECANG_TRY(put_resource(tx_, before, existing, now_, Index::mark));
    widened_.push_back(existing.id);
  }
  return list({.index = file.index,
               .path = file.path,
               .size = file.blob.size,
               .state = FileState::duplicate,
               .reason = {},
               .resource = existing.id,
               .duplicate_of = existing.title});
}

Result<void> OpenImport::add_resource(const File& file) {
  Resource resource;
  resource.id = ResourceId::make(now_);
  resource.title = file.title;
  resource.tags = file.tags;
  resource.format = extension_of(file.path);
  resource.owner = import_.school;
  resource.created_by = import_.by;
  resource.created_at = now_;
  resource.releases = import_.releases;
  resource.revision = Revision{.id = RevisionId::make(now_),
                               .blob = file.blob.id,
                               .size = file.blob.size,
                               .path = file.path,
                               .media_type = {},
                               .by = import_.by,
                               .at = now_};
  resource.import = import_.id;
  resource.import_entry = file.index;
  KECANG_TRY(put_resource(tx_, std::nullopt, resource, now_, Index::not_yet));
  KECANG_TRY(add_job(tx_, JobKind::read, resource.id.text(), import_.id, now_));
  return list({.index = file.index,
               .path = file.path,
               .size = file.blob.size,
               .state = FileState::waiting,
               .reason = {},
               .resource = resource.id,
               .duplicate_of = {}});
}

Result<void> OpenImport::list(const ImportEntry& entry) {
  ++counts_.total;
  return put_entry(entry);
}

Result<void> OpenImport::put_entry(const ImportEntry& entry) {
  ++count_of(counts_, entry.state);
  KECANG_TRY(tx_.put(keys::import_entry(import_.id, entry.state, entry.index), ""));
  return rows::put(tx_, keys::import_entry(import_.id, entry.index), entry);
}

Result<void> OpenImport::end_entry(const Resource& resource) {
  KECANG_ASSIGN(auto entry,
                (rows::find<ImportEntry>(tx_, keys::import_entry(import_.id, resource.import_entry))));
  if (!entry || entry->state != FileState::waiting || entry->resource != resource.id) return {};
  KECANG_TRY(tx_.erase(keys::import_entry(import_.id, entry->state, entry->index)));
  --counts_.waiting;
  entry->state = resource.state;
  entry->reason = resource.reason;
  return put_entry(*entry);
}

Result<Import> OpenImport::store() {
  if (import_.state == ImportState::reading && counts_.waiting == 0) {
    import_.state = ImportState::done;
    import_.finished_at = now_;
  }
  import_.version += 1;
  KECANG_TRY(rows::put(tx_, keys::import_counts(import_.id), counts_));
  KECANG_TRY(rows::put(tx_, keys::import(import_.id), import_));
  return import_;
}

}  // namespace kecang
