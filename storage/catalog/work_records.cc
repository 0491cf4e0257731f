/// A catalogue that is moved in, record by record.
#include <algorithm>

#include "schemas/base/sketch.h"
#include "storage/catalog/audit.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/segment_rows.h"
#include "storage/catalog/text_writer.h"
#include "storage/catalog/version_rows.h"
#include "storage/catalog/work_queue.h"

namespace kecang {

namespace {

/// What stands under (owner, external key): the resource, and a digest of the record as it came last.
struct RecordRow {
  ResourceId resource;
  Digest digest;
};
template <class V>
void describe(V& v, RecordRow& r) {
  v("resource", r.resource);
  v("digest", r.digest);
}

/// Rows a record needs beside its text: resource, holders, dirty marks, key, job and its place.
constexpr std::size_t kRowsPerRecord = kRowsPerResource + 3;

/// Text that is replaced and no longer pointed at.
struct OldText {
  ResourceId resource;
  std::uint64_t generation;
};

Digest digest_of(const CatalogueRecord& record) {
  Json form{{"title", record.title}, {"text", record.text}, {"file_name", record.file_name}};
  form["tags"] = to_json(record.tags);
  form["releases"] = Json::array();
  for (const auto& release : record.releases) form["releases"].push_back(to_json(release));
  if (record.blob) form["blob"] = record.blob->id.hex();
  return sha256(cbor_bytes(form));
}

Result<void> check(const CatalogueRecord& record) {
  if (record.external_key.empty()) return Error::invalid("record.key_empty");
  if (record.external_key.size() > keys::kWrittenPart)
    return Error::invalid("record.key_too_long").with("key", record.external_key);
  if (record.text.size() > WorkQueue::kRecordText)
    return Error::too_large("record.text_too_large").with("key", record.external_key);
  return {};
}

std::vector<Segment> segments_of(const CatalogueRecord& record) {
  if (record.text.empty()) return {};
  return {{.locator = {}, .text = record.text}};
}

/// One transaction's worth of records.
class RecordBatch {
 public:
  RecordBatch(Transaction& tx, const Actor& actor, Time now) : tx_(tx), actor_(actor), now_(now) {}

  Result<void> put(const CatalogueRecord& record) {
    const std::string key = keys::resource_by_key(record.owner, record.external_key);
    const Digest digest = digest_of(record);
    KECANG_ASSIGN(const auto row, (rows::find<RecordRow>(tx_, key)));
    if (row && row->digest == digest) {
      ++stored_.unchanged;
      return {};
    }
    std::optional<Resource> before;
    if (row) {
      KECANG_ASSIGN(before, (rows::find<Resource>(tx_, keys::resource(row->resource))));
    }
    KECANG_ASSIGN(const auto id, before ? update(record, *before) : create(record));
    return rows::put(tx_, key, RecordRow{.resource = id, .digest = digest});
  }

  const WorkQueue::RecordsStored& stored() const { return stored_; }
  const std::vector<OldText>& old_texts() const { return old_texts_; }

 private:
  Result<ResourceId> create(const CatalogueRecord& record) {
    ++stored_.created;
    Resource resource;
    resource.id = ResourceId::make(now_);
    resource.owner = record.owner;
    resource.created_by = UserId::parse(actor_.id).value_or(UserId());
    resource.created_at = now_;
    resource.external_key = record.external_key;
    resource.tags = record.tags;
    resource.releases = record.releases;
    resource.state = FileState::indexed;
    return fill(record, std::nullopt, std::move(resource));
  }

  Result<ResourceId> update(const CatalogueRecord& record, const Resource& before) {
    ++stored_.updated;
    Resource resource = before;
    const ResourceTags confirmed = before.tags;
    resource.tags = record.tags;
    keep_confirmed(resource.tags, confirmed);
    resource.releases = record.releases;
    return fill(record, before, std::move(resource));
  }

  /// What a person said in the meantime is worth more than the catalogue.
  static void keep_confirmed(ResourceTags& tags, const ResourceTags& before) {
    const auto keep = [](Tag& tag, const Tag& old) {
      if (old.source == "person") tag = old;
    };
    keep(tags.type, before.type);
    keep(tags.stage, before.stage);
    keep(tags.subject, before.subject);
    keep(tags.grade, before.grade);
    keep(tags.volume, before.volume);
    keep(tags.edition, before.edition);
    keep(tags.year, before.year);
  }

