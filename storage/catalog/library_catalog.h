#pragma once
/// Resources, uploads and imports as people meet them: every read takes the viewer's AccessScope first, and
/// what the scope does not admit is not_found, the same as absent. Any thread may call.
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/access_scope.h"
#include "schemas/model/derived.h"
#include "schemas/model/import.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"
#include "storage/blob_store.h"
#include "storage/catalog/actor.h"
#include "storage/catalog/plan_folders.h"
#include "storage/catalog/usage_rows.h"
#include "storage/meta_store.h"

namespace kecang {

/// A file that arrived whole: what it will be called and offered to.
struct ArrivedFile {
  BlobStat blob;
  std::string file_name;
  SchoolId school;
  UserId by;
  std::vector<Release> releases;
  bool archive = false;  ///< to be unpacked; its members become the resources
  bool review = false;   ///< an archive's members are listed first, and taken over when a person says so
  std::string title;     ///< of the resource, if it is not an archive
  ResourceTags tags;
  std::optional<Lesson> lesson;  ///< of a recording
  std::string key;               ///< the same file again has the same key; empty: it has none
};

class LibraryCatalog {
 public:
  /// `plan_life` is how long a plan waits for somebody's word; zero: for ever.
  LibraryCatalog(MetaStore& store, const Clock& clock, SchoolLimit limit = {}, milliseconds plan_life = {})
      : store_(store), clock_(clock), limit_(limit), plan_life_(plan_life) {}

  // -- resources
  Result<Resource> resource(const AccessScope& scope,
                            const ResourceId& id) const;  ///< not_found/resource.absent
  /// In the order asked; nothing where absent or out of scope.
  Result<std::vector<std::optional<Resource>>> resources(const AccessScope& scope,
                                                         const std::vector<ResourceId>& ids) const;
  /// Every resource the scope may view, oldest first, until `each` answers false.
  Result<void> each_resource(const AccessScope& scope,
                             const std::function<Result<bool>(const Resource&)>& each) const;
  /// Segments [first, first + limit) of the current text; together at most 1 MiB of text, at least one
  /// segment.
  Result<std::vector<Segment>> segments(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                                        std::uint32_t limit) const;
  /// The same of a resource that was read just now: the rights are asked of it as it was then, and nothing is
  /// there if its text was replaced since.
  Result<std::vector<Segment>> segments(const AccessScope& scope, const Resource& resource,
                                        std::uint32_t first, std::uint32_t limit) const;
  /// Questions [first, first + limit) of the current text, with their answers; at most 1 MiB, at least one.
  Result<std::vector<Question>> questions(const AccessScope& scope, const ResourceId& id, std::uint32_t first,
                                          std::uint32_t limit) const;
  /// What was made from its current file to be looked at; nothing if nothing was made yet. Pictures that only
  /// answers show are there for those who may see answers.
  Result<std::optional<Derived>> derived(const AccessScope& scope, const ResourceId& id) const;
  /// Reads, changes, checks that the stored version is still `version` (conflict/resource.changed), raises
  /// it, marks the resource dirty, writes the audit record `action`; one transaction. A narrowing of its
  /// releases hides it at once.
  Result<Resource> change(const Actor& actor, const AccessScope& scope, const ResourceId& id,
                          std::uint64_t version, std::string action,
                          const std::function<Result<void>(Resource&)>& edit);
  /// Resources whose audience shrank while the index does not know it yet: searches leave them out.
  Result<std::vector<ResourceId>> pending_narrowings() const;

  // -- uploads: visible to the user who sends them
  Result<Upload> create_upload(const Actor& actor, Upload upload);
  Result<Upload> upload(const AccessScope& scope, const UploadId& id) const;  ///< not_found/upload.absent
  Result<Upload> put_upload_offset(const UploadId& id, std::uint64_t offset);
  Result<void> erase_upload(const Actor& actor, const UploadId& id);
  Result<std::vector<Upload>> uploads_of(const UserId& user) const;
  Result<std::vector<Upload>> expired_uploads(Time now, std::size_t limit) const;

