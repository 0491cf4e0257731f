#include "indexer/pipeline/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace kecang::pipeline {
namespace {

Error file_error() {
  const int error = errno;
  if (error == ENOSPC || error == EDQUOT)
    return Error::unavailable("store.disk_full").because("spool folder");
  return Error::internal("pipeline.spool_failed").because(std::strerror(error));
}

}  // namespace

Spool::Spool(std::filesystem::path folder, std::size_t memory_bytes)
    : folder_(std::move(folder)), memory_limit_(memory_bytes) {}

Spool::~Spool() {
  if (file_ >= 0) ::close(file_);
}

Result<void> Spool::append(std::string_view bytes) {
  memory_ += bytes;
  if (memory_.size() > memory_limit_) return spill();
  return {};
}

Result<void> Spool::spill() {
  if (file_ < 0) file_ = ::open(folder_.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file_ < 0) return file_error();
  std::string_view rest = memory_;
  while (!rest.empty()) {
    const ssize_t written = ::pwrite(file_, rest.data(), rest.size(), static_cast<off_t>(file_bytes_));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error();
    rest.remove_prefix(static_cast<std::size_t>(written));
    file_bytes_ += static_cast<std::uint64_t>(written);
  }
  memory_.clear();
  return {};
}

void Spool::clear() {
  if (file_ >= 0) ::close(std::exchange(file_, -1));
  memory_.clear();
  file_bytes_ = 0;
  read_offset_ = 0;
}

void Spool::cut(std::uint64_t size) {
  memory_.resize(size > file_bytes_ ? size - file_bytes_ : 0);
  file_bytes_ = std::min(file_bytes_, size);
}

Result<void> Spool::rewind() {
  read_offset_ = 0;
  return {};
}

Result<std::size_t> Spool::read(std::span<char> into) {
  std::size_t count = 0;
  if (read_offset_ < file_bytes_) {
    const ssize_t got =
        ::pread(file_, into.data(), std::min<std::uint64_t>(into.size(), file_bytes_ - read_offset_),
                static_cast<off_t>(read_offset_));
    if (got <= 0) return file_error();
    count = static_cast<std::size_t>(got);
  } else {
    const std::size_t offset = read_offset_ - file_bytes_;
    count = std::min(into.size(), memory_.size() - offset);
    std::memcpy(into.data(), memory_.data() + offset, count);
  }
  read_offset_ += count;
  return count;
}

}  // namespace kecang::pipeline
