#pragma once
/// Every document a request matches, with exact counts of its facet values.
#include <array>
#include <cstdint>
#include <vector>

#include "storage/index.h"
#include "storage/xapian/candidates.h"

namespace kecang::xapian {

/// For each number of a facet's value how many documents have it; number 0 counts those without one.
using FacetNumberCounts = std::array<std::vector<std::uint64_t>, kFacetCount>;

struct MatchSet {
  Documents documents;  ///< that pass every filter
  /// Over the matches; of a facet that is filtered by, over what would match without that filter.
  FacetNumberCounts counts;
};

/// Those of `candidates` that pass the filters of `request`.
MatchSet match_all(const Snapshot& snapshot, const AccessScope& scope, const SearchRequest& request,
                   const Documents& candidates);

}  // namespace kecang::xapian
