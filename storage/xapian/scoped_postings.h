#pragma once
/// The documents that hold any term of each of several sets, one after the other: nothing is looked at beyond
/// the last one that is asked for.
#include <cstdint>
#include <string>
#include <vector>

namespace Xapian {
class Database;
}  // namespace Xapian

namespace kecang::xapian {

/// Not for use by several threads at once. May throw the engine's exceptions.
class ScopedPostings {
 public:
  /// `sets` that are empty hold nothing.
  ScopedPostings(const Xapian::Database& database, const std::vector<std::vector<std::string>>& sets);
  ~ScopedPostings();
  ScopedPostings(const ScopedPostings&) = delete;
  ScopedPostings& operator=(const ScopedPostings&) = delete;

  /// The engine's number of the next document, ascending; 0: there is none.
  std::uint32_t next();

 private:
  class AnyOf;
  std::vector<AnyOf> sets_;
  std::uint32_t at_ = 0;
};

}  // namespace kecang::xapian
