#pragma once
/// The words of what was found best, to find more of its like. They are read from documents the viewer may
/// see and weighed by the fixed table, so that nothing else of the library takes part.
#include <vector>

#include "storage/xapian/best_matches.h"
#include "storage/xapian/learned_terms.h"

namespace kecang::xapian {

class Snapshot;

/// What at least two of `best` (best first) hold beside `asked`; the most telling first. May throw the
/// engine's exceptions.
std::vector<RelatedTerm> words_of(const Snapshot& snapshot, const std::vector<RankedDocument>& best,
                                  const std::vector<WeightedTerm>& asked);

}  // namespace kecang::xapian
