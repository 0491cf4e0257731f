#pragma once
/// The documents that hold any term of each of several sets and none of another, one after the other: nothing
/// is looked at beyond the last one that is asked for.
#include <cstdint>
#include <memory>
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
  ScopedPostings(const Xapian::Database& database, const std::vector<std::vector<std::string>>& sets,
                 const std::vector<std::string>& without = {});
  ~ScopedPostings();
  ScopedPostings(ScopedPostings&&) noexcept;
  ScopedPostings(const ScopedPostings&) = delete;
  ScopedPostings& operator=(const ScopedPostings&) = delete;

  /// The engine's number of the next document, ascending; 0: there is none.
  std::uint32_t next();

 private:
  class AnyOf;
  std::uint32_t next_of_all();
  std::vector<AnyOf> sets_;
  std::unique_ptr<AnyOf> without_;
  std::uint32_t at_ = 0;
};

}  // namespace kecang::xapian
