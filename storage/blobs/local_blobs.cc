#include "storage/blobs/local_blobs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "storage/blobs/at_once.h"
#include "storage/blobs/blob_folder.h"
#include "storage/blobs/file.h"
#include "storage/blobs/local_reader.h"
#include "storage/blobs/local_writer.h"

namespace kecang {
namespace {

namespace fs = std::filesystem;

/// A complete file on this file system that becomes a blob.
struct Arrival {
  const Fd& file;
  const fs::path& path;
  BlobId id;
  std::uint64_t size = 0;
};

timespec to_timespec(Time time) {
  const auto whole = std::chrono::floor<seconds>(time);
  const std::chrono::nanoseconds rest = time - whole;
  return {.tv_sec = whole.time_since_epoch().count(), .tv_nsec = rest.count()};
}

Time to_time(const timespec& time) {
  return Time{seconds{time.tv_sec} +
              std::chrono::duration_cast<milliseconds>(std::chrono::nanoseconds{time.tv_nsec})};
}

BlobStat stat_of(const BlobId& id, const struct stat& file) {
  return {.id = id, .size = static_cast<std::uint64_t>(file.st_size), .stored_at = to_time(file.st_mtim)};
}

Error missing_or(const char* code, const fs::path& path, int error_number) {
  if (error_number == ENOENT) return Error::not_found("blob.absent").because(path.string());
  return file_error(code, path, error_number);
}

class LocalBlobs final : public BlobStore {
 public:
  LocalBlobs(BlobFolder folder, Fd lock, const LocalBlobOptions& options)
      : folder_(std::move(folder)),
        lock_(std::move(lock)),
        access_(options.access),
        clock_(options.clock != nullptr ? *options.clock : machine_clock_),
        floor_(folder_.root(), options.floor_bytes, options.free_bytes) {}

  Result<std::unique_ptr<BlobWriter>> begin() override {
    KECANG_TRY(writable());
    KECANG_TRY(floor_.admit(0));
    fs::path path = folder_.incoming() / std::to_string(++begun_);
    Fd file = open_file(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (!file) return file_error("blob.write_failed", path, errno);
    return std::unique_ptr<BlobWriter>(
        std::make_unique<LocalBlobWriter>(std::move(file), std::move(path), floor_));
  }

  Result<std::vector<BlobStat>> commit(std::vector<std::unique_ptr<BlobWriter>> writers) override {
    KECANG_TRY(writable());
    KECANG_ASSIGN(const auto own, own_writers(writers));
    std::vector<Arrival> wave;
    wave.reserve(own.size());
    for (LocalBlobWriter* writer : own) {
      wave.push_back({writer->file(), writer->path(), writer->finish_digest(), writer->size()});
    }
    KECANG_ASSIGN(auto stats, store(wave));
    for (LocalBlobWriter* writer : own) writer->release();
    return stats;
  }

  Result<BlobStat> adopt(const std::string& path, const BlobId& digest) override {
    KECANG_TRY(writable());
    const fs::path source = path;
    const Fd file = open_file(source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!file) return missing_or("blob.read_failed", source, errno);
    KECANG_ASSIGN(const auto size, size_here(file, source));
    KECANG_ASSIGN(auto stats, store({{file, source, digest, size}}));
    return stats.front();
  }

  Result<std::unique_ptr<BlobReader>> open(const BlobId& id) const override {
    fs::path path = folder_.file_of(id);
    Fd file = open_file(path, O_RDONLY);
    if (!file) return missing_or("blob.read_failed", path, errno);
    struct stat found {};
    if (::fstat(file.get(), &found) != 0) return file_error("blob.read_failed", path, errno);
    return std::unique_ptr<BlobReader>(std::make_unique<LocalBlobReader>(
        std::move(file), static_cast<std::uint64_t>(found.st_size), std::move(path)));
  }

  Result<BlobStat> stat(const BlobId& id) const override {
    const fs::path path = folder_.file_of(id);
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) return missing_or("blob.read_failed", path, errno);
    return stat_of(id, found);
  }

  Result<void> erase(const BlobId& id) override {
    KECANG_TRY(writable());
    const fs::path path = folder_.file_of(id);
    if (::unlink(path.c_str()) == 0) return sync_directory(path.parent_path());
    if (errno == ENOENT) return {};
    return file_error("blob.write_failed", path, errno);
  }

  Result<void> list(const std::function<Result<void>(const BlobStat&)>& each) const override {
    for (const fs::path& shard : folder_.shards()) {
      KECANG_ASSIGN(const auto blobs, folder_.blobs_in(shard));
      for (const BlobId& id : blobs) {
        auto found = stat(id);
        if (!found && found.error().kind() == ErrorKind::not_found)
          continue;  // erased since the folder was read
        if (!found) return std::move(found).error();
        KECANG_TRY(each(*found));
      }
    }
    return {};
  }