  // -- imports: visible to the user who sent the file and to the school's administrators
  /// The one transaction that acknowledges a file: import + (resource + entry + read job, or unpack job) +
  /// audit, and, if `upload` is given, that upload's end. Sent again for a finished upload, it answers the
  /// import made before; so it does for a key it knows.
  Result<Import> accept(const Actor& actor, const ArrivedFile& file, const std::optional<UploadId>& upload);
  Result<Import> import(const AccessScope& scope, const ImportId& id) const;  ///< not_found/import.absent
  /// What came to the school under a key; nothing if nothing did. For whoever sends it, so without a scope.
  Result<std::optional<Import>> import_by_key(const SchoolId& school, std::string_view key) const;
  Result<ImportCounts> import_counts(const AccessScope& scope, const ImportId& id) const;
  struct EntryFilter {
    std::optional<FileState> state;
    bool unsure = false;  ///< planned, and for a person to look at
    std::string below{};  ///< planned, and below this folder; empty: anywhere
  };
  /// In order of index; below a folder the files of each folder together.
  Result<Page<ImportEntry>> import_entries(const AccessScope& scope, const ImportId& id,
                                           const EntryFilter& filter, const PageRequest& page) const;
  /// not_found/import.entry_absent.
  Result<ImportEntry> import_entry(const AccessScope& scope, const ImportId& id, std::uint32_t index) const;
  /// Newest first: the viewer's own and those of the schools whose office the scope holds.
  Result<Page<Import>> imports(const AccessScope& scope, const PageRequest& page) const;

  // -- the plan of an import, while it waits for a person's word (conflict/import.not_planned)
  /// Changes the plans of some planned files, a few in each transaction; how many are different now. `edit`
  /// gets each with its entry. A file that is not planned any more is passed over.
  static constexpr std::size_t kEntriesAtOnce = 200;  ///< that a page of entries has
  using EditPlan = std::function<Result<void>(const ImportEntry&, EntryPlan&)>;
  Result<std::size_t> edit_plans(const Actor& actor, const AccessScope& scope, const ImportId& id,
                                 const std::vector<std::uint32_t>& indexes, const EditPlan& edit);
  /// Keeps what was said of a folder, for files that are listed later. conflict/import.too_many_rules.
  static constexpr std::size_t kMostRules = 500;
  Result<void> put_rule(const Actor& actor, const AccessScope& scope, const ImportId& id,
                        const FolderRule& rule);
  /// How many planned files stand below each folder, shallow folders first; at most `most`.
  Result<std::vector<FolderCounts>> plan_folders(const AccessScope& scope, const ImportId& id,
                                                 std::size_t most) const;
  /// Shallow folders first.
  Result<std::vector<FolderRule>> rules(const AccessScope& scope, const ImportId& id) const;
  /// Lists the names again, in this encoding; empty: as they seem to be.
  Result<Import> plan_again(const Actor& actor, const AccessScope& scope, const ImportId& id,
                            std::string charset);
  /// From now on the files go in as planned, by the word of `by` (empty: the operator's).
  Result<Import> apply_plan(const Actor& actor, const AccessScope& scope, const UserId& by,
                            const ImportId& id);
  /// Takes back everything an import brought, whether it was planned or not; conflict/import.undone when that
  /// was said before.
  Result<Import> undo_import(const Actor& actor, const AccessScope& scope, const ImportId& id);
  /// Takes back plans whose time is over (import.plan_expired), some at a time; how many.
  Result<std::size_t> expire_plans();

 private:
  Result<bool> expire_plan(const std::string& queued, const ImportId& id);

  MetaStore& store_;
  const Clock& clock_;
  SchoolLimit limit_;
  milliseconds plan_life_;
};

}  // namespace kecang
