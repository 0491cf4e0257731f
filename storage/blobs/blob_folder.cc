#include "storage/blobs/blob_folder.h"

#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace kecang {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kShardDigits = 2;

Error open_failed(const fs::path& path, const std::error_code& failure) {
  return file_error("store.open_failed", path, failure.value());
}

}  // namespace

fs::path BlobFolder::file_of(const BlobId& id) const {
  const std::string name = id.hex();
  return objects() / name.substr(0, kShardDigits) / name.substr(kShardDigits);
}

std::vector<fs::path> BlobFolder::shards() const {
  std::vector<fs::path> all;
  for (const char first : kHexDigits) {
    for (const char second : kHexDigits) all.push_back(objects() / std::string{first, second});
  }
  return all;
}

Result<std::vector<BlobId>> BlobFolder::blobs_in(const fs::path& shard) const {
  std::vector<BlobId> blobs;
  std::error_code failure;
  fs::directory_iterator at(shard, failure);
  for (const fs::directory_iterator end; !failure && at != end; at.increment(failure)) {
    if (const auto id = Digest::parse_hex(shard.filename().string() + at->path().filename().string())) {
      blobs.push_back(*id);
    }
  }
  if (failure == std::errc::no_such_file_or_directory) return blobs;  // nothing has come here yet
  if (failure) return file_error("blob.read_failed", shard, failure.value());
  std::sort(blobs.begin(), blobs.end());
  return blobs;
}

Result<Fd> BlobFolder::lock() const {
  std::error_code failure;
  fs::create_directories(root_, failure);
  if (failure) return open_failed(root_, failure);
  const fs::path path = root_ / "lock";
  Fd file = open_file(path, O_RDWR | O_CREAT, 0600);
  if (!file) return file_error("store.open_failed", path, errno);
  if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) return file;
  if (errno != EWOULDBLOCK) return file_error("store.open_failed", path, errno);
  return Error::conflict("store.in_use").because(path.string());
}

Result<void> BlobFolder::prepare() const {
  std::error_code failure;
  fs::remove_all(incoming(), failure);
  if (failure) return open_failed(incoming(), failure);
  fs::create_directories(incoming(), failure);
  if (failure) return open_failed(incoming(), failure);
  fs::create_directories(objects(), failure);
  if (failure) return open_failed(objects(), failure);
  return sync_directory(root_);
}

Result<void> BlobFolder::check() const {
  std::error_code failure;
  if (fs::is_directory(objects(), failure)) return {};
  if (!failure) failure = std::make_error_code(std::errc::no_such_file_or_directory);
  return open_failed(objects(), failure);
}

}  // namespace kecang
