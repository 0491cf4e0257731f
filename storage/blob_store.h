#pragma once
/// The blob port: immutable bytes named by their SHA-256. Any thread may call. The same bytes are kept once.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/digest.h"
#include "schemas/base/result.h"

namespace kecang {

struct BlobStat {
  BlobId id;
  std::uint64_t size = 0;
  Time stored_at;  ///< what the grace time of the sweep is counted from; renewed when the same bytes come
                   ///< again
};

/// Bytes on their way in. Destroyed without commit: nothing remains.
class BlobWriter {
 public:
  virtual ~BlobWriter() = default;
  /// unavailable/store.disk_full when the bytes do not fit above the free-space floor.
  virtual Result<void> append(std::string_view bytes) = 0;
  virtual std::uint64_t size() const = 0;
};

class BlobReader {
 public:
  virtual ~BlobReader() = default;
  virtual std::uint64_t size() const = 0;
  /// Fills `into` from `offset`; returns the bytes read, fewer only at the end. Positioned: any thread may
  /// call.
  virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const = 0;
  /// A read-only descriptor of the whole blob, for handing to a confined process, where the store has files;
  /// the caller closes it. unavailable/blob.no_descriptor where it has not.
  virtual Result<int> descriptor() const = 0;
};

class BlobStore {
 public:
  virtual ~BlobStore() = default;
  /// Starts a blob of unknown name; nothing is visible until it is committed.
  virtual Result<std::unique_ptr<BlobWriter>> begin() = 0;
  /// Makes all of them durable and visible together (one wave of fsyncs), in order. After a crash each is
  /// whole or absent.
  virtual Result<std::vector<BlobStat>> commit(std::vector<std::unique_ptr<BlobWriter>> writers) = 0;
  /// Takes over a complete file of this store's file system (an upload that streamed to disk) whose digest
  /// the caller computed while writing. The file is fsynced and renamed into place; unavailable if it is
  /// elsewhere.
  virtual Result<BlobStat> adopt(const std::string& path, const BlobId& digest) = 0;
  /// not_found/blob.absent if there is no such blob.
  virtual Result<std::unique_ptr<BlobReader>> open(const BlobId& id) const = 0;
  virtual Result<BlobStat> stat(const BlobId& id) const = 0;
  /// Gone after this returns; absent is no error.
  virtual Result<void> erase(const BlobId& id) = 0;
  /// Every blob once, in order of id, for verify and sweep.
  virtual Result<void> list(const std::function<Result<void>(const BlobStat&)>& each) const = 0;
};

}  // namespace kecang
