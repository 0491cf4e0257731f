#include "storage/catalog/blob_checksums.h"

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

struct BlobChecksum {
  std::uint32_t crc = 0;
};
template <class V>
void describe(V& v, BlobChecksum& c) {
  v("crc", c.crc);
}

}  // namespace

Result<std::optional<std::uint32_t>> BlobChecksums::find(const BlobId& blob) const {
  KECANG_ASSIGN(const auto row, (rows::find<BlobChecksum>(store_, keys::blob_checksum(blob))));
  return row ? std::optional(row->crc) : std::nullopt;
}

Result<void> BlobChecksums::keep(const BlobId& blob, std::uint32_t crc) {
  return store_.run(
      [&](Transaction& tx) { return rows::put(tx, keys::blob_checksum(blob), BlobChecksum{.crc = crc}); });
}

}  // namespace kecang
