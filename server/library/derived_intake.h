#pragma once
/// Takes over what was made from a file to be looked at: frames in, blobs out. One stream, one thread.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/model/derived.h"
#include "schemas/model/extraction.h"
#include "storage/blob_store.h"

namespace kecang {

class DerivedIntake {
 public:
  explicit DerivedIntake(BlobStore& blobs) : blobs_(blobs) {}

  /// The next bytes of the stream. corrupt/extract.protocol when they are no frames in a sensible order, or a
  /// file has a name that none of ours has.
  Result<void> feed(std::string_view bytes);
  /// All bytes came: the files with everything durable.
  Result<std::vector<DerivedFile>> finish();

 private:
  Result<void> take(const Frame& frame);
  Result<void> begin_file(const Frame& frame);

  BlobStore& blobs_;
  FrameParser frames_;
  std::unique_ptr<BlobWriter> writer_;  ///< of the file that is open
  std::vector<DerivedFile> files_;
  std::vector<std::unique_ptr<BlobWriter>> writers_;
};

}  // namespace kecang
