#include "storage/xapian/columns_cache.h"

#include <xapian.h>

#include "storage/xapian/change_log.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {

Result<std::shared_ptr<const Columns>> ColumnsCache::of(Snapshot& snapshot) {
  const std::lock_guard lock(mutex_);
  if (columns_ && snapshot.position() == position_) return columns_;
  // Under the lock, so that the snapshot is not behind what another one brought here.
  KECANG_TRY(snapshot.refresh());
  if (columns_ && snapshot.position() == position_) return columns_;
  columns_ = columns_of(snapshot);
  position_ = snapshot.position();
  return columns_;
}

std::shared_ptr<const Columns> ColumnsCache::columns_of(const Snapshot& snapshot) const {
  const auto& database = snapshot.database();
  if (!columns_ || position_.generation != snapshot.position().generation) return Columns::load(database);
  const auto changed = changes_since(database, position_.revision);
  return changed ? columns_->after(database, *changed) : Columns::load(database);
}

}  // namespace kecang::xapian
