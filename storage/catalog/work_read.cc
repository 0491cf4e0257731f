/// What reading a file gave.
#include <algorithm>

#include "schemas/base/text.h"
#include "schemas/model/segment_sketch.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/question_rows.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/segment_rows.h"
#include "storage/catalog/text_writer.h"
#include "storage/catalog/work_rows.h"

namespace kecang {
namespace {

constexpr std::size_t kPropertyBytes = 512;
constexpr std::size_t kProperties = 64;

struct Verdict {
  FileState state;
  std::string reason;
};

Verdict verdict_of(const ReadOutcome& outcome) {
  const bool readable =
      outcome.end.status == ExtractStatus::ok || outcome.end.status == ExtractStatus::partial;
  // A scan or a picture: nothing to search in, and the teacher should know.
  if (readable && !has_text(outcome.segments))
    return {FileState::stored_only, outcome.end.reason.empty() ? "extract.no_text" : outcome.end.reason};
  switch (outcome.end.status) {
    case ExtractStatus::ok:
      return {FileState::indexed, {}};
    case ExtractStatus::partial:
      return {FileState::indexed_partly, outcome.end.reason};
    case ExtractStatus::unsupported:
      return {FileState::stored_only, outcome.end.reason};
    case ExtractStatus::encrypted:
      return {FileState::encrypted, outcome.end.reason};
    case ExtractStatus::broken:
      return {FileState::broken, outcome.end.reason};
    case ExtractStatus::too_large:
      return {FileState::too_large, outcome.end.reason};
  }
  return {FileState::broken, outcome.end.reason};
}

/// What a file says of itself is written by strangers: bounded, so that the row always fits.
DocumentHead bounded(const DocumentHead& head) {
  const auto clip = [](const std::string& text) { return std::string(text::clip(text, kPropertyBytes)); };
  DocumentHead kept{.media_type = clip(head.media_type),
                    .encoding = clip(head.encoding),
                    .title = clip(head.title),
                    .properties = {}};
  for (const auto& [name, value] : head.properties)
    if (kept.properties.size() < kProperties) kept.properties[clip(name)] = clip(value);
  return kept;
}

void describe_outcome(Resource& resource, const ReadOutcome& outcome) {
  resource.head = bounded(outcome.head);
  if (!outcome.segments.empty()) resource.sketch = sketch_of(outcome.segments).hex();
  if (resource.revision) resource.revision->media_type = resource.head.media_type;
  renew_guesses(resource.tags, outcome.tags);
  if (resource.state == FileState::withdrawn) return;
  auto [state, reason] = verdict_of(outcome);
  resource.state = state;
  resource.reason = std::move(reason);
}

/// The same bytes are made into pages once.
Result<void> add_wishes(Transaction& tx, const Resource& resource, const std::vector<JobKind>& wishes,
                        Time now) {
  if (!resource.revision || resource.state == FileState::withdrawn) return {};
  for (const auto kind : wishes) {
    if (!is_slow(kind)) continue;
    if (kind == JobKind::preview) {
      KECANG_ASSIGN(const auto made, (rows::find<Derived>(tx, keys::derived(resource.revision->blob))));
      if (made && made->version >= kDerivedVersion) continue;
    }
    KECANG_TRY(add_job(tx, kind, resource.id.text(), resource.import, now));
  }
  return {};
}

Result<Resource> resource_of(MetaReader& reader, const Job& job) {
  if (job.kind != JobKind::read && job.kind != JobKind::ocr)
    return Error::conflict("job.fenced").because("no read job");
  return rows::need<Resource>(reader, keys::resource(ResourceId::trusted(job.subject)), "resource.absent");
}

}  // namespace

Result<Resource> WorkQueue::resource(const ResourceId& id) const {
  return rows::need<Resource>(store_, keys::resource(id), "resource.absent");
}

Result<std::vector<Segment>> WorkQueue::text(const Resource& resource) const {
  return read_segments(*store_.snapshot(), resource, 0, resource.segment_count, SIZE_MAX);
}

Result<std::vector<Question>> WorkQueue::questions(const Resource& resource) const {
  return read_questions(*store_.snapshot(), resource, 0, resource.question_count, SIZE_MAX);
}

Result<void> WorkQueue::finish_read(const JobId& job, std::uint64_t fence, const ReadOutcome& outcome) {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto held, held_job(*snapshot, job, fence));
  KECANG_ASSIGN(const auto seen, resource_of(*snapshot, held));
  // A catalogue record keeps the text it came with when its file gives none.
  const bool keep_text = outcome.segments.empty() && !seen.external_key.empty();
  TextWriter writer(store_, seen, [&](Transaction& tx) -> Result<void> {
    KECANG_TRY(held_job(tx, job, fence));
    return {};
  });
  if (!keep_text) KECANG_TRY(writer.prepare(outcome.segments, outcome.questions));

  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(const auto still_held, held_job(tx, job, fence));
    KECANG_ASSIGN(const Resource before, resource_of(tx, still_held));
    Resource after = before;
    describe_outcome(after, outcome);
    if (!keep_text) KECANG_TRY(writer.flip(tx, after));
    KECANG_TRY(put_resource(tx, before, after, now, Index::mark));
    KECANG_TRY(add_wishes(tx, after, outcome.wishes, now));
    return end_job(tx, still_held);
  };
  KECANG_TRY(store_.run(step));
  return writer.clean_up();
}

Result<void> end_reading_broken(Transaction& tx, const ResourceId& id, const std::string& reason, Time now) {
  KECANG_ASSIGN(const auto before, (rows::find<Resource>(tx, keys::resource(id))));
  if (!before) return {};
  Resource after = *before;
  if (after.state != FileState::withdrawn) {
    after.state = FileState::broken;
    after.reason = reason;
  }
  return put_resource(tx, before, after, now, Index::mark);
}

}  // namespace kecang
