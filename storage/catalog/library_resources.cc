/// Resources as people meet them.
#include "storage/catalog/audit.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/question_rows.h"
#include "storage/catalog/resource_changes.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/segment_rows.h"

namespace kecang {
namespace {

constexpr std::size_t kSegmentBytes = 1024 * 1024;

template <class Reader>
Result<Resource> visible(Reader& reader, const AccessScope& scope, const ResourceId& id) {
  KECANG_ASSIGN(auto resource, (rows::need<Resource>(reader, keys::resource(id), "resource.absent")));
  if (!may_view(scope, resource)) return Error::not_found("resource.absent");
  return resource;
}

/// What a change through this door leaves alone, whatever the caller's edit did.
void keep_identity(const Resource& before, Resource& after) {
  after.id = before.id;
  after.version = before.version;
  after.owner = before.owner;
  after.created_by = before.created_by;
  after.created_at = before.created_at;
  after.changed_at = before.changed_at;
  after.revision = before.revision;
  after.text_generation = before.text_generation;
  after.segment_count = before.segment_count;
  after.question_count = before.question_count;
  after.external_key = before.external_key;
  after.import = before.import;
  after.import_entry = before.import_entry;
}

}  // namespace

Result<Resource> LibraryCatalog::resource(const AccessScope& scope, const ResourceId& id) const {
  return visible(store_, scope, id);
}

Result<std::vector<std::optional<Resource>>> LibraryCatalog::resources(
    const AccessScope& scope, const std::vector<ResourceId>& ids) const {
  std::vector<std::string> wanted;
  wanted.reserve(ids.size());
  for (const auto& id : ids) wanted.push_back(keys::resource(id));
  KECANG_ASSIGN(auto found, (rows::find_all<Resource>(*store_.snapshot(), wanted)));
  for (auto& resource : found)
    if (resource && !may_view(scope, *resource)) resource.reset();
  return found;
}

Result<void> LibraryCatalog::each_resource(const AccessScope& scope,
                                           const std::function<Result<bool>(const Resource&)>& each) const {
  return rows::each_row(*store_.snapshot(), keys::kResources, [&](const Row& row) -> Result<bool> {
    KECANG_ASSIGN(const auto resource, from_cbor<Resource>(row.value));
    if (!may_view(scope, resource)) return true;
    return each(resource);
  });
}

Result<std::vector<Segment>> LibraryCatalog::segments(const AccessScope& scope, const ResourceId& id,
                                                      std::uint32_t first, std::uint32_t limit) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto resource, visible(*snapshot, scope, id));
  return read_segments(*snapshot, resource, first, limit, kSegmentBytes);
}

Result<std::vector<Segment>> LibraryCatalog::segments(const AccessScope& scope, const Resource& resource,
                                                      std::uint32_t first, std::uint32_t limit) const {
  if (!may_view(scope, resource)) return Error::not_found("resource.absent");
  return read_segments(*store_.snapshot(), resource, first, limit, kSegmentBytes);
}

Result<std::vector<Question>> LibraryCatalog::questions(const AccessScope& scope, const ResourceId& id,
                                                        std::uint32_t first, std::uint32_t limit) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto resource, visible(*snapshot, scope, id));
  return read_questions(*snapshot, resource, first, limit, kSegmentBytes);
}

Result<std::optional<Derived>> LibraryCatalog::derived(const AccessScope& scope, const ResourceId& id) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto resource, visible(*snapshot, scope, id));
  if (!resource.revision) return std::optional<Derived>();
  KECANG_ASSIGN(auto derived, (rows::find<Derived>(*snapshot, keys::derived(resource.revision->blob))));
  if (derived && !may_see_answers(scope, resource))
    std::erase_if(derived->files, [](const DerivedFile& file) { return is_answer_picture(file.name); });
  return derived;
}

Result<Resource> LibraryCatalog::change(const Actor& actor, const AccessScope& scope, const ResourceId& id,
                                        std::uint64_t version, std::string action,
                                        const std::function<Result<void>(Resource&)>& edit) {
  Resource stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const Resource before, visible(tx, scope, id));
    if (before.version != version) return Error::conflict("resource.changed");
    stored = before;
    KECANG_TRY(edit(stored));
    keep_identity(before, stored);
    if (to_cbor(before) == to_cbor(stored)) return {};
    const Time now = clock_.now();
    KECANG_TRY(put_resource(tx, before, stored, now, Index::mark));
    return append_audit(tx, now, actor, action, id.text(), resource_changes(before, stored),
                        {stored.owner.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<std::vector<ResourceId>> LibraryCatalog::pending_narrowings() const {
  std::vector<ResourceId> ids;
  KECANG_TRY(rows::each_row(*store_.snapshot(), keys::kNarrowed, [&](const Row& row) -> Result<bool> {
    ids.push_back(ResourceId::trusted(std::string(keys::last_part(row.key))));
    return true;
  }));
  return ids;
}

}  // namespace kecang
