/// Members of an archive as a plan lists them.
#include <algorithm>

#include "storage/catalog/audit.h"
#include "storage/catalog/import_rows.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/version_rows.h"
#include "storage/catalog/work_rows.h"

namespace kecang {
namespace {

constexpr std::size_t kPlansAtOnce = rows::kBatch / kRowsPerPlan;

/// What the school holds already of a member.
struct Known {
  std::optional<Resource> same;
  std::optional<MaybeVersion> maybe;
};

Result<Known> known_of(MetaReader& reader, const Import& import, const PlannedMember& planned) {
  Known known;
  if (planned.member.state != MemberState::stored) return known;
  if (planned.blob && planned.member.size > 0) {
    KECANG_ASSIGN(known.same, linkable(reader, import, *planned.blob));
    if (known.same) return known;
  }
  KECANG_ASSIGN(known.maybe,
                find_version(reader,
                             {.owner = import.school,
                              .path = planned.member.path,
                              .sketch = planned.sketch,
                              .blob = planned.blob.value_or(BlobId())},
                             [&](const Resource& resource) { return may_link(resource, import); }));
  return known;
}

void apply_rules(const std::vector<FolderRule>& rules, const std::string& path, ResourceTags& tags) {
  for (const auto& rule : rules) {
    if (!is_below(path, rule.folder)) continue;
    for (const auto& [name, tag] : kResourceTags) {
      const auto said = rule.tags.find(std::string(name));
      if (said != rule.tags.end() && (tags.*tag).source != "person") tags.*tag = said_by_person(said->second);
    }
  }
}

/// The newer guesses, and what a person said before.
EntryPlan merged(const std::optional<EntryPlan>& before, const PlannedMember& planned) {
  EntryPlan plan = before.value_or(EntryPlan{});
  if (!plan.titled) plan.title = planned.title;
  // A name that is read anew tells all there is to guess; bytes only tell more.
  for (const auto& [name, tag] : kResourceTags)
    if ((plan.tags.*tag).source != "person" && (!planned.surveyed || !(planned.tags.*tag).value.empty()))
      plan.tags.*tag = planned.tags.*tag;
  if (planned.surveyed) plan.same_as = planned.same_as;
  return plan;
}

ImportEntry entry_of(const std::optional<ImportEntry>& before, const PlannedMember& planned,
                     const Known& known, const std::vector<FolderRule>& rules) {
  ImportEntry entry;
  entry.index = planned.member.index;
  entry.path = planned.member.path;
  entry.size = planned.member.size;
  entry.state =
      planned.member.state == MemberState::stored ? FileState::planned : listed_as(planned.member.state);
  entry.reason = planned.member.reason;
  if (entry.state != FileState::planned) return entry;
  entry.plan = merged(before ? before->plan : std::nullopt, planned);
  apply_rules(rules, entry.path, entry.plan->tags);
  if (known.same) {
    entry.resource = known.same->id;
    entry.duplicate_of = known.same->title;
    entry.plan->maybe.reset();
  } else if (!entry.plan->decided) {
    entry.plan->maybe = known.maybe;
  }
  entry.plan->unsure = is_doubtful(*entry.plan);
  return entry;
}

std::uint64_t planned_bytes(const std::optional<ImportEntry>& entry) {
  return entry && entry->state == FileState::planned ? entry->size : 0;
}

Result<void> plan_member(OpenImport& open, const PlannedMember& planned, const Known& known,
                         const std::vector<FolderRule>& rules) {
  KECANG_ASSIGN(const auto before, open.entry(planned.member.index));
  auto entry = entry_of(before, planned, known, rules);
  // A survey reads the names as they seem to be, not in the encoding a person chose.
  if (planned.surveyed && before) entry.path = before->path;
  auto& import = open.import();
  import.planned_bytes += planned_bytes(entry) - planned_bytes(before);
  auto& seen = planned.surveyed ? import.members_surveyed : import.members_listed;
  seen = std::max(seen, planned.member.index + 1);
  return open.list(entry);
}

Result<OpenImport> open_planning(Transaction& tx, const ImportId& id, const JobId& job, std::uint64_t fence,
                                 Time now) {
  KECANG_ASSIGN(const auto held, held_job(tx, job, fence));
  if (held.kind != JobKind::plan || held.subject != id.text()) return Error::conflict("job.fenced");
  return OpenImport::open(tx, id, now);
}

}  // namespace

FileState listed_as(MemberState state) {
  switch (state) {
    case MemberState::encrypted:
      return FileState::encrypted;
    case MemberState::broken:
      return FileState::broken;
    case MemberState::too_large:
      return FileState::too_large;
    case MemberState::junk:
    case MemberState::not_a_file:
      return FileState::skipped;
    case MemberState::stored:
      break;
  }
  return FileState::broken;
}

Result<std::vector<FolderRule>> read_rules(MetaReader& reader, const ImportId& id) {
  std::vector<FolderRule> rules;
  KECANG_TRY(rows::each_noun<FolderRule>(
      reader, keys::import_rules(id), [&](const auto&, const FolderRule& rule) { rules.push_back(rule); }));
  const auto depth = [](const FolderRule& rule) {
    return rule.folder.empty() ? 0 : 1 + std::count(rule.folder.begin(), rule.folder.end(), '/');
  };
  std::stable_sort(rules.begin(), rules.end(), [&](const FolderRule& a, const FolderRule& b) {
    return std::make_pair(depth(a), a.folder) < std::make_pair(depth(b), b.folder);
  });
  return rules;
}

Result<Import> WorkQueue::plan_members(const ImportId& id, const JobId& job, std::uint64_t fence,
                                       const std::vector<PlannedMember>& members) {
  if (members.size() > kPlannedAtOnce) return Error::invalid("import.batch_too_large");
  KECANG_ASSIGN(auto stored, import(id));
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(const auto rules, read_rules(*snapshot, id));
  std::vector<Known> known;
  for (const auto& member : members) {
    KECANG_ASSIGN(auto one, known_of(*snapshot, stored, member));
    known.push_back(std::move(one));
  }
  for (std::size_t done = 0; done < members.size(); done += kPlansAtOnce) {
    const auto end = std::min(members.size(), done + kPlansAtOnce);
    const auto step = [&](Transaction& tx) -> Result<void> {
      KECANG_ASSIGN(auto open, open_planning(tx, id, job, fence, clock_.now()));
      for (auto i = done; i < end; ++i) KECANG_TRY(plan_member(open, members[i], known[i], rules));
      KECANG_ASSIGN(stored, open.store());
      return {};
    };
    KECANG_TRY(store_.run(step));
  }
  return stored;
}

Result<Import> WorkQueue::finish_listing(const ImportId& id, const JobId& job, std::uint64_t fence,
                                         const ExtractEnd& end) {
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_planning(tx, id, job, fence, now));
    Import& import = open.import();
    if (import.state != ImportState::planning) {  // listed before, by a worker that died since
      stored = import;
      return {};
    }
    import.reason = end.reason;
    import.state = ImportState::planned;
    if (import.members_listed == 0) {
      import.state = ImportState::failed;
      import.finished_at = now;
      if (import.reason.empty()) import.reason = "import.archive_empty";
      KECANG_TRY(open.end_job());
    }
    KECANG_ASSIGN(stored, open.store());
    return append_audit(tx, now, Actor::indexer(), "import.planned", id.text(),
                        {{"members", std::to_string(stored.members_listed)}, {"reason", stored.reason}},
                        {stored.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Import> WorkQueue::finish_survey(const ImportId& id, const JobId& job, std::uint64_t fence) {
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(auto open, open_planning(tx, id, job, fence, clock_.now()));
    open.import().members_surveyed = open.import().members_listed;
    KECANG_TRY(open.end_job());
    KECANG_ASSIGN(stored, open.store());
    return {};
  };
  KECANG_TRY(store_.run(step));
  return stored;
}

}  // namespace kecang
