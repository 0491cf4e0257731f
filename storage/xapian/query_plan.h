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

/// A word of the query. A document holds it when it holds all `terms`.
struct Unit {
  std::vector<std::string> terms;
  double weight;  ///< how much it tells: longer words more, function words nothing
};

/// A quoted part. `terms` find the candidates; `text` has to occur in their normalised text.
struct Phrase {
  std::string text;
  std::vector<std::string> terms;
};

struct QueryPlan {
  std::vector<ScoredTerm> scored;
  std::vector<Unit> units;
  std::vector<Phrase> phrases;
  std::vector<std::string> words;  ///< for highlighting, phrases first
  double floor = 0;                ///< the weight of units a document must hold to be a match
  bool empty() const { return scored.empty(); }
};

/// Only the first kilobyte of a query is looked for.
QueryPlan plan_query(std::string_view text);

}  // namespace kecang::xapian
