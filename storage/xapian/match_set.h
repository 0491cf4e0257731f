#pragma once
/// Every document a query matches, with exact counts of its facet values.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "storage/index.h"
#include "storage/xapian/query_plan.h"

namespace Xapian {
class Query;
}  // namespace Xapian

namespace kecang::xapian {

class Snapshot;

struct MatchSet {
  std::vector<std::uint32_t> documents;  ///< the engine's numbers, ascending
  /// counts[facet][number of the value]; number 0 counts the documents without one.
  std::array<std::vector<std::uint64_t>, kFacetCount> counts;
};

/// Documents of `query` whose coordination weight reaches `floor` (0: any) and which hold the phrases
/// literally. May throw the engine's exceptions.
MatchSet match_all(const Snapshot& snapshot, const Xapian::Query& query, double floor,
                   const std::vector<Phrase>& phrases);

}  // namespace kecang::xapian
