#pragma once
/// What a scope admits among the suggestions that hold any of some terms, one after the other.
#include <cstdint>
#include <string>
#include <vector>

#include "storage/xapian/scoped_postings.h"
#include "storage/xapian/visible_suggestions.h"

namespace kecang::xapian {

/// Not for use by several threads at once. May throw the engine's exceptions.
class VisiblePostings {
 public:
  VisiblePostings(const Xapian::Database& database, const std::vector<std::string>& terms,
                  const VisibleSuggestions& visible, Evidence evidence)
      : postings_(database, {terms}), visible_(visible), evidence_(evidence) {}
  /// The engine's number of the next document, ascending, each once; 0: there is none.
  std::uint32_t next() {
    auto document = postings_.next();
    while (document != 0 && !visible_.has(evidence_, document)) document = postings_.next();
    return document;
  }

 private:
  ScopedPostings postings_;
  const VisibleSuggestions& visible_;
  const Evidence evidence_;
};

}  // namespace kecang::xapian
