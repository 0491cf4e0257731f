#pragma once
/// Which resource a document is of: what a hit is told by.
#include <memory>

#include "storage/index.h"
#include "storage/xapian/columns.h"
#include "storage/xapian/per_commit.h"

namespace kecang::xapian {

class Snapshot;

struct Identity {
  ResourceId id;
  std::uint64_t version = 0;
  std::uint32_t question = 0;
  bool with_answer = false;
};

/// Of the newest commit. Any thread may call.
class Identities {
 public:
  /// May throw the engine's exceptions.
  std::shared_ptr<const Identity> of(const Snapshot& snapshot, DocumentNumber document);

 private:
  static constexpr std::size_t kMostBytes = 32 << 20;
  PerCommit<Identity> known_{kMostBytes};
};

}  // namespace kecang::xapian
