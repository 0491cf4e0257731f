#pragma once
/// Uploads in pieces (tus 1.0): bytes go to a file that grows on the blob store's file system; what a HEAD
/// answers is durable; the last byte makes it a blob and an import. Any thread may call; one request at a
/// time writes an upload.
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/arrival.h"
#include "server/library/upload_file.h"
#include "server/library/work_bell.h"
#include "storage/blob_store.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

struct UploadRequest {
  std::string file_name;
  std::uint64_t length = 0;
  SchoolId school;
  std::vector<GroupId> groups;  ///< to whom it is offered besides the school
  bool only_me = false;         ///< instead of to the school
  bool review = false;          ///< an archive's files are planned first and go in when a person says so
};

enum class ChecksumKind { sha1, sha256 };
struct Checksum {
  ChecksumKind kind;
  std::string digest;  ///< raw bytes
};

/// One piece of an upload.
struct UploadPiece {
  std::uint64_t offset = 0;
  std::optional<std::uint64_t> length;  ///< if known before
  std::optional<Checksum> checksum;     ///< if given, all of the piece counts or nothing
  std::function<Result<void>(const std::function<Result<void>(std::string_view)>&)> bytes;
};

/// unavailable/store.disk_full unless so many more bytes fit above the free space that stays.
using AdmitBytes = std::function<Result<void>(std::uint64_t)>;

struct UploadLimits {
  std::filesystem::path folder;
  std::uint64_t max_bytes = 0;
  milliseconds keep{};  ///< an unfinished upload
  static constexpr std::size_t kUnfinishedPerUser = 2'000;
};

class Uploads {
 public:
  Uploads(LibraryCatalog& catalog, BlobStore& blobs, AdmitBytes admit, WorkBell& bell,
          const GuessFromPath& guess, const Clock& clock, UploadLimits limits);

  /// invalid/upload.name_missing, too_large/upload.too_large, forbidden/upload.not_your_school,
  /// upload.not_your_group, conflict/upload.too_many, unavailable/store.disk_full. An upload of no bytes is
  /// finished at once.
  Result<Upload> create(const Actor& actor, const access::Viewer& viewer, const UploadRequest& request);
  /// As it stands now. busy/upload.in_use while a piece comes in, not_found/upload.expired.
  Result<Upload> find(const Actor& actor, const access::Viewer& viewer, const UploadId& id);
  /// conflict/upload.offset_differs (with `offset`), too_large/upload.beyond_length,
  /// invalid/upload.checksum_differs, and those of `find`. Bytes that came before the sender vanished are
  /// kept, unless there is a checksum.
  Result<Upload> append(const Actor& actor, const access::Viewer& viewer, const UploadId& id,
                        const UploadPiece& piece);
  Result<void> terminate(const Actor& actor, const access::Viewer& viewer, const UploadId& id);
  Result<std::vector<Upload>> unfinished(const access::Viewer& viewer) const;

  /// Removes what expired; how many there were.
  Result<std::size_t> sweep();
  /// Removes files no upload knows, such as those of a start that was cut short. Before the first request
  /// only.
  Result<void> tidy();
  const UploadLimits& limits() const { return limits_; }
  /// How many files are held open.
  std::size_t open() const;

 private:
  /// An upload with its file, held by one request.
  struct Held {
    Upload upload;
    std::shared_ptr<UploadFile> file;
    std::unique_lock<std::timed_mutex> hold;
  };
  Result<Held> hold(const AccessScope& scope, const UploadId& id);
  Result<std::shared_ptr<UploadFile>> file_of(const Upload& upload);
  void remember(const UploadId& id, std::shared_ptr<UploadFile> file);
  void forget(const UploadId& id);
  Result<void> receive(Held& held, const UploadPiece& piece);
  Result<void> receive_plain(Held& held, const UploadPiece& piece);
  Result<void> receive_checked(Held& held, const UploadPiece& piece);
  Result<void> take_bytes(Held& held, const UploadPiece& piece);
  Result<void> record_offset(Held& held);
  Result<Upload> finish_if_complete(const Actor& actor, Held held);
  std::filesystem::path path_of(const UploadId& id) const;

  LibraryCatalog& catalog_;
  BlobStore& blobs_;
  const AdmitBytes admit_;
  WorkBell& bell_;
  const GuessFromPath& guess_;
  const Clock& clock_;
  const UploadLimits limits_;
  mutable std::mutex mutex_;
  std::map<UploadId, std::shared_ptr<UploadFile>> open_;  ///< a few, for their running hashes
};

}  // namespace kecang
