#pragma once
/// Catalogues and files that an operator moves in past the web page: `kecang-indexer import`. Knows no
/// viewer. Any thread may call.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/indexing.h"
#include "server/library/arrival.h"
#include "server/library/review.h"
#include "server/library/work_bell.h"
#include "storage/blob_store.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/catalog/work_queue.h"

namespace kecang {

/// Gives a body piece by piece to the function it is called with.
using ByteStream = std::function<Result<void>(const std::function<Result<void>(std::string_view)>& each)>;

class MovingIn {
 public:
  MovingIn(Directory& directory, LibraryCatalog& catalog, WorkQueue& queue, BlobStore& blobs, WorkBell& bell,
           const GuessFromPath& guess, Review& review, const Clock& clock)
      : directory_(directory),
        catalog_(catalog),
        queue_(queue),
        blobs_(blobs),
        bell_(bell),
        guess_(guess),
        review_(review),
        clock_(clock) {}

  /// invalid/blob.digest_mismatch when the bytes are not what their name says.
  Result<void> put_blob(const BlobId& id, const ByteStream& bytes);
  /// A record that names an unknown school, group or blob is a problem of its own; the others go in.
  Result<indexing::RecordsStored> put_records(const indexing::RecordBatch& batch);
  static constexpr std::size_t kMostRecords = 200;

  struct FileRequest {
    std::string school;               ///< key or id
    std::vector<std::string> groups;  ///< keys or ids
    std::string name;
    bool review = false;  ///< an archive's files are planned first
  };
  /// not_found/school.absent, group.absent.
  Result<Import> put_file(const FileRequest& request, const ByteStream& bytes);
  struct Progress {
    Import import;
    ImportCounts counts;
  };
  Result<Progress> progress(const ImportId& id) const;
  Result<Page<ImportEntry>> entries(const ImportId& id, const PageRequest& page) const {
    return queue_.import_entries(id, page);
  }

  /// A recording whose bytes are stored already, as a draft of the school's office. Sent again, or with a key
  /// that is known, it answers the import made before. not_found/school.absent, group.absent, blob.absent.
  Result<Import> put_recording(const indexing::Recording& recording);
  /// What became of the recording that came under a key; not_found/recording.absent.
  Result<Import> recording(const std::string& school, const std::string& key) const;

  // -- the plan of an import, as its school's office has it (server/library/review.h)
  Result<std::string> table(const ImportId& id) const;
  Result<TableOutcome> take_table(const ImportId& id, std::string_view csv);
  Result<Import> apply(const ImportId& id);
  Result<Import> undo(const ImportId& id);

 private:
  class Owners;
  Result<BlobStat> store(const ByteStream& bytes);
  Result<access::Viewer> office_of(const ImportId& id) const;
  Result<CatalogueRecord> record(const indexing::Record& from, Owners& owners) const;

  Directory& directory_;
  LibraryCatalog& catalog_;
  WorkQueue& queue_;
  BlobStore& blobs_;
  WorkBell& bell_;
  const GuessFromPath& guess_;
  Review& review_;
  const Clock& clock_;
};

}  // namespace kecang
