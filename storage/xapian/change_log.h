#pragma once
/// Which documents each of the last commits changed, kept in the index's metadata, so that what readers hold
/// in memory can follow without reading everything again.
#include <cstdint>
#include <optional>
#include <vector>

#include "storage/xapian/columns.h"

namespace Xapian {
class Database;
class WritableDatabase;
}  // namespace Xapian

namespace kecang::xapian {

/// How many commits are remembered, and of how many documents one is told.
inline constexpr std::uint64_t kLoggedCommits = 64;
inline constexpr std::size_t kLoggedDocuments = 8'000;

/// For the writer. Not for use by several threads at once. May throw the engine's exceptions.
class ChangeLog {
 public:
  void add(DocumentNumber document) { changed_.push_back(document); }
  /// To be called just before `database` commits, so that the list is part of the commit.
  void write(Xapian::WritableDatabase& database);

 private:
  std::vector<DocumentNumber> changed_;
};

/// What changed between the commit `from` and the one `database` is open at, ascending; nothing if that is
/// not known (too long ago, too many, or the engine committed by itself). May throw the engine's exceptions.
std::optional<std::vector<DocumentNumber>> changes_since(const Xapian::Database& database,
                                                         std::uint64_t from);

}  // namespace kecang::xapian
