#include "storage/xapian/best_matches.h"

#include <xapian.h>

#include <algorithm>
#include <cmath>

#include "storage/xapian/layout.h"
#include "storage/xapian/postings.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

/// To look how much a term can add costs about as much as scoring so many documents.
constexpr std::size_t kWorthDropping = 200;
/// Sums in another order differ by less than this share.
constexpr double kRounding = 1e-9;

/// The order of a page. Ids stand on disk, and are only read for equal scores of the same millisecond.
class Order {
 public:
  explicit Order(const Snapshot& snapshot) : snapshot_(snapshot) {}
  bool operator()(const RankedDocument& a, const RankedDocument& b) const {
    if (a.score != b.score) return a.score > b.score;
    const auto& columns = snapshot_.columns();
    if (const auto da = columns.date(a.document), db = columns.date(b.document); da != db) return da > db;
    return a.document != b.document && order_value(a.document) > order_value(b.document);
  }

 private:
  std::string order_value(DocumentNumber document) const {
    return snapshot_.database().get_document(document, Xapian::DOC_ASSUME_VALID).get_value(slot::kOrder);
  }
  const Snapshot& snapshot_;
};

void keep_first(const Snapshot& snapshot, std::vector<RankedDocument>& ranked, std::size_t count) {
  const auto end = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(count, ranked.size()));
  std::partial_sort(ranked.begin(), end, ranked.end(), Order(snapshot));
  ranked.erase(end, ranked.end());
}

/// Adds what holding the term is worth to each document.
void add(const Snapshot& snapshot, const WeightedTerm& term, const Saturation& saturation,
         std::vector<RankedDocument>& ranked) {
  auto cursor = snapshot.postings().cursor(term.term, ranked.size());
  const auto& columns = snapshot.columns();
  for (auto& [document, score] : ranked)
    if (cursor.seek(document)) score += term.weight * saturation.of(cursor.count(), columns.length(document));
}

/// For each term how much those behind it can add at most.
std::vector<double> most_to_come(const Snapshot& snapshot, const std::vector<WeightedTerm>& terms,
                                 const Saturation& saturation) {
  std::vector<double> to_come(terms.size(), 0);
  for (auto i = terms.size(); i-- > 1;) {
    const auto count = snapshot.postings().largest_count(terms[i].term);
    to_come[i - 1] = to_come[i] + terms[i].weight * saturation.most(count);
  }
  return to_come;
}

/// Leaves out what cannot reach the best `count` even with all of `to_come`.
void drop_hopeless(std::vector<RankedDocument>& ranked, std::size_t count, double to_come) {
  if (ranked.size() <= count) return;
  std::vector<double> scores;
  scores.reserve(ranked.size());
  for (const auto& one : ranked) scores.push_back(one.score);
  const auto last = scores.begin() + static_cast<std::ptrdiff_t>(count - 1);
  std::nth_element(scores.begin(), last, scores.end(), std::greater<>());
  const auto needed = *last * (1 - kRounding) - to_come;
  if (needed > 0) std::erase_if(ranked, [needed](const auto& one) { return one.score < needed; });
}

/// The same for every library: sums of the same numbers in another order can differ in their last digit.
bool comes_first(const WeightedTerm& a, const WeightedTerm& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
}

}  // namespace

double Saturation::of(std::uint32_t count, std::uint32_t length) const {
  if (count == 0) return 1;
  // The root: a text of ten thousand terms is no twenty times less about each of them than one of five
  // hundred.
  const auto relative = std::sqrt(length / usual_length);
  return count * (k1 + 1) / (count + k1 * (1 - b + b * relative));
}

std::vector<RankedDocument> best_by_score(const Snapshot& snapshot, std::vector<DocumentNumber> documents,
                                          std::vector<WeightedTerm> terms, const Saturation& saturation,
                                          std::size_t count) {
  if (count == 0) return {};
  std::sort(terms.begin(), terms.end(), comes_first);
  const bool dropping = documents.size() > count + kWorthDropping;
  const auto to_come = dropping ? most_to_come(snapshot, terms, saturation) : std::vector<double>();
  std::vector<RankedDocument> ranked;
  ranked.reserve(documents.size());
  for (const auto document : documents) ranked.push_back({document, 0});
  for (std::size_t i = 0; i < terms.size(); ++i) {
    add(snapshot, terms[i], saturation, ranked);
    if (dropping) drop_hopeless(ranked, count, to_come[i]);
  }
  keep_first(snapshot, ranked, count);
  return ranked;
}

std::vector<RankedDocument> newest(const Snapshot& snapshot, const std::vector<DocumentNumber>& documents,
                                   std::size_t count) {
  std::vector<RankedDocument> ranked;
  ranked.reserve(documents.size());
  for (const auto document : documents) ranked.push_back({document, 0});
  keep_first(snapshot, ranked, count);
  return ranked;
}

}  // namespace kecang::xapian
