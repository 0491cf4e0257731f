#include "storage/catalog/usage_rows.h"

#include <algorithm>

#include "schemas/model/work.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

Result<Usage> usage_of(Transaction& tx, const SchoolId& school) {
  KECANG_ASSIGN(const auto found, (rows::find<Usage>(tx, keys::usage(school))));
  return found.value_or(Usage{});
}

Result<void> put(Transaction& tx, const SchoolId& school, const Usage& usage) {
  if (usage.stored == 0 && usage.reserved == 0) return tx.erase(keys::usage(school));
  return rows::put(tx, keys::usage(school), usage);
}

std::uint64_t left(const Usage& usage, SchoolLimit limit) {
  const auto spent = usage.stored + usage.reserved;
  return spent >= limit.bytes ? 0 : limit.bytes - spent;
}

}  // namespace

Result<void> reserve_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes, SchoolLimit limit) {
  KECANG_ASSIGN(auto usage, usage_of(tx, school));
  if (limit.bytes > 0 && bytes > left(usage, limit))
    return Error::too_large("school.full")
        .with("left", std::to_string(left(usage, limit)))
        .with("limit", std::to_string(limit.bytes));
  usage.reserved += bytes;
  return put(tx, school, usage);
}

Result<void> release_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes) {
  if (bytes == 0) return {};
  KECANG_ASSIGN(auto usage, usage_of(tx, school));
  usage.reserved -= std::min(usage.reserved, bytes);
  return put(tx, school, usage);
}

Result<bool> hold_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes, std::uint64_t reserved,
                        SchoolLimit limit) {
  KECANG_ASSIGN(auto usage, usage_of(tx, school));
  const auto promised = std::min({bytes, reserved, usage.reserved});
  if (limit.bytes > 0 && bytes - promised > left(usage, limit)) return false;
  usage.reserved -= promised;
  usage.stored += bytes;
  KECANG_TRY(put(tx, school, usage));
  return true;
}

Result<void> free_bytes(Transaction& tx, const SchoolId& school, std::uint64_t bytes) {
  KECANG_ASSIGN(auto usage, usage_of(tx, school));
  usage.stored -= std::min(usage.stored, bytes);
  return put(tx, school, usage);
}

}  // namespace kecang
