#pragma once
/// The folders of a plan: how many planned files stand below each, and where those files are found. For the
/// catalogue's own files.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/import.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// The planned files below one folder, at any depth.
struct FolderCounts {
  std::string folder;  ///< without a slash at its end; empty: the whole archive
  std::uint64_t files = 0;
  std::uint64_t unsure = 0;
  std::uint64_t left_out = 0;
};
template <class V>
void describe(V& v, FolderCounts& f) {
  v("folder", f.folder);
  v("files", f.files);
  v("unsure", f.unsure);
  v("left_out", f.left_out);
}

/// Folders that stand deeper are counted in the ones above them only, so that a file changes few rows.
inline constexpr std::size_t kFoldersDeep = 6;
/// Rows that an entry's coming or going may write: its place in the list and among the unsure ones, and its
/// folders.
inline constexpr std::size_t kRowsPerPlace = 2 + kFoldersDeep;

/// Keeps folders and places in step with the entries of one import, in the caller's transaction. Counts are
/// gathered, because the files of one folder come together: `store` writes them.
class PlanFolders {
 public:
  PlanFolders(Transaction& tx, ImportId import) : tx_(tx), import_(std::move(import)) {}

  /// For entries that are not planned, nothing.
  Result<void> join(const ImportEntry& entry);
  Result<void> leave(const ImportEntry& entry);
  Result<void> store();

 private:
  struct Change {
    std::int64_t files = 0, unsure = 0, left_out = 0;
  };
  void count(const ImportEntry& entry, std::int64_t by);

  Transaction& tx_;
  ImportId import_;
  std::map<std::string, Change> changes_;  ///< by folder
};

/// Shallow folders first, at most `most`.
Result<std::vector<FolderCounts>> read_folders(MetaReader& reader, const ImportId& import, std::size_t most);

/// Planned files below a folder, those of one folder together and in the order of the archive; the cursor is
/// an index.
Result<Page<ImportEntry>> planned_below(MetaReader& reader, const ImportId& import, std::string_view folder,
                                        bool unsure, const PageRequest& page);

}  // namespace kecang
