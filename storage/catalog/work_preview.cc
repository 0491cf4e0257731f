/// What is made of a file to be looked at.
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/work_rows.h"

namespace kecang {

Result<void> WorkQueue::finish_preview(const JobId& job, std::uint64_t fence, Derived derived) {
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto held, held_job(tx, job, fence));
    if (held.kind != JobKind::preview) return Error::conflict("job.fenced").because("no preview job");
    const auto id = ResourceId::trusted(held.subject);
    KECANG_ASSIGN(const auto resource, (rows::find<Resource>(tx, keys::resource(id))));
    if (resource && resource->revision) {
      derived.made_at = clock_.now();
      derived.version = kDerivedVersion;
      KECANG_TRY(rows::put(tx, keys::derived(resource->revision->blob), derived));
    }
    return end_job(tx, held);
  };
  return store_.run(step);
}

Result<void> end_preview(Transaction& tx, const ResourceId& id, const std::string& reason, Time now) {
  KECANG_ASSIGN(const auto resource, (rows::find<Resource>(tx, keys::resource(id))));
  if (!resource || !resource->revision) return {};
  return rows::put(tx, keys::derived(resource->revision->blob),
                   Derived{.files = {}, .reason = reason, .made_at = now, .version = kDerivedVersion});
}

}  // namespace kecang
