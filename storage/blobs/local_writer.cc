#include "storage/blobs/local_writer.h"

#include <unistd.h>

namespace kecang {

LocalBlobWriter::~LocalBlobWriter() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<void> LocalBlobWriter::append(std::string_view bytes) {
  if (failure_) return *failure_;
  auto written = write(bytes);
  if (!written) failure_ = written.error();
  return written;
}

Result<void> LocalBlobWriter::write(std::string_view bytes) {
  KECANG_TRY(floor_.admit(bytes.size()));
  KECANG_TRY(write_all(file_, bytes, path_));
  hash_.update(bytes);
  size_ += bytes.size();
  return {};
}

}  // namespace kecang
