#pragma once
/// The best of what matched, without scoring all of it to the end. No statistics of the index decide about an
/// order or a score here: they only tell which documents cannot be among the best any more.
#include <span>
#include <string>
#include <vector>

#include "storage/xapian/columns.h"

namespace kecang::xapian {

class Snapshot;

struct WeightedTerm {
  std::string term;
  double weight;  ///< above 0: what it adds to the score of a document of usual length that holds it once
};

/// How much more a document gets for saying a term often, and less for being long (BM25). A term that is on a
/// document or not, and counts no words, adds its weight whole.
struct Saturation {
  double k1;
  double b;
  double usual_length;
  double of(std::uint32_t count, std::uint32_t length) const;
  double most(std::uint32_t count) const { return of(count, 0); }
};

struct RankedDocument {
  DocumentNumber document;
  double score;
};

/// At most `count` of `documents` (ascending), best first; equal scores newest first, then by id. May throw
/// the engine's exceptions.
std::vector<RankedDocument> best_by_score(const Snapshot& snapshot, std::vector<DocumentNumber> documents,
                                          std::vector<WeightedTerm> terms, const Saturation& saturation,
                                          std::size_t count);
/// At most `count` of `documents`, newest first, then by id; of score 0. May throw the engine's exceptions.
std::vector<RankedDocument> newest(const Snapshot& snapshot, const std::vector<DocumentNumber>& documents,
                                   std::size_t count);

}  // namespace kecang::xapian
