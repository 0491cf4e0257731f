#include "server/library/review.h"

#include <algorithm>
#include <utility>

#include "schemas/base/text.h"
#include "server/library/imports.h"
#include "server/library/offering.h"
#include "server/library/plan_table.h"
#include "server/library/tagging.h"

namespace kecang {
namespace {

constexpr std::size_t kFolderBytes = 4'000;
constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kPage = LibraryCatalog::kEntriesAtOnce;

Result<void> check(const PlanEdit& edit) {
  if (edit.entries.has_value() == edit.folder.has_value()) return Error::invalid("plan.entries_or_folder");
  if (edit.entries && edit.entries->size() > kMostEntries)
    return Error::invalid("value.too_many").at("entries");
  if (edit.folder && edit.folder->size() > kFolderBytes)
    return Error::invalid("value.too_long").at("folder").with("limit", std::to_string(kFolderBytes));
  if (edit.title && (!edit.entries || edit.entries->size() != 1))
    return Error::invalid("plan.title_of_several").at("title");
  if (edit.title) KECANG_TRY(tidy_title(*edit.title));
  for (const auto& [name, value] : edit.tags) KECANG_TRY(tag_named(name, value));
  return {};
}

}  // namespace

bool Review::may_review(const access::Viewer& viewer, const Import& import) {
  return viewer.may_upload_to(import.school) || viewer.administers(import.school);
}

const std::vector<std::string>& Review::charsets() {
  static const std::vector<std::string> names = {"UTF-8", "GB18030", "Big5", "Shift_JIS"};
  return names;
}

Result<Import> Review::reviewable(const access::Viewer& viewer, const ImportId& id) const {
  KECANG_ASSIGN(auto import, catalog_.import(viewer.scope(), id));
  if (!may_review(viewer, import)) return Error::forbidden("import.not_yours");
  return import;
}

Result<void> Review::choose(const access::Viewer& viewer, EntryAction action, EntryPlan& plan) const {
  if (action == EntryAction::replace) {
    if (!plan.maybe) return {};
    KECANG_ASSIGN(const auto older, catalog_.resource(viewer.scope(), plan.maybe->resource));
    if (!viewer.can_edit(older)) return Error::forbidden("resource.not_editor");
  }
  plan.action = action;
  plan.decided = true;
  return {};
}

Result<void> Review::change(const access::Viewer& viewer, const PlanEdit& edit, EntryPlan& plan) const {
  for (const auto& [name, value] : edit.tags) {
    KECANG_ASSIGN(const auto tag, tag_named(name, value));
    plan.tags.*tag = said_by_person(text::nfc(value));
  }
  if (edit.title) {
    KECANG_ASSIGN(plan.title, tidy_title(*edit.title));
    plan.titled = true;
  }
  return edit.action ? choose(viewer, *edit.action, plan) : Result<void>();
}

/// One edit on its way over many files.
class Review::Editing {
 public:
  Editing(Review& review, const Actor& actor, const access::Viewer& viewer, const ImportId& id,
          const PlanEdit& edit)
      : review_(review), actor_(actor), viewer_(viewer), id_(id), edit_(edit) {}

  const access::Viewer& viewer() const { return viewer_; }
  const ImportId& import() const { return id_; }
  const PlanEdit& wanted() const { return edit_; }
  EditOutcome take_outcome() { return std::move(outcome_); }

  Result<void> of(const std::vector<std::uint32_t>& indexes) {
    std::map<std::uint32_t, EditOutcome::Refusal> refused;  // by index; the edit may run more than once
    const auto change = [&](const ImportEntry& entry, EntryPlan& plan) -> Result<void> {
      refused.erase(entry.index);
      auto wanted = plan;
      const auto changed = review_.change(viewer_, edit_, wanted);
      if (changed) plan = std::move(wanted);
      if (changed || !is_files_own(changed.error())) return changed;
      refused[entry.index] = {.index = entry.index, .path = entry.path, .code = changed.error().code()};
      return {};
    };
    KECANG_ASSIGN(const auto count,
                  review_.catalog_.edit_plans(actor_, viewer_.scope(), id_, indexes, change));
    outcome_.changed += count;
    outcome_.refused += refused.size();
    for (auto& [index, refusal] : refused)
      if (outcome_.first_refused.size() < EditOutcome::kListed)
        outcome_.first_refused.push_back(std::move(refusal));
    return {};
  }

  Result<void> keep_rule() {
    if (edit_.tags.empty() || edit_.only_unsure) return {};
    return review_.catalog_.put_rule(actor_, viewer_.scope(), id_,
                                     {.folder = *edit_.folder, .tags = edit_.tags});
  }

 private:
  /// Of a resource that is hidden or not the viewer's to change, only the file that asked for it is at fault.
  static bool is_files_own(const Error& error) {
    return error.kind() == ErrorKind::forbidden || error.kind() == ErrorKind::not_found;
  }

