#pragma once
/// What a typed query asks for, before any index is looked at. No engine types, no statistics but what public
/// labels taught: the same query asks the same whatever else a library holds, so that what a viewer may not
/// see cannot change what counts as a match.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "storage/index.h"
#include "storage/xapian/learned_terms.h"

namespace kecang::xapian {

/// A term that adds to a document's score. Its weight holds how much it tells in general
/// (schemas/commonness), never how many documents of this library hold it.
struct ScoredTerm {
  std::string term;
  double weight;
};

/// One way in which a document can hold a unit: all of these terms.
struct Way {
  std::vector<std::string> terms;
  bool indirect =
      false;  ///< characters that sound the same, a translation: only when too little is found as written
};

/// A piece of the query that a matching document is expected to hold, in any of its ways: two adjacent Han
/// characters, a Latin word as it stands or as pinyin; or, when the query has no topic, what it says of a
/// book.
struct Unit {
  std::vector<Way> ways;
  double weight;  ///< how much it tells: pieces of function words less or nothing
};

/// A quoted part. `terms` find the candidates; `text` has to occur in their normalised text.
struct Phrase {
  std::string text;
  std::vector<std::string> terms;
};

/// What a match must hold of a query.
struct Floor {
  double weight;          ///< of the units it holds
  bool indirect = false;  ///< indirect ways count, too
  std::size_t enough;     ///< so many matches, or the next floor is tried
};

struct QueryPlan {
  std::vector<ScoredTerm> scored;
  std::vector<std::string> topic;  ///< any of these terms is a last reason to match
  std::vector<Unit> units;
  std::vector<Phrase> phrases;
  std::vector<std::string> words;  ///< for highlighting, phrases first
  std::vector<Floor> floors;       ///< the strictest first; the first is used that finds enough
  /// Terms that go with the topic (learned_terms.h); their weights are in `scored`, too.
  std::vector<ScoredTerm> related;
  /// What the words of the best matches may add when few are found; 0: the query is no bare topic.
  double feedback_weight = 0;
  std::vector<std::string> names;  ///< terms of the titles it may be the whole name of
  bool empty() const { return scored.empty(); }
};

/// Only the first kilobyte of the text is looked for. What labels taught is asked for related terms.
QueryPlan plan_query(const SearchRequest& request, const LearnedTerms& learned = {});

}  // namespace kecang::xapian
