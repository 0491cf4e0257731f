#pragma once
/// An import, its entries and their counts, kept in step. For the catalogue's own files.
#include <string>
#include <vector>

#include "schemas/model/import.h"
#include "schemas/model/work.h"
#include "storage/blob_store.h"
#include "storage/catalog/may_replace.h"
#include "storage/catalog/plan_folders.h"
#include "storage/catalog/resource_rows.h"
#include "storage/catalog/usage_rows.h"
#include "storage/meta_store.h"

namespace kecang {

/// Rows that placing one file may write: entry, its places by state before and after, job, its place in the
/// queue, link or revision, a resource, and the folders it was planned in.
inline constexpr std::size_t kRowsPerFile = 7 + kRowsPerResource + kRowsPerPlace;
/// Rows that changing one planned entry may write: it may move to other folders, too.
inline constexpr std::size_t kRowsPerPlan = 4 + 2 * kRowsPerPlace;

/// An import open for change in a transaction: whatever happens to its entries, the counts follow, and the
/// import is done when nothing waits. `store` writes it back; without it nothing is changed but the entries.
class OpenImport {
 public:
  /// not_found/import.absent.
  static Result<OpenImport> open(Transaction& tx, const ImportId& id, Time now);
  static OpenImport create(Transaction& tx, Import import, Time now) {
    return {tx, std::move(import), {}, now};
  }

  /// What the school may hold; files beyond it are listed as too large.
  void limit_to(SchoolLimit limit) { limit_ = limit; }
  /// Without it nothing is replaced.
  void replace_if(MayReplace may) {
    if (may) may_replace_ = std::move(may);
  }
  Import& import() { return import_; }
  const ImportCounts& counts() const { return counts_; }

  /// A file whose bytes are durable: linked to a resource of the school that holds them already, or a new
  /// resource with a read job.
  struct File {
    std::uint32_t index = 0;
    std::string path;
    BlobStat blob;
    std::string title;
    ResourceTags tags;
    std::optional<Lesson> lesson{};
  };
  Result<void> place(const File& file);
  /// The same of a file that was planned: as its plan says. Without a plan of it, `place`.
  Result<void> place_planned(const File& file);
  /// A file that became no resource. Takes the place of what was listed or planned under its index.
  Result<void> list(const ImportEntry& entry);
  /// An entry as it is now; nothing if there is none.
  Result<std::optional<ImportEntry>> entry(std::uint32_t index);
  /// Stores a changed entry in the place of `before`.
  Result<void> change_entry(const ImportEntry& before, const ImportEntry& after);
  /// The job on the import as a whole; what was to be done before is not any more, whoever may be at it.
  Result<void> set_job(JobKind kind);
  Result<void> end_job();
  /// Ends the entry of a resource as the resource stands; whether there was anything to end.
  Result<bool> end_entry(const Resource& resource);
  /// Writes import and counts. An import whose files are all stored and ended becomes done.
  Result<Import> store();

  std::uint64_t linked() const { return linked_; }
  /// Resources whose audience grew because this import brought their bytes again.
  const std::vector<ResourceId>& widened() const { return widened_; }

 private:
  OpenImport(Transaction& tx, Import import, ImportCounts counts, Time now)
      : tx_(tx), import_(std::move(import)), counts_(counts), folders_(tx, import_.id), now_(now) {}
  Result<void> link(const File& file, Resource existing);
  Result<void> add_resource(const File& file);
  /// False when the resource is not there any more, or is not one this import may know of.
  Result<bool> add_version(const File& file, const ResourceId& id);
  /// Lists a file that stays in its archive.
  Result<void> leave_in_archive(const File& file, const char* reason);
  Revision revision_of(const File& file) const;
  /// Counts the file's bytes as the school's; false and listed as too large where there is no room.
  Result<bool> hold(const File& file);
  /// Lists a file whose resource waits to be read, and adds the job.
  Result<void> wait_for(const File& file, const Resource& resource, EntryUndo undo);
  Result<void> put_entry(const ImportEntry& entry);
  Result<void> leave_entry(const ImportEntry& entry);

  Transaction& tx_;
  Import import_;
  ImportCounts counts_;
  PlanFolders folders_;
  Time now_;
  std::uint64_t linked_ = 0;
  std::vector<ResourceId> widened_;
  SchoolLimit limit_;
  MayReplace may_replace_ = [](const Resource&) { return false; };
  std::optional<EntryPlan> plan_;  ///< of the file that is being placed
};

/// Whether the person who sent the import may learn of the resource: a link shows its title. What a colleague
/// keeps to herself, or shares with a circle the import is not offered to, stays unknown; the file then
/// becomes a resource of its own.
bool may_link(const Resource& resource, const Import& import);

/// The first resource of the import's school that holds the bytes and that it may be linked to.
Result<std::optional<Resource>> linkable(MetaReader& reader, const Import& import, const BlobId& blob);

}  // namespace kecang
