#pragma once
/// Unpacks an archive into frames: each member's name, bytes and end state. Nothing is written to a disk, so
/// a hostile name or link has nowhere to point. Bytes are counted as they come, whatever the archive
/// promises.
#include <cstdint>

#include "indexer/extract/output.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

struct UnpackLimits {
  std::uint64_t members = 200'000;              ///< more are listed as too_large
  std::uint64_t ratio = 200;                    ///< unpacked bytes over the archive's own
  std::uint64_t ratio_counts_after = 10 << 20;  ///< unpacked bytes before the ratio counts

  /// So much out of an archive of that size is no honest archive.
  bool is_bomb(std::uint64_t unpacked, std::uint64_t archive) const {
    return unpacked > ratio_counts_after && unpacked / ratio > archive;
  }
};

/// The end is `partial` when some member could not be unpacked; the members say which and why. How many bytes
/// may be unpacked in all is the output's limit.
ExtractEnd unpack(const Source& source, const std::string& media_type, const UnpackLimits& limits,
                  Output& out);

/// The members without their bytes, with what the archive says of each. `charset` is what a person said of
/// their names; empty: as they seem to be.
ExtractEnd list_names(const Source& source, const std::string& media_type, const UnpackLimits& limits,
                      const std::string& charset, Output& out);

}  // namespace kecang::extract
