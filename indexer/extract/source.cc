#include "indexer/extract/source.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace kecang::extract {

Result<Source> Source::of(int fd, std::string name) {
  struct stat status {};
  if (::fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return Error::invalid("extract.unreadable");
  return Source(fd, std::move(name), static_cast<std::uint64_t>(status.st_size));
}

Source Source::of_bytes(std::string_view bytes, std::string name) {
  Source source(-1, std::move(name), bytes.size());
  source.bytes_ = bytes;
  return source;
}

std::string Source::read(std::uint64_t offset, std::size_t length) const {
  if (offset >= size_) return {};
  if (fd_ < 0) return std::string(bytes_.substr(offset, length));
  std::string bytes(std::min<std::uint64_t>(length, size_ - offset), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const auto got =
        ::pread(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  bytes.resize(done);
  return bytes;
}

std::string Source::extension() const {
  const auto dot = name_.rfind('.');
  if (dot == std::string::npos) return {};
  std::string extension = name_.substr(dot + 1);
  std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  return extension;
}

}  // namespace kecang::extract
