#pragma once
/// What a scope admits among the documents that hold any of some terms, one after the other.
#include <cstdint>
#include <string>
#include <vector>

#include "schemas/model/access_scope.h"
#include "storage/xapian/scoped_postings.h"

namespace kecang::xapian {

/// How a document says that it may be seen.
enum class Evidence : std::uint8_t {
  strict,  ///< it carries what a grant asks for beside the scope term
  loose,   ///< its scope terms are those of several resources, some of which may be admitted
};

/// Not for use by several threads at once. May throw the engine's exceptions.
class VisiblePostings {
 public:
  VisiblePostings(const Xapian::Database& database, const std::vector<std::string>& terms,
                  const AccessScope& scope, Evidence evidence);
  /// The engine's number of the next document, ascending, each once; 0: there is none.
  std::uint32_t next();

 private:
  struct Way {
    ScopedPostings postings;
    std::uint32_t at;
  };
  std::vector<Way> ways_;
};

}  // namespace kecang::xapian
