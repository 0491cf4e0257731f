#pragma once
/// `kecang-indexer verify`: compares the catalogue with the blobs and the index, and says what it would
/// repair.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/stop.h"
#include "storage/blob_store.h"
#include "storage/index.h"

namespace kecang::pipeline {

enum class Difference {
  missing_in_index,      ///< repaired by indexing it again
  outdated_in_index,     ///< repaired by indexing it again
  unknown_to_catalogue,  ///< in the index only; a rebuild repairs that
  missing_blob,          ///< the original is gone; only a backup repairs that
  wrong_blob_size,       ///< likewise
  changed_blob,          ///< likewise: its bytes no longer match its name
};
std::string_view name_of(Difference difference);

struct VerifyOptions {
  bool repair = false;      ///< marks what the index can get right to be indexed again
  bool read_blobs = false;  ///< read every original and compare its digest
};

struct Verified {
  std::uint64_t resources = 0;
  std::uint64_t indexed = 0;
  std::uint64_t waiting = 0;  ///< changes the index had not yet taken over when we looked: no difference
  std::uint64_t differences = 0;
  std::uint64_t repaired = 0;
};

/// `each` is told every difference: what, resource id, its title where known.
Result<Verified> verify(InternalClient& client, const BlobStore& blobs, const IndexInspector& index,
                        const VerifyOptions& options, Stop& stop,
                        const std::function<void(Difference, const ResourceId&, const std::string&)>& each);

}  // namespace kecang::pipeline