  Result<ResourceId> fill(const CatalogueRecord& record, const std::optional<Resource>& before,
                          Resource resource) {
    resource.title = record.title;
    KECANG_TRY(put_text(record, resource));
    KECANG_TRY(put_file(record, before, resource));
    KECANG_TRY(put_resource(tx_, before, resource, now_, Index::mark));
    return resource.id;
  }

  Result<void> put_text(const CatalogueRecord& record, Resource& resource) {
    if (resource.text_generation > 0) old_texts_.push_back({resource.id, resource.text_generation});
    const auto segments = segments_of(record);
    resource.text_generation += 1;
    resource.segment_count = static_cast<std::uint32_t>(segments.size());
    resource.question_count = 0;
    resource.sketch = TextSketch::of({record.text}).hex();
    for (const auto& row : segment_rows(resource.id, resource.text_generation, segments))
      KECANG_TRY(tx_.put(row.key, row.value));
    return {};
  }

  /// New bytes are a new revision and have to be read; the text of the record is found until then.
  Result<void> put_file(const CatalogueRecord& record, const std::optional<Resource>& before,
                        Resource& resource) {
    if (!record.blob) return {};
    resource.format = extension_of(record.file_name);
    const bool same_bytes = before && before->revision && before->revision->blob == record.blob->id;
    if (same_bytes) {
      resource.revision->path = record.file_name;
    } else {
      resource.revision = Revision{.id = RevisionId::make(now_),
                                   .blob = record.blob->id,
                                   .size = record.blob->size,
                                   .path = record.file_name,
                                   .media_type = {},
                                   .by = resource.created_by,
                                   .at = now_};
      resource.standing = Standing::none;  // what reviewers said stays with the version they saw
    }
    if (resource.state != FileState::withdrawn) resource.state = FileState::waiting;
    KECANG_TRY(add_job(tx_, JobKind::read, resource.id.text(), ImportId(), now_));
    return {};
  }

  Transaction& tx_;
  const Actor& actor_;
  Time now_;
  WorkQueue::RecordsStored stored_;
  std::vector<OldText> old_texts_;
};

/// Where the records of the transaction that begins at `first` end.
std::size_t end_of_batch(const std::vector<CatalogueRecord>& records, std::size_t first) {
  std::size_t rows = 0, bytes = 0, end = first;
  for (; end < records.size(); ++end) {
    const std::size_t text = records[end].text.size();
    rows += kRowsPerRecord + (records[end].blob ? kRowsPerSketch : 0) + 1 + text / (32 * 1024);
    bytes += text + 4'096;
    if (end > first && (rows > rows::kBatch || bytes > rows::kBatchBytes)) break;
  }
  return end;
}

AuditDetails details_of(const WorkQueue::RecordsStored& stored) {
  return {{"created", std::to_string(stored.created)},
          {"updated", std::to_string(stored.updated)},
          {"unchanged", std::to_string(stored.unchanged)}};
}

}  // namespace

Result<WorkQueue::RecordsStored> WorkQueue::put_records(const Actor& actor,
                                                        const std::vector<CatalogueRecord>& records) {
  if (records.size() > kRecords)
    return Error::invalid("record.too_many").with("limit", std::to_string(kRecords));
  for (const auto& record : records) KECANG_TRY(check(record));
  RecordsStored total;
  for (std::size_t first = 0; first < records.size();) {
    const std::size_t end = end_of_batch(records, first);
    RecordsStored stored;
    std::vector<OldText> old_texts;
    const auto step = [&](Transaction& tx) -> Result<void> {
      const Time now = clock_.now();
      RecordBatch batch(tx, actor, now);
      for (std::size_t i = first; i < end; ++i) KECANG_TRY(batch.put(records[i]));
      stored = batch.stored();
      old_texts = batch.old_texts();
      if (stored.created + stored.updated == 0) return {};
      return append_audit(tx, now, actor, "catalogue.records_stored", records[first].owner.text(),
                          details_of(stored), {records[first].owner.text()});
    };
    KECANG_TRY(run_audited(store_, step));
    for (const auto& old : old_texts) KECANG_TRY(erase_generation(store_, old.resource, old.generation));
    total.created += stored.created;
    total.updated += stored.updated;
    total.unchanged += stored.unchanged;
    first = end;
  }
  return total;
}

}  // namespace kecang
