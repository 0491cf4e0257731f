/// Taking an import back, a few files at a time.
#include <algorithm>

#include "storage/catalog/audit.h"
#include "storage/catalog/import_undo.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/work_queue.h"

namespace kecang {
namespace {

constexpr std::size_t kUndoneAtOnce = rows::kBatch / kRowsPerUndo;

Result<OpenImport> open_undoing(Transaction& tx, const ImportId& id, const JobId& job, std::uint64_t fence,
                                Time now) {
  KECANG_ASSIGN(const auto held, held_job(tx, job, fence));
  if (held.kind != JobKind::undo || held.subject != id.text()) return Error::conflict("job.fenced");
  KECANG_ASSIGN(auto open, OpenImport::open(tx, id, now));
  if (open.import().state != ImportState::undoing) return Error::conflict("job.fenced");
  return open;
}

Result<std::vector<ImportEntry>> next_entries(MetaReader& reader, const Import& import) {
  Range next = Range::prefix(keys::import_entries(import.id), kUndoneAtOnce);
  next.from = keys::import_entry(import.id, import.members_undone);
  KECANG_ASSIGN(const auto found, reader.scan(next));
  std::vector<ImportEntry> entries;
  for (const auto& row : found) {
    KECANG_ASSIGN(auto entry, from_cbor<ImportEntry>(row.value));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Result<void> erase_below(MetaStore& store, const std::string& prefix) {
  while (true) {
    KECANG_ASSIGN(const auto found, store.snapshot()->scan(Range::prefix(prefix, rows::kBatch)));
    if (found.empty()) return {};
    KECANG_TRY(store.run([&](Transaction& tx) -> Result<void> {
      for (const auto& row : found) KECANG_TRY(tx.erase(row.key));
      return {};
    }));
  }
}

/// The last of a withdrawn resource; its text is gone before.
Result<void> erase_orphan(Transaction& tx, OpenImport& open, const ImportEntry& entry, Time now) {
  KECANG_ASSIGN(const auto resource, (rows::find<Resource>(tx, keys::resource(entry.resource))));
  // Nobody can have taken it over: withdrawn resources are not linked to.
  if (resource) {
    if (resource->revision) KECANG_TRY(free_bytes(tx, resource->owner, resource->revision->size));
    KECANG_TRY(erase_resource(tx, *resource, now));
  }
  ImportEntry after = entry;
  after.state = FileState::undone;
  return open.change_entry(entry, after);
}

}  // namespace

Result<Import> WorkQueue::undo_some(const ImportId& id, const JobId& job, std::uint64_t fence) {
  KECANG_ASSIGN(auto stored, import(id));
  KECANG_ASSIGN(const auto entries, next_entries(*store_.snapshot(), stored));
  if (entries.empty()) return finish_undo(id, job, fence);
  // First nobody finds them any more, then their texts go, then they themselves: whenever this is cut short,
  // the same steps come to the same end.
  std::vector<ImportEntry> orphans;
  const auto hide = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    orphans.clear();
    KECANG_ASSIGN(auto open, open_undoing(tx, id, job, fence, now));
    for (const auto& listed : entries) {
      KECANG_ASSIGN(const auto entry, open.entry(listed.index));
      if (!entry || entry->state == FileState::undone) continue;
      KECANG_ASSIGN(const auto orphan, undo_entry(tx, open, *entry, now));
      if (orphan) orphans.push_back(*entry);
    }
    if (orphans.empty()) open.import().members_undone = entries.back().index + 1;
    KECANG_ASSIGN(stored, open.store());
    return {};
  };
  KECANG_TRY(store_.run(hide));
  if (orphans.empty()) return stored;
  for (const auto& entry : orphans) {
    KECANG_TRY(erase_below(store_, keys::segments(entry.resource)));
    KECANG_TRY(erase_below(store_, keys::revisions(entry.resource)));
  }
  const auto erase = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_undoing(tx, id, job, fence, now));
    for (const auto& entry : orphans) KECANG_TRY(erase_orphan(tx, open, entry, now));
    open.import().members_undone = entries.back().index + 1;
    KECANG_ASSIGN(stored, open.store());
    return {};
  };
  KECANG_TRY(store_.run(erase));
  return stored;
}

Result<Import> WorkQueue::finish_undo(const ImportId& id, const JobId& job, std::uint64_t fence) {
  KECANG_TRY(erase_below(store_, keys::import_rules(id)));
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_undoing(tx, id, job, fence, now));
    if (open.import().archive) KECANG_TRY(free_bytes(tx, open.import().school, open.import().size));
    open.import().state = ImportState::undone;
    open.import().finished_at = now;
    KECANG_TRY(open.end_job());
    KECANG_ASSIGN(stored, open.store());
    return append_audit(tx, now, Actor::indexer(), "import.undone", id.text(),
                        {{"files", std::to_string(open.counts().undone)}}, {stored.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

}  // namespace kecang
