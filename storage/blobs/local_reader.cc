#include "storage/blobs/local_reader.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string>

namespace kecang {

Result<std::size_t> LocalBlobReader::read_at(std::uint64_t offset, std::span<char> into) const {
  if (offset >= size_) return std::size_t{0};
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), size_ - offset));
  std::size_t done = 0;
  while (done < wanted) {
    const auto got =
        ::pread(file_.get(), into.data() + done, wanted - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error("blob.read_failed", path_, errno);
    if (got == 0) return Error::corrupt("blob.truncated").because(path_.string());
    done += static_cast<std::size_t>(got);
  }
  return done;
}

Result<int> LocalBlobReader::descriptor() const {
  // By way of /proc, because the blob may have been erased meanwhile: an open reader keeps its bytes.
  Fd again = open_file("/proc/self/fd/" + std::to_string(file_.get()), O_RDONLY);
  if (!again) return file_error("blob.read_failed", path_, errno);
  return again.release();
}

}  // namespace kecang
