#pragma once
/// How much a school holds. For the catalogue's own files; each function works inside the caller's
/// transaction.
#include <cstdint>

#include "schemas/base/ids.h"
#include "storage/meta_store.h"

namespace kecang {

/// The bytes a school may hold, promises included; 0: as many as there is room for.
struct SchoolLimit {
  std::uint64_t bytes = 0;
};

/// Promises room for bytes to come. too_large/school.full, with what is `left`.
Result<void> reserve_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes, SchoolLimit limit);
Result<void> release_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes);
/// Counts bytes as held, as far as `reserved` out of what was promised. False, and nothing is counted, when
/// there is no room.
Result<bool> hold_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes, std::uint64_t reserved,
                        SchoolLimit limit);
Result<void> free_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes);

}  // namespace kecang
