#pragma once
/// What a typed query asks for, before any index is looked at. No engine types, no statistics: the same query
/// asks the same of every library, so that what a viewer may not see cannot change what counts as a match.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace kecang::xapian {

/// A term that adds to a document's score.
struct ScoredTerm {
  std::string term;
  double weight;
  std::uint32_t count;  ///< how often the query says it
};

/// A piece of the query that a matching document is expected to hold: two adjacent Han characters, or a Latin
/// word.
struct Unit {
  std::string term;
  double weight;  ///< how much it tells: pieces of function words less or nothing
};

/// A quoted part. `terms` find the candidates; `text` has to occur in their normalised text.
struct Phrase {
  std::string text;
  std::vector<std::string> terms;
};

/// What a match must hold of a query.
struct Floor {
  double weight;       ///< of the units it holds
  std::size_t enough;  ///< so many matches, or the next floor is tried
};

struct QueryPlan {
  std::vector<ScoredTerm> scored;
  std::vector<Unit> units;
  std::vector<Phrase> phrases;
  std::vector<std::string> words;  ///< for highlighting, phrases first
  std::vector<Floor> floors;       ///< the strictest first; the first is used that finds enough
  bool empty() const { return scored.empty(); }
};

/// Only the first kilobyte of a query is looked for.
QueryPlan plan_query(std::string_view text);

}  // namespace kecang::xapian
