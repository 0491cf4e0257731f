#include "server/library/upload_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace kecang {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

Error failed(const char* what) {
  const int number = errno;
  if (number == ENOSPC || number == EDQUOT) return Error::unavailable("store.disk_full");
  return Error::unavailable("upload.io_failed").because(std::string(what) + ": " + std::strerror(number));
}

}  // namespace

UploadFile::UploadFile(std::filesystem::path path, int file, std::uint64_t size)
    : path_(std::move(path)), file_(file), size_(size) {}

UploadFile::~UploadFile() {
  ::close(file_);
}

Result<std::unique_ptr<UploadFile>> UploadFile::create(std::filesystem::path path, std::uint64_t length) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return failed("create");
  auto made = std::unique_ptr<UploadFile>(new UploadFile(path, file, 0));
  // The space is taken now and the size stays what has really come. File systems that cannot do so check
  // block by block.
  if (length > 0 && ::fallocate(file, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(length)) != 0 &&
      errno != EOPNOTSUPP) {
    auto error = failed("reserve");
    ::unlink(path.c_str());
    return error;
  }
  return made;
}

Result<std::unique_ptr<UploadFile>> UploadFile::reopen(std::filesystem::path path, std::uint64_t length) {
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return errno == ENOENT ? Error::not_found("upload.bytes_gone") : failed("open");
  auto opened = std::unique_ptr<UploadFile>(new UploadFile(std::move(path), file, 0));
  struct stat found {};
  if (::fstat(file, &found) != 0) return failed("stat");
  opened->size_ = static_cast<std::uint64_t>(found.st_size);
  if (opened->size_ > length) KECANG_TRY(opened->cut(length));
  KECANG_TRY(opened->sync());
  return opened;
}

Result<void> UploadFile::append(std::string_view bytes) {
  const bool hash_along = hashed_ == size_;
  auto left = bytes;
  while (!left.empty()) {
    const auto written = ::pwrite(file_, left.data(), left.size(), static_cast<off_t>(size_));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed("write");
    const auto taken = static_cast<std::size_t>(written);
    if (hash_along) hash_.update(left.substr(0, taken));
    left.remove_prefix(taken);
    size_ += taken;
    if (hash_along) hashed_ = size_;
  }
  return {};
}

Result<void> UploadFile::sync() {
  return ::fdatasync(file_) == 0 ? Result<void>() : failed("sync");
}

Result<void> UploadFile::cut(std::uint64_t size) {
  if (::ftruncate(file_, static_cast<off_t>(size)) != 0) return failed("truncate");
  size_ = size;
  if (hashed_ > size_) {
    hash_ = Sha256();
    hashed_ = 0;
  }
  return {};
}

Result<void> UploadFile::read_from(std::uint64_t from,
                                   const std::function<void(std::string_view)>& each) const {
  std::vector<char> buffer(kReadBytes);
  while (from < size_) {
    const auto got = ::pread(file_, buffer.data(), buffer.size(), static_cast<off_t>(from));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("read");
    if (got == 0) return Error::corrupt("upload.bytes_gone");
    each({buffer.data(), static_cast<std::size_t>(got)});
    from += static_cast<std::uint64_t>(got);
  }
  return {};
}

Result<Digest> UploadFile::digest() {
  KECANG_TRY(read_from(hashed_, [this](std::string_view bytes) { hash_.update(bytes); }));
  hashed_ = 0;  // the running hash starts again; a second call reads everything
  return hash_.finish();
}

}  // namespace kecang