  Review& review_;
  const Actor& actor_;
  const access::Viewer& viewer_;
  const ImportId& id_;
  const PlanEdit& edit_;
  EditOutcome outcome_;
};

Result<EditOutcome> Review::edit(const Actor& actor, const access::Viewer& viewer, const ImportId& id,
                                 const PlanEdit& edit) {
  KECANG_TRY(reviewable(viewer, id));
  KECANG_TRY(check(edit));
  Editing editing(*this, actor, viewer, id, edit);
  if (edit.folder) {
    KECANG_TRY(edit_folder(editing, *edit.folder));
  } else {
    KECANG_TRY(edit_entries(editing, *edit.entries));
  }
  return editing.take_outcome();
}

Result<void> Review::edit_entries(Editing& editing, const std::vector<std::uint32_t>& entries) {
  if (editing.wanted().action == EntryAction::replace && entries.size() == 1) {
    // Said of one file it has to mean something; among many it means those that have a version.
    KECANG_ASSIGN(auto entry,
                  catalog_.import_entry(editing.viewer().scope(), editing.import(), entries.front()));
    if (!entry.plan || !entry.plan->maybe) return Error::invalid("plan.no_version").at("action");
    KECANG_TRY(choose(editing.viewer(), EntryAction::replace, *entry.plan));
  }
  return editing.of(entries);
}

Result<void> Review::edit_folder(Editing& editing, const std::string& folder) {
  KECANG_TRY(editing.keep_rule());
  const LibraryCatalog::EntryFilter filter{
      .state = FileState::planned, .unsure = editing.wanted().only_unsure, .below = folder};
  // All of them first: what is edited may leave the list that is being read.
  std::vector<std::uint32_t> inside;
  PageRequest page{.after = {}, .limit = kPage};
  do {
    KECANG_ASSIGN(const auto found,
                  catalog_.import_entries(editing.viewer().scope(), editing.import(), filter, page));
    for (const auto& entry : found.items) inside.push_back(entry.index);
    page.after = found.next;
  } while (!page.after.empty());
  return editing.of(inside);
}

Result<std::vector<PlanFolder>> Review::folders(const AccessScope& scope, const ImportId& id) const {
  KECANG_ASSIGN(const auto counts, catalog_.plan_folders(scope, id, kMostFolders));
  std::map<std::string, PlanFolder> folders;
  for (const auto& one : counts)
    folders[one.folder] = {
        .folder = one.folder, .files = one.files, .unsure = one.unsure, .left_out = one.left_out, .tags = {}};
  KECANG_ASSIGN(const auto rules, catalog_.rules(scope, id));
  for (const auto& rule : rules)
    if (const auto found = folders.find(rule.folder); found != folders.end()) found->second.tags = rule.tags;
  std::vector<PlanFolder> answer;
  for (auto& [name, folder] : folders) answer.push_back(std::move(folder));
  return answer;
}

Result<std::string> Review::table(const AccessScope& scope, const ImportId& id) const {
  std::string csv = plan_table::head();
  PageRequest page{.after = {}, .limit = kPage};
  do {
    KECANG_ASSIGN(auto found,
                  catalog_.import_entries(scope, id, {.state = FileState::planned, .unsure = false}, page));
    KECANG_TRY(name_visible_only(catalog_, scope, found.items));
    for (const auto& entry : found.items) csv += plan_table::line(id, entry);
    page.after = found.next;
  } while (!page.after.empty());
  return csv;
}

Result<TableOutcome> Review::take_table(const Actor& actor, const access::Viewer& viewer, const ImportId& id,
                                        std::string_view csv) {
  KECANG_TRY(reviewable(viewer, id));
  TableOutcome outcome;
  KECANG_ASSIGN(const auto rows, plan_table::read(csv, id, outcome.problems));
  for (std::size_t done = 0; done < rows.size(); done += kPage) {
    std::map<std::uint32_t, const plan_table::Row*> by_index;
    std::vector<std::uint32_t> indexes;
    for (auto i = done; i < std::min(rows.size(), done + kPage); ++i)
      if (by_index.insert_or_assign(rows[i].index, &rows[i]).second) indexes.push_back(rows[i].index);
    std::map<std::uint32_t, std::string> refused;  // by line; the edit may run more than once
    const auto edit = [&](const ImportEntry& entry, EntryPlan& plan) -> Result<void> {
      const auto& row = *by_index.at(entry.index);
      auto wanted = plan;
      plan_table::write(row, wanted);
      if (row.action && *row.action != plan.action)
        if (const auto chosen = choose(viewer, *row.action, wanted); !chosen) {
          refused[row.line] = chosen.error().code();
          return {};
        }
      plan = std::move(wanted);
      return {};
    };
    KECANG_ASSIGN(const auto count, catalog_.edit_plans(actor, viewer.scope(), id, indexes, edit));
    for (const auto& [line, code] : refused)
      outcome.problems.push_back({.line = line, .column = "处理", .code = code});
    outcome.changed += count;
  }
  return outcome;
}

Result<Import> Review::read_names_as(const Actor& actor, const access::Viewer& viewer, const ImportId& id,
                                     const std::string& charset) {
  KECANG_TRY(reviewable(viewer, id));
  const auto& known = charsets();
  if (!charset.empty() && std::find(known.begin(), known.end(), charset) == known.end())
    return Error::invalid("value.unknown").at("charset").with("value", charset);
  KECANG_ASSIGN(auto import, catalog_.plan_again(actor, viewer.scope(), id, charset));
  bell_.ring();
  return import;
}

Result<Import> Review::apply(const Actor& actor, const access::Viewer& viewer, const ImportId& id) {
  KECANG_ASSIGN(const auto planned, reviewable(viewer, id));
  // Memberships may have ended since the file was sent.
  KECANG_TRY(may_offer(viewer, planned.school, planned.releases));
  KECANG_ASSIGN(auto import, catalog_.apply_plan(actor, viewer.scope(), viewer.id(), id));
  bell_.ring();
  return import;
}

Result<void> Review::sweep() {
  KECANG_ASSIGN(const auto expired, catalog_.expire_plans());
  if (expired > 0) bell_.ring();
  return {};
}

Result<Import> Review::undo(const Actor& actor, const access::Viewer& viewer, const ImportId& id) {
  KECANG_TRY(reviewable(viewer, id));
  KECANG_ASSIGN(auto import, catalog_.undo_import(actor, viewer.scope(), id));
  bell_.ring();
  return import;
}

}  // namespace kecang
