#include "storage/catalog/import_rows.h"

#include <algorithm>

#include "schemas/model/access_scope.h"
#include "storage/catalog/import_links.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

std::uint64_t& count_of(ImportCounts& counts, FileState state) {
  switch (state) {
    case FileState::planned:
      return counts.planned;
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
    case FileState::undone:
      return counts.undone;
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

ResourceFace face_of(const Resource& resource) {
  return {.revision = *resource.revision,
          .title = resource.title,
          .tags = resource.tags,
          .format = resource.format,
          .releases = resource.releases,
          .state = resource.state,
          .reason = resource.reason,
          .import = resource.import,
          .import_entry = resource.import_entry};
}

/// A file that waits ends as its resource does; one that was only stored may be read from its picture later.
bool may_follow(const ImportEntry& entry, const Resource& resource) {
  return entry.state == FileState::waiting ||
         (entry.state == FileState::stored_only &&
          (resource.state == FileState::indexed || resource.state == FileState::indexed_partly));
}

bool is_unsure(const ImportEntry& entry) {
  return entry.state == FileState::planned && entry.plan && entry.plan->unsure;
}

bool is_left_out(const ImportEntry& entry) {
  return entry.state == FileState::planned && entry.plan && entry.plan->action == EntryAction::leave_out;
}

}  // namespace

bool may_link(const Resource& resource, const Import& import) {
  if (resource.state == FileState::withdrawn) return false;
  if (resource.created_by == import.by) return true;
  const auto terms = scope_terms(resource, Time{});  // what is offered from a later time on is not yet
  const auto offered_to = [&](const std::string& term) {
    return std::find(terms.begin(), terms.end(), term) != terms.end();
  };
  return offered_to(scope_term::school(import.school)) || offered_to(scope_term::everyone()) ||
         share_audience(resource, import);
}

Result<std::optional<Resource>> linkable(MetaReader& reader, const Import& import, const BlobId& blob) {
  KECANG_ASSIGN(const auto holders, (rows::find<Holders>(reader, keys::holders(import.school, blob))));
  if (!holders) return std::optional<Resource>();
  for (const auto& id : holders->resources) {
    KECANG_ASSIGN(auto resource, (rows::find<Resource>(reader, keys::resource(id))));
    if (resource && may_link(*resource, import)) return resource;
  }
  return std::optional<Resource>();
}

Result<OpenImport> OpenImport::open(Transaction& tx, const ImportId& id, Time now) {
  KECANG_ASSIGN(auto import, (rows::need<Import>(tx, keys::import(id), "import.absent")));
  KECANG_ASSIGN(const auto counts, (rows::find<ImportCounts>(tx, keys::import_counts(id))));
  return OpenImport(tx, std::move(import), counts.value_or(ImportCounts{}), now);
}

Result<void> OpenImport::place(const File& file) {
  if (file.blob.size > 0) {
    KECANG_ASSIGN(auto existing, linkable(tx_, import_, file.blob.id));
    if (existing) return link(file, std::move(*existing));
  }
  return add_resource(file);
}

Result<void> OpenImport::place_planned(const File& file) {
  plan_.reset();
  KECANG_ASSIGN(const auto planned, entry(file.index));
  if (!planned || !planned->plan) return place(file);
  plan_ = planned->plan;
  File as_planned = file;
  as_planned.path = planned->path;
  as_planned.title = plan_->title;
  as_planned.tags = plan_->tags;
  if (plan_->action == EntryAction::leave_out) return leave_in_archive(as_planned, "import.left_out");
  if (plan_->action == EntryAction::replace && plan_->maybe) {
    KECANG_ASSIGN(const auto added, add_version(as_planned, plan_->maybe->resource));
    if (added) return {};
  }
  return place(as_planned);
}

Result<void> OpenImport::leave_in_archive(const File& file, const char* reason) {
  return list({.index = file.index,
               .path = file.path,
               .size = file.blob.size,
               .state = FileState::skipped,
               .reason = reason,
               .resource = {},
               .duplicate_of = {},
               .plan = plan_,
               .undo = {}});
}

Result<void> OpenImport::link(const File& file, Resource existing) {
  ++linked_;
  KECANG_ASSIGN(auto added, record_link(tx_, existing, import_, file.index));
  if (!added.empty()) {
    const std::optional<Resource> before = existing;
    add_releases(existing.releases, added);
    KECANG_TRY(put_resource(tx_, before, existing, now_, Index::mark));
    widened_.push_back(existing.id);
  }
  return list({.index = file.index,
               .path = file.path,
               .size = file.blob.size,
               .state = FileState::duplicate,
               .reason = {},
               .resource = existing.id,
               .duplicate_of = existing.title,
               .plan = plan_,
               .undo = {}});
}

Result<bool> OpenImport::hold(const File& file) {
  const auto reserved = std::min(import_.reserved_bytes, file.blob.size);
  KECANG_ASSIGN(const auto held, hold_bytes(tx_, import_.school, file.blob.size, reserved, limit_));
  if (held) {
    import_.reserved_bytes -= reserved;
    return true;
  }
  KECANG_TRY(list({.index = file.index,
                   .path = file.path,
                   .size = file.blob.size,
                   .state = FileState::too_large,
                   .reason = "school.full",
                   .resource = {},
                   .duplicate_of = {},
                   .plan = plan_,
                   .undo = {}}));
  return false;
}

Result<void> OpenImport::add_resource(const File& file) {
  KECANG_ASSIGN(const auto held, hold(file));
  if (!held) return {};
  Resource resource;
  resource.id = ResourceId::make(now_);
  resource.title = file.title;
  resource.tags = file.tags;
  resource.format = extension_of(file.path);
  resource.owner = import_.school;
  resource.created_by = import_.by;
  resource.created_at = now_;
  resource.releases = import_.releases;
  resource.revision = revision_of(file);
  resource.import = import_.id;
  resource.import_entry = file.index;
  resource.lesson = file.lesson;
  KECANG_TRY(put_resource(tx_, std::nullopt, resource, now_, Index::not_yet));
  return wait_for(file, resource, {.made = true, .before = {}});
}

Result<bool> OpenImport::add_version(const File& file, const ResourceId& id) {
  KECANG_ASSIGN(const auto before, (rows::find<Resource>(tx_, keys::resource(id))));
  if (!before || !before->revision || before->owner != import_.school || !may_link(*before, import_))
    return false;
  if (!may_replace_(*before)) {
    KECANG_TRY(leave_in_archive(file, "import.version_refused"));
    return true;
  }
  KECANG_ASSIGN(const auto held, hold(file));
  if (!held) return true;
  KECANG_TRY(rows::put(tx_, keys::revision(id, before->revision->id), *before->revision));
  Resource after = *before;
  after.title = file.title;
  after.tags = file.tags;
  after.format = extension_of(file.path);
  after.revision = revision_of(file);
  after.standing = Standing::none;  // what reviewers said stays with the version they saw
  after.import = import_.id;
  after.import_entry = file.index;
  add_releases(after.releases, import_.releases);
  // Its people go on finding the version before until the new one is read.
  KECANG_TRY(put_resource(tx_, before, after, now_, Index::not_yet));
  KECANG_TRY(wait_for(file, after, {.made = false, .before = face_of(*before)}));
  return true;
}

Revision OpenImport::revision_of(const File& file) const {
  return {.id = RevisionId::make(now_),
          .blob = file.blob.id,
          .size = file.blob.size,
          .path = file.path,
          .media_type = {},
          .by = import_.by,
          .at = now_};
}

Result<void> OpenImport::wait_for(const File& file, const Resource& resource, EntryUndo undo) {
  KECANG_TRY(add_job(tx_, JobKind::read, resource.id.text(), import_.id, now_));
  return list({.index = file.index,
               .path = file.path,
               .size = file.blob.size,
               .state = FileState::waiting,
               .reason = {},
               .resource = resource.id,
               .duplicate_of = {},
               .plan = plan_,
               .undo = std::move(undo)});
}

Result<void> OpenImport::list(const ImportEntry& entry) {
  KECANG_ASSIGN(const auto before, this->entry(entry.index));
  if (before) return change_entry(*before, entry);
  ++counts_.total;
  return put_entry(entry);
}

Result<std::optional<ImportEntry>> OpenImport::entry(std::uint32_t index) {
  return rows::find<ImportEntry>(tx_, keys::import_entry(import_.id, index));
}

Result<void> OpenImport::change_entry(const ImportEntry& before, const ImportEntry& after) {
  KECANG_TRY(leave_entry(before));
  return put_entry(after);
}

Result<void> OpenImport::leave_entry(const ImportEntry& entry) {
  --count_of(counts_, entry.state);
  KECANG_TRY(tx_.erase(keys::import_entry(import_.id, entry.state, entry.index)));
  KECANG_TRY(folders_.leave(entry));
  if (is_left_out(entry)) --counts_.left_out;
  if (!is_unsure(entry)) return {};
  --counts_.unsure;
  return tx_.erase(keys::unsure_entry(import_.id, entry.index));
}

Result<void> OpenImport::put_entry(const ImportEntry& entry) {
  ++count_of(counts_, entry.state);
  KECANG_TRY(tx_.put(keys::import_entry(import_.id, entry.state, entry.index), ""));
  KECANG_TRY(folders_.join(entry));
  if (is_left_out(entry)) ++counts_.left_out;
  if (is_unsure(entry)) {
    ++counts_.unsure;
    KECANG_TRY(tx_.put(keys::unsure_entry(import_.id, entry.index), ""));
  }
  return rows::put(tx_, keys::import_entry(import_.id, entry.index), entry);
}

Result<void> OpenImport::set_job(JobKind kind) {
  KECANG_TRY(end_job());
  KECANG_ASSIGN(import_.job, add_job(tx_, kind, import_.id.text(), import_.id, now_));
  return {};
}

Result<void> OpenImport::end_job() {
  if (import_.job.empty()) return {};
  KECANG_ASSIGN(const auto job, (rows::find<Job>(tx_, keys::job(import_.job))));
  import_.job = {};
  return job ? kecang::end_job(tx_, *job) : Result<void>();
}

Result<bool> OpenImport::end_entry(const Resource& resource) {
  KECANG_ASSIGN(auto entry,
                (rows::find<ImportEntry>(tx_, keys::import_entry(import_.id, resource.import_entry))));
  if (!entry || entry->resource != resource.id || !may_follow(*entry, resource)) return false;
  KECANG_TRY(leave_entry(*entry));
  entry->state = resource.state;
  entry->reason = resource.reason;
  KECANG_TRY(put_entry(*entry));
  return true;
}

Result<Import> OpenImport::store() {
  if (import_.state == ImportState::reading && counts_.waiting + counts_.planned == 0) {
    import_.state = ImportState::done;
    import_.finished_at = now_;
  }
  import_.version += 1;
  KECANG_TRY(folders_.store());
  KECANG_TRY(rows::put(tx_, keys::import_counts(import_.id), counts_));
  KECANG_TRY(rows::put(tx_, keys::import(import_.id), import_));
  return import_;
}

}  // namespace kecang
