/// The plan of an import as people change it, and what they say in the end.
#include <algorithm>
#include <span>
#include <utility>

#include "schemas/base/text.h"
#include "storage/catalog/audit.h"
#include "storage/catalog/import_rows.h"
#include "storage/catalog/import_visible.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/work_rows.h"

namespace kecang {
namespace {

Result<OpenImport> open_visible(Transaction& tx, const AccessScope& scope, const ImportId& id, Time now) {
  KECANG_TRY(visible_import(tx, scope, id));
  return OpenImport::open(tx, id, now);
}

Result<OpenImport> open_planned(Transaction& tx, const AccessScope& scope, const ImportId& id, Time now) {
  KECANG_ASSIGN(auto open, open_visible(tx, scope, id, now));
  if (open.import().state != ImportState::planned) return Error::conflict("import.not_planned");
  return open;
}

constexpr std::size_t kEditedAtOnce = rows::kBatch / kRowsPerPlan;

Result<std::size_t> edit_each(OpenImport& open, std::span<const std::uint32_t> indexes,
                              const LibraryCatalog::EditPlan& edit) {
  std::size_t changed = 0;
  for (const auto index : indexes) {
    KECANG_ASSIGN(const auto before, open.entry(index));
    if (!before || before->state != FileState::planned || !before->plan) continue;
    ImportEntry after = *before;
    KECANG_TRY(edit(*before, *after.plan));
    after.plan->unsure = is_doubtful(*after.plan);
    if (to_cbor(*before) == to_cbor(after)) continue;
    KECANG_TRY(open.change_entry(*before, after));
    ++changed;
  }
  return changed;
}

/// When a plan is looked at again that is being made or taken in.
constexpr milliseconds kLookAgain{24L * 3'600 * 1'000};
constexpr std::size_t kExpiredAtOnce = 100;

bool is_over(ImportState state) {
  return state == ImportState::done || state == ImportState::failed || state == ImportState::undoing ||
         state == ImportState::undone;
}

Result<void> begin_undo(Transaction& tx, OpenImport& open) {
  auto& import = open.import();
  KECANG_TRY(release_bytes(tx, import.school, std::exchange(import.reserved_bytes, 0)));
  import.state = ImportState::undoing;
  import.members_undone = 0;
  import.finished_at = {};
  return open.set_job(JobKind::undo);
}

std::string listed(const std::map<std::string, std::string>& tags) {
  std::string text;
  for (const auto& [name, value] : tags)
    text.append(text.empty() ? "" : " ").append(name).append("=").append(value);
  return text;
}

}  // namespace

Result<std::size_t> LibraryCatalog::edit_plans(const Actor& actor, const AccessScope& scope,
                                               const ImportId& id, const std::vector<std::uint32_t>& indexes,
                                               const EditPlan& edit) {
  std::size_t changed = 0;
  for (std::size_t done = 0; done < indexes.size(); done += kEditedAtOnce) {
    const auto some = std::span(indexes).subspan(done, std::min(kEditedAtOnce, indexes.size() - done));
    std::size_t now_changed = 0;
    const auto step = [&](Transaction& tx) -> Result<void> {
      const Time now = clock_.now();
      KECANG_ASSIGN(auto open, open_planned(tx, scope, id, now));
      KECANG_ASSIGN(now_changed, edit_each(open, some, edit));
      if (now_changed == 0) return {};
      // Somebody is at work on it.
      open.import().expires_at = plan_life_ > milliseconds::zero() ? now + plan_life_ : Time{};
      KECANG_TRY(open.store());
      return append_audit(tx, now, actor, "import.plan_edited", id.text(),
                          {{"files", std::to_string(now_changed)}}, {open.import().school.text()});
    };
    KECANG_TRY(run_audited(store_, step));
    changed += now_changed;
  }
  return changed;
}

Result<void> LibraryCatalog::put_rule(const Actor& actor, const AccessScope& scope, const ImportId& id,
                                      const FolderRule& rule) {
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_planned(tx, scope, id, now));
    const auto key = keys::import_rule(id, rule.folder);
    KECANG_ASSIGN(auto known, (rows::find<FolderRule>(tx, key)));
    if (!known) {
      KECANG_ASSIGN(const auto rules, tx.scan(Range::prefix(keys::import_rules(id), kMostRules)));
      if (rules.size() >= kMostRules) return Error::conflict("import.too_many_rules");
      known = FolderRule{.folder = rule.folder, .tags = {}};
    }
    for (const auto& [name, value] : rule.tags) known->tags.insert_or_assign(name, value);
    KECANG_TRY(rows::put(tx, key, *known));
    return append_audit(tx, now, actor, "import.folder_rule", id.text(),
                        {{"folder", rule.folder}, {"tags", listed(rule.tags)}},
                        {open.import().school.text()});
  };
  return run_audited(store_, step);
}

