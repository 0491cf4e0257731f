#pragma once
/// The columns of a part's newest commit, made once for all who read it. Any thread may call.
#include <memory>
#include <mutex>

#include "storage/index.h"
#include "storage/xapian/columns.h"

namespace kecang::xapian {

class Snapshot;

class ColumnsCache {
 public:
  /// Moves `snapshot` to the newest commit if its own is older than what is here, and returns the columns of
  /// its commit: kept, brought up to date, or read anew. Errors of Snapshot::refresh; may throw the engine's
  /// exceptions.
  Result<std::shared_ptr<const Columns>> of(Snapshot& snapshot);

 private:
  std::shared_ptr<const Columns> columns_of(const Snapshot& snapshot) const;

  std::mutex mutex_;
  IndexPosition position_;
  std::shared_ptr<const Columns> columns_;
};

}  // namespace kecang::xapian
