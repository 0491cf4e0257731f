/// The plan of an import as people change it, and what they say in the end.
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

Result<std::size_t> edit_each(OpenImport& open, const std::vector<std::uint32_t>& indexes,
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
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_ASSIGN(auto open, open_planned(tx, scope, id, now));
    KECANG_ASSIGN(changed, edit_each(open, indexes, edit));
    if (changed == 0) return {};
    KECANG_TRY(open.store());
    return append_audit(tx, now, actor, "import.plan_edited", id.text(),
                        {{"files", std::to_string(changed)}});
  };
  KECANG_TRY(run_audited(store_, step));
  return changed;
}

Result<void> LibraryCatalog::put_rule(const Actor& actor, const AccessScope& scope, const ImportId& id,
                                      const FolderRule& rule) {
  const auto step = [&](Transaction& tx) -> Result<void> {
    const Time now = clock_.now();
    KECANG_TRY(open_planned(tx, scope, id, now));
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
                        {{"folder", rule.folder}, {"tags", listed(rule.tags)}});
  };
  return run_audited(store_, step);
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
    return append_audit(tx, now, actor, "import.names_read_again", id.text(), {{"charset", charset}});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

Result<Import> LibraryCatalog::apply_plan(const Actor& actor, const AccessScope& scope, const ImportId& id) {
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
    open.import().reserved_bytes = open.import().planned_bytes;
    open.import().state = ImportState::unpacking;
    KECANG_TRY(open.set_job(JobKind::unpack));
    const auto counts = open.counts();
    KECANG_ASSIGN(stored, open.store());
    return append_audit(
        tx, now, actor, "import.applied", id.text(),
        {{"planned", std::to_string(counts.planned)}, {"unsure", std::to_string(counts.unsure)}});
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
    KECANG_TRY(release_bytes(tx, import.school, std::exchange(import.reserved_bytes, 0)));
    import.state = ImportState::undoing;
    import.members_undone = 0;
    import.finished_at = {};
    KECANG_TRY(open.set_job(JobKind::undo));
    KECANG_ASSIGN(stored, open.store());
    return append_audit(tx, now, actor, "import.undo_asked", id.text(), {});
  };
  KECANG_TRY(run_audited(store_, step));
  return stored;
}

}  // namespace kecang
