#pragma once
/// The plan of an import, while it waits for a person's word: change it, apply it, take it back. For who sent
/// the file and for the school's office. Any thread may call.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/import.h"
#include "server/access/viewer.h"
#include "server/library/work_bell.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

/// What is said of some files of a plan, or of a folder; exactly one of `entries` and `folder`.
struct PlanEdit {
  std::optional<std::vector<std::uint32_t>> entries;  ///< indexes
  std::optional<std::string> folder;                  ///< everything below it; "" is the whole archive
  bool only_unsure = false;                           ///< of the folder
  std::optional<std::string> title;                   ///< of a single file
  std::map<std::string, std::string> tags;            ///< by name; an empty value clears
  std::optional<EntryAction> action;
};
template <class V>
void describe(V& v, PlanEdit& e) {
  v("entries", e.entries);
  v("folder", e.folder);
  v("only_unsure", e.only_unsure);
  v("title", e.title);
  v("tags", e.tags);
  v("action", e.action);
}

/// What an edit changed, and whose wish could not be met; the others are changed all the same.
struct EditOutcome {
  struct Refusal {
    std::uint32_t index = 0;  ///< of the file
    std::string path;
    std::string code;
  };
  std::size_t changed = 0;
  std::size_t refused = 0;
  std::vector<Refusal> first_refused;  ///< at most kListed of them
  static constexpr std::size_t kListed = 100;
};

/// The planned files below a folder, at any depth, and what was said of it.
struct PlanFolder {
  std::string folder;
  std::uint64_t files = 0;
  std::uint64_t unsure = 0;
  std::uint64_t left_out = 0;
  std::map<std::string, std::string> tags;
};
template <class V>
void describe(V& v, PlanFolder& f) {
  v("folder", f.folder);
  v("files", f.files);
  v("unsure", f.unsure);
  v("left_out", f.left_out);
  v("tags", f.tags);
}

/// What a table changed.
struct TableOutcome {
  struct Problem {
    std::uint32_t line = 0;  ///< from 1
    std::string column;
    std::string code;
  };
  std::size_t changed = 0;
  std::vector<Problem> problems;  ///< of rows that were passed over
};

class Review {
 public:
  Review(LibraryCatalog& catalog, WorkBell& bell) : catalog_(catalog), bell_(bell) {}

  /// invalid/plan.*, forbidden/import.not_yours, conflict/import.not_planned; said of a single file,
  /// forbidden/resource.not_editor, too. Among several, a file that may not become a new version is refused
  /// by itself. What is said of a folder counts for files that are listed later, too.
  Result<EditOutcome> edit(const Actor& actor, const access::Viewer& viewer, const ImportId& id,
                           const PlanEdit& edit);
  /// In the order of their paths, at most kMostFolders; those that stand deeper than kFoldersDeep are counted
  /// in the ones above them.
  Result<std::vector<PlanFolder>> folders(const AccessScope& scope, const ImportId& id) const;
  static constexpr std::size_t kMostFolders = 2'000;

  /// The plan as a spreadsheet (schemas/plan-table.md), and what a person wrote into it.
  Result<std::string> table(const AccessScope& scope, const ImportId& id) const;
  Result<TableOutcome> take_table(const Actor& actor, const access::Viewer& viewer, const ImportId& id,
                                  std::string_view csv);

  /// invalid/value.unknown for an encoding that is not in `charsets`.
  Result<Import> read_names_as(const Actor& actor, const access::Viewer& viewer, const ImportId& id,
                               const std::string& charset);
  static const std::vector<std::string>& charsets();
  Result<Import> apply(const Actor& actor, const access::Viewer& viewer, const ImportId& id);
  Result<Import> undo(const Actor& actor, const access::Viewer& viewer, const ImportId& id);
  /// Takes back plans that nobody applied in time.
  Result<void> sweep();
  /// Whether the viewer may do any of this.
  static bool may_review(const access::Viewer& viewer, const Import& import);

 private:
  Result<Import> reviewable(const access::Viewer& viewer, const ImportId& id) const;
  Result<void> change(const access::Viewer& viewer, const PlanEdit& edit, EntryPlan& plan) const;
  Result<void> choose(const access::Viewer& viewer, EntryAction action, EntryPlan& plan) const;
  class Editing;
  Result<void> edit_entries(Editing& editing, const std::vector<std::uint32_t>& entries);
  Result<void> edit_folder(Editing& editing, const std::string& folder);

  LibraryCatalog& catalog_;
  WorkBell& bell_;
};

}  // namespace kecang
