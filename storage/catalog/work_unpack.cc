/// Members of an archive as they come.
#include <algorithm>
#include <utility>

#include "storage/catalog/audit.h"
#include "storage/catalog/import_rows.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/work_rows.h"

namespace kecang {
namespace {

/// Members per transaction: each may write kRowsPerFile rows.
constexpr std::size_t kMembersAtOnce = rows::kBatch / kRowsPerFile;
constexpr std::size_t kPlansAtOnce = rows::kBatch / kRowsPerPlan;

Result<void> take_member(OpenImport& open, const StoredMember& stored) {
  const Member& member = stored.member;
  if (member.state == MemberState::stored) {
    if (!stored.blob)
      return Error::invalid("import.member_without_blob").with("index", std::to_string(member.index));
    return open.place_planned({.index = member.index,
                               .path = member.path,
                               .blob = *stored.blob,
                               .title = stored.title,
                               .tags = stored.tags});
  }
  return open.list({.index = member.index,
                    .path = member.path,
                    .size = member.size,
                    .state = listed_as(member.state),
                    .reason = member.reason,
                    .resource = {},
                    .duplicate_of = {},
                    .plan = {},
                    .undo = {}});
}

AuditDetails batch_details(std::uint32_t first, const OpenImport& open, std::uint32_t behind) {
  AuditDetails details{{"first", std::to_string(first)},
                       {"members", std::to_string(behind - first)},
                       {"linked", std::to_string(open.linked())}};
  std::string widened;
  for (const auto& id : open.widened()) widened += (widened.empty() ? "" : " ") + id.text();
  if (!widened.empty()) details["widened"] = widened;
  return details;
}

/// The import a claimed unpack job is about, while it still takes members.
Result<OpenImport> open_unpacking(Transaction& tx, const ImportId& id, const JobId& job, std::uint64_t fence,
                                  Time now) {
  KECANG_ASSIGN(const auto held, held_job(tx, job, fence));
  if (held.kind != JobKind::unpack || held.subject != id.text()) return Error::conflict("job.fenced");
  KECANG_ASSIGN(auto open, OpenImport::open(tx, id, now));
  if (open.import().state != ImportState::unpacking) return Error::conflict("import.not_unpacking");
  return open;
}

}  // namespace

Result<Import> WorkQueue::import(const ImportId& id) const {
  return rows::need<Import>(store_, keys::import(id), "import.absent");
}

Result<ImportCounts> WorkQueue::import_counts(const ImportId& id) const {
  return rows::need<ImportCounts>(store_, keys::import_counts(id), "import.absent");
}

Result<Page<ImportEntry>> WorkQueue::import_entries(const ImportId& id, const PageRequest& page) const {
  return rows::nouns_page<ImportEntry>(*store_.snapshot(), keys::import_entries(id), page);
}

Result<Page<Import>> WorkQueue::imports(const PageRequest& page) const {
  return rows::nouns_page<Import>(*store_.snapshot(), keys::kImports, page);
}

Result<Import> WorkQueue::store_members(const ImportId& id, const JobId& job, std::uint64_t fence,
                                        const std::vector<StoredMember>& members,
                                        const MayReplace& may_replace) {
  Import stored;
  std::size_t done = 0;
  do {
    const std::size_t end = std::min(members.size(), done + kMembersAtOnce);
    const auto step = [&](Transaction& tx) -> Result<void> {
      const Time now = clock_.now();
      KECANG_ASSIGN(auto open, open_unpacking(tx, id, job, fence, now));
      open.limit_to(limit_);
      open.replace_if(may_replace);
      const std::uint32_t first = open.import().members_stored;
      auto& next = open.import().members_stored;
      for (std::size_t i = done; i < end; ++i) {
        const auto index = members[i].member.index;
        if (index < next) continue;
        if (index > next) return Error::invalid("import.member_gap").with("expected", std::to_string(next));
        KECANG_TRY(take_member(open, members[i]));
        ++next;
      }
      if (next == first) {
        stored = open.import();
        return {};
      }
      const auto details = batch_details(first, open, next);
      KECANG_ASSIGN(stored, open.store());
      return append_audit(tx, now, Actor::indexer(), "import.members_stored", id.text(), details,
                          {stored.school.text()});
    };
    KECANG_TRY(run_audited(store_, step));
    done = end;
  } while (done < members.size());
  return stored;
}

/// What was planned and never came out of the archive.
Result<void> WorkQueue::list_missing(const ImportId& id, const JobId& job, std::uint64_t fence,
                                     const ExtractEnd& end) {
  while (true) {
    const auto missing = Range::prefix(keys::import_entries(id, FileState::planned), kPlansAtOnce);
    KECANG_ASSIGN(const auto found, store_.snapshot()->scan(missing));
    if (found.empty()) return {};
    const auto step = [&](Transaction& tx) -> Result<void> {
      KECANG_ASSIGN(auto open, open_unpacking(tx, id, job, fence, clock_.now()));
      for (const auto& row : found) {
        const auto key = keys::import_entries(id) + std::string(keys::last_part(row.key));
        KECANG_ASSIGN(auto entry, (rows::need<ImportEntry>(tx, key, "import.absent")));
        entry.state = end.status == ExtractStatus::too_large ? FileState::too_large : FileState::broken;
        entry.reason = end.status == ExtractStatus::too_large ? "member.limit" : "member.broken";
        KECANG_TRY(open.list(entry));
      }
      KECANG_TRY(open.store());
      return {};
    };
    KECANG_TRY(store_.run(step));
  }
}

Result<Import> WorkQueue::finish_unpack(const ImportId& id, const JobId& job, std::uint64_t fence,
                                        const ExtractEnd& end) {
  KECANG_TRY(list_missing(id, job, fence, end));
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_TRY(open_unpacking(tx, id, job, fence, now));
    KECANG_ASSIGN(stored, end_unpacking(tx, id, end, now));
    KECANG_ASSIGN(const auto held, held_job(tx, job, fence));
    return end_job(tx, held);
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Import> end_unpacking(Transaction& tx, const ImportId& id, const ExtractEnd& end, Time now) {
  KECANG_ASSIGN(auto open, OpenImport::open(tx, id, now));
  Import& import = open.import();
  import.job = {};
  KECANG_TRY(release_bytes(tx, import.school, std::exchange(import.reserved_bytes, 0)));
  const bool listing = import.state == ImportState::planning;
  const bool surveying = import.state == ImportState::planned;
  if (!listing && !surveying && import.state != ImportState::unpacking) return import;
  if (!surveying) import.reason = end.reason;
  if (surveying || (!listing && open.counts().planned > 0)) {
    // Files still wait for their turn: a person may try again, or take it back.
    import.state = ImportState::planned;
    import.members_surveyed = import.members_listed;
  } else if (import.members_stored > 0) {
    import.state = ImportState::reading;
  } else {
    import.state = ImportState::failed;
    import.finished_at = now;
    if (import.reason.empty()) import.reason = "import.archive_empty";
  }
  KECANG_ASSIGN(auto stored, open.store());
  KECANG_TRY(append_audit(tx, now, Actor::indexer(), "import.unpacked", id.text(),
                          {{"members", std::to_string(stored.members_stored)}, {"reason", stored.reason}},
                          {stored.school.text()}));
  return stored;
}

}  // namespace kecang