 private:
  Result<void> writable() const {
    if (access_ == Access::read_only) return Error::unavailable("store.read_only");
    return {};
  }

  Result<std::vector<LocalBlobWriter*>> own_writers(
      const std::vector<std::unique_ptr<BlobWriter>>& writers) const {
    std::vector<LocalBlobWriter*> own;
    for (const auto& writer : writers) {
      auto* local = dynamic_cast<LocalBlobWriter*>(writer.get());
      if (local == nullptr || !local->belongs_to(floor_)) return Error::internal("blob.foreign_writer");
      if (local->failure()) return *local->failure();
      own.push_back(local);
    }
    return own;
  }

  /// The size of a regular file that a rename can bring here.
  Result<std::uint64_t> size_here(const Fd& file, const fs::path& path) const {
    struct stat found {};
    struct stat here {};
    if (::fstat(file.get(), &found) != 0) return file_error("blob.read_failed", path, errno);
    if (::stat(folder_.objects().c_str(), &here) != 0)
      return file_error("blob.read_failed", folder_.objects(), errno);
    if (!S_ISREG(found.st_mode) || found.st_dev != here.st_dev) {
      return Error::unavailable("blob.elsewhere").because(path.string());
    }
    return static_cast<std::uint64_t>(found.st_size);
  }

  /// The order is the promise: bytes on the disk, then the name, then the name on the disk, then the answer.
  /// The same bytes come to lie over those already there, which renews `stored_at` and heals a damaged file.
  Result<std::vector<BlobStat>> store(const std::vector<Arrival>& wave) {
    const Time now = clock_.now();
    KECANG_TRY(settle(wave, now));
    KECANG_TRY(make_places(wave));
    std::set<fs::path> touched;
    std::vector<BlobStat> stats;
    for (const Arrival& arrival : wave) {
      const fs::path place = folder_.file_of(arrival.id);
      if (::rename(arrival.path.c_str(), place.c_str()) != 0)
        return file_error("blob.write_failed", place, errno);
      touched.insert(place.parent_path());
      stats.push_back({.id = arrival.id, .size = arrival.size, .stored_at = now});
    }
    const std::vector<fs::path> directories(touched.begin(), touched.end());
    KECANG_TRY(at_once(directories.size(), [&](std::size_t i) { return sync_directory(directories[i]); }));
    return stats;
  }

  /// Read-only for everyone from now on, dated, and on the disk.
  static Result<void> settle(const std::vector<Arrival>& wave, Time now) {
    const timespec times[2] = {to_timespec(now), to_timespec(now)};
    for (const Arrival& arrival : wave) {
      if (::fchmod(arrival.file.get(), 0440) != 0 || ::futimens(arrival.file.get(), times) != 0) {
        return file_error("blob.write_failed", arrival.path, errno);
      }
      // Only a start ahead of time: whether the bytes arrived is fsync's answer.
      ::sync_file_range(arrival.file.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    }
    return at_once(wave.size(), [&](std::size_t i) { return sync_file(wave[i].file, wave[i].path); });
  }

  /// The folders the wave goes to are there, and on the disk. One made by another thread may not be yet,
  /// hence the mutex.
  Result<void> make_places(const std::vector<Arrival>& wave) {
    const std::lock_guard lock(places_mutex_);
    std::set<fs::path> fresh;
    for (const Arrival& arrival : wave) {
      const fs::path place = folder_.file_of(arrival.id).parent_path();
      if (places_.contains(place) || !fresh.insert(place).second) continue;
      if (::mkdir(place.c_str(), 0750) != 0 && errno != EEXIST)
        return file_error("blob.write_failed", place, errno);
    }
    if (fresh.empty()) return {};
    KECANG_TRY(sync_directory(folder_.objects()));
    places_.merge(fresh);
    return {};
  }

  const BlobFolder folder_;
  const Fd lock_;
  const Access access_;
  const SystemClock machine_clock_;
  const Clock& clock_;
  SpaceFloor floor_;
  std::atomic<std::uint64_t> begun_ = 0;
  std::mutex places_mutex_;
  std::set<fs::path> places_;  ///< folders below objects/ that are known to be on the disk
};

}  // namespace

Result<std::unique_ptr<BlobStore>> open_local_blobs(const fs::path& path, const LocalBlobOptions& options) {
  BlobFolder folder(path);
  Fd lock;
  if (options.access == Access::read_write) {
    KECANG_ASSIGN(lock, folder.lock());
    KECANG_TRY(folder.prepare());
  }
  KECANG_TRY(folder.check());
  return std::unique_ptr<BlobStore>(
      std::make_unique<LocalBlobs>(std::move(folder), std::move(lock), options));
}

}  // namespace kecang
