#pragma once
/// An import, its entries and their counts, kept in step. For the catalogue's own files.
#include <map>
#include <string>
#include <vector>

#include "schemas/model/work.h"
#include "storage/blob_store.h"
#include "storage/catalog/resource_rows.h"
#include "storage/meta_store.h"

namespace kecang {

/// Rows that placing one file may write: entry, its place by state, job, its place in the queue, and a
/// resource.
inline constexpr std::size_t kRowsPerFile = 4 + kRowsPerResource;

/// An import open for change in a transaction: whatever happens to its entries, the counts follow, and the
/// import is done when nothing waits. `store` writes it back; without it nothing is changed but the entries.
class OpenImport {
 public:
  /// not_found/import.absent.
  static Result<OpenImport> open(Transaction& tx, const ImportId& id, Time now);
  static OpenImport create(Transaction& tx, Import import, Time now) {
    return {tx, std::move(import), {}, now};
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
  };
  Result<void> place(const File& file);
  /// A file that became no resource.
  Result<void> list(const ImportEntry& entry);
  /// Ends the waiting entry of a resource; nothing happens if it does not wait.
  Result<void> end_entry(const Resource& resource);
  /// Writes import and counts. An import whose files are all stored and ended becomes done.
  Result<Import> store();

  std::uint64_t linked() const { return linked_; }
  /// Resources whose audience grew because this import brought their bytes again.
  const std::vector<ResourceId>& widened() const { return widened_; }

 private:
  OpenImport(Transaction& tx, Import import, ImportCounts counts, Time now)
      : tx_(tx), import_(std::move(import)), counts_(counts), now_(now) {}
  Result<std::optional<Resource>> linkable(const BlobId& blob);
  Result<void> link(const File& file, Resource existing);
  Result<void> add_resource(const File& file);
  Result<void> put_entry(const ImportEntry& entry);

  Transaction& tx_;
  Import import_;
  ImportCounts counts_;
  Time now_;
  std::uint64_t linked_ = 0;
  std::vector<ResourceId> widened_;
};

}  // namespace kecang