Result<std::vector<FolderCounts>> LibraryCatalog::plan_folders(const AccessScope& scope, const ImportId& id,
                                                               std::size_t most) const {
  const auto snapshot = store_.snapshot();
  KECANG_TRY(visible_import(*snapshot, scope, id));
  return read_folders(*snapshot, id, most);
}

Result<std::vector<FolderRule>> LibraryCatalog::rules(const AccessScope& scope, const ImportId& id) const {
  const auto snapshot = store_.snapshot();
  KECANG_TRY(visible_import(*snapshot, scope, id));
  return read_rules(*snapshot, id);
}

Result<Import> LibraryCatalog::plan_again(const Actor& actor, const AccessScope& scope, const ImportId& id,
                                          std::string charset) {
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_planned(tx, scope, id, now));
    auto& import = open.import();
    import.charset = charset;
    import.state = ImportState::planning;
    import.members_listed = import.members_surveyed = 0;
    KECANG_TRY(open.set_job(JobKind::plan));
    KECANG_ASSIGN(stored, open.store());
    return append_audit(tx, now, actor, "import.names_read_again", id.text(), {{"charset", charset}},
                        {stored.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Import> LibraryCatalog::apply_plan(const Actor& actor, const AccessScope& scope, const UserId& by,
                                          const ImportId& id) {
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_visible(tx, scope, id, now));
    // Said twice, it is said once.
    if (open.import().reviewed &&
        (open.import().state == ImportState::unpacking || open.import().state == ImportState::reading ||
         open.import().state == ImportState::done)) {
      stored = open.import();
      return {};
    }
    if (open.import().state != ImportState::planned) return Error::conflict("import.not_planned");
    KECANG_TRY(reserve_bytes(tx, open.import().school, open.import().planned_bytes, limit_));
    open.import().applied_by = by;
    open.import().reserved_bytes = open.import().planned_bytes;
    open.import().state = ImportState::unpacking;
    KECANG_TRY(open.set_job(JobKind::unpack));
    const auto counts = open.counts();
    KECANG_ASSIGN(stored, open.store());
    return append_audit(
        tx, now, actor, "import.applied", id.text(),
        {{"planned", std::to_string(counts.planned)}, {"unsure", std::to_string(counts.unsure)}},
        {stored.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Import> LibraryCatalog::undo_import(const Actor& actor, const AccessScope& scope, const ImportId& id) {
  Import stored;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_visible(tx, scope, id, now));
    auto& import = open.import();
    if (import.state == ImportState::undoing || import.state == ImportState::undone)
      return Error::conflict("import.undone");
    KECANG_TRY(begin_undo(tx, open));
    KECANG_ASSIGN(stored, open.store());
    return append_audit(tx, now, actor, "import.undo_asked", id.text(), {}, {stored.school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

/// What stands in the queue of expiries may be older than the plan's word: whoever works on a plan only
/// changes the plan.
Result<bool> LibraryCatalog::expire_plan(const std::string& queued, const ImportId& id) {
  bool expired = false;
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    expired = false;
    KECANG_TRY(tx.erase(queued));
    KECANG_ASSIGN(const auto import, (rows::find<Import>(tx, keys::import(id))));
    if (!import || is_over(import->state)) return {};
    if (import->state != ImportState::planned) return tx.put(keys::plan_by_expiry(now + kLookAgain, id), "");
    if (import->expires_at == Time{}) return {};
    if (import->expires_at > now) return tx.put(keys::plan_by_expiry(import->expires_at, id), "");
    KECANG_ASSIGN(auto open, OpenImport::open(tx, id, now));
    KECANG_TRY(begin_undo(tx, open));
    open.import().reason = "import.plan_expired";
    KECANG_TRY(open.store());
    expired = true;
    return append_audit(tx, now, Actor::operating(), "import.plan_expired", id.text(), {},
                        {import->school.text()});
  };
  KECANG_TRY(run_audited(store_, step));
  return expired;
}

Result<std::size_t> LibraryCatalog::expire_plans() {
  Range due = Range::prefix(keys::kPlansByExpiry, kExpiredAtOnce);
  due.to = keys::plan_by_expiry(clock_.now() + milliseconds(1), ImportId());
  KECANG_ASSIGN(const auto found, store_.snapshot()->scan(due));
  std::size_t expired = 0;
  for (const auto& row : found) {
    KECANG_ASSIGN(const bool gone,
                  expire_plan(row.key, ImportId::trusted(std::string(keys::last_part(row.key)))));
    expired += gone ? 1 : 0;
  }
  return expired;
}

}  // namespace kecang
