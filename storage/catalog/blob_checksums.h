#pragma once
/// CRC-32 of blobs, kept once somebody worked them out: blobs never change. Any thread may call.
#include <cstdint>
#include <optional>

#include "storage/blob_store.h"
#include "storage/meta_store.h"

namespace kecang {

class BlobChecksums {
 public:
  explicit BlobChecksums(MetaStore& store) : store_(store) {}

  /// Nothing if nobody worked it out yet.
  Result<std::optional<std::uint32_t>> find(const BlobId& blob) const;
  Result<void> keep(const BlobId& blob, std::uint32_t crc);

 private:
  MetaStore& store_;
};

}  // namespace kecang
