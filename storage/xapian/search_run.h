#pragma once
/// One search over one snapshot: what matches, how many of what, and the best page of it.
#include "storage/index.h"
#include "storage/xapian/best_matches.h"
#include "storage/xapian/match_set.h"
#include "storage/xapian/query_plan.h"

namespace kecang::xapian {

class Snapshot;
class VisibleDocuments;

/// Not for use by several threads at once. May throw the engine's exceptions.
class SearchRun {
 public:
  SearchRun(const Snapshot& snapshot, const AccessScope& scope, const SearchRequest& request,
            const QueryPlan& plan)
      : snapshot_(snapshot), scope_(scope), request_(request), plan_(plan), related_(plan.related) {}
  SearchPage page();

 private:
  struct Matched {
    MatchSet set;
    bool as_written;  ///< it reached the first floor
  };
  Matched matches();
  /// How what was found has the words of the query.
  enum class Closeness : bool { as_written, loose };
  void hear_related(const Documents& found, Closeness closeness);
  bool is_name_of_any(const Documents& found) const;
  Documents related(std::size_t most, const VisibleDocuments& visible) const;
  Documents with_related(Documents found, Closeness closeness, const VisibleDocuments& visible);
  std::vector<RankedDocument> best_by_words(Documents documents, std::size_t count) const;
  std::vector<FacetCount> counts_of(Facet facet, const MatchSet& matches) const;
  std::vector<FacetCount> counts_of_own_groups(const MatchSet& matches) const;
  std::map<Facet, std::vector<FacetCount>> facets(const MatchSet& matches) const;
  std::vector<SearchHit> hits(const MatchSet& matches) const;

  const Snapshot& snapshot_;
  const AccessScope& scope_;
  const SearchRequest& request_;
  const QueryPlan& plan_;
  std::vector<ScoredTerm> related_;    ///< to the topic, as labels or the best matches teach
  std::vector<ScoredTerm> from_best_;  ///< those of them that are not in the plan
};

}  // namespace kecang::xapian
