#include "storage/xapian/search_run.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "storage/xapian/best_matches.h"
#include "storage/xapian/feedback.h"
#include "storage/xapian/identities.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/postings.h"
#include "storage/xapian/snapshot.h"
#include "storage/xapian/visible_documents.h"

namespace kecang::xapian {
namespace {

constexpr double kK1 = 0.2;
constexpr double kB = 0.5;
/// Terms of a document of usual length: a fixed number, not the library's mean, which would tell of documents
/// that the reader does not see.
constexpr double kUsualLength = 800;
constexpr Saturation kSaturation{kK1, kB, kUsualLength};

/// Fewer matches than these are joined by related ones, at most so many, that hold this share of what the
/// related terms weigh.
constexpr std::size_t kFew = 100;
constexpr std::size_t kMostRelated = 200;
constexpr double kRelatedFloor = 0.15;

/// The best so many of fewer matches than these teach by their words. Fewer than so many have too little in
/// common: what one happens to say beside the topic is not what goes with it.
constexpr std::size_t kFewForFeedback = 20;
constexpr std::size_t kBestMatches = 5;

std::vector<WeightedTerm> weighted(const std::vector<ScoredTerm>& terms) {
  std::vector<WeightedTerm> weighted;
  for (const auto& [term, weight] : terms)
    if (weight > 0) weighted.push_back({term, weight});
  return weighted;
}

bool is_larger(const FacetCount& a, const FacetCount& b) {
  return a.count != b.count ? a.count > b.count : a.value < b.value;
}

}  // namespace

SearchPage SearchRun::page() {
  const auto [found, as_written] = matches();
  SearchPage page;
  page.total = found.documents.size();
  page.hits = hits(found);
  page.facets = facets(found);
  page.as_written = as_written;
  page.index_revision = snapshot_.position();
  page.words = plan_.words;
  return page;
}

std::vector<RankedDocument> SearchRun::best_by_words(Documents documents, std::size_t count) const {
  auto terms = weighted(plan_.scored);
  for (const auto& [term, weight] : from_best_) terms.push_back({term, weight});
  return best_by_score(snapshot_, std::move(documents), std::move(terms), kSaturation, count);
}

bool SearchRun::is_name_of_any(const Documents& found) const {
  return std::any_of(plan_.names.begin(), plan_.names.end(), [&](const std::string& name) {
    auto cursor = snapshot_.postings().cursor(name, found.size());
    return std::any_of(found.begin(), found.end(), [&](auto document) { return cursor.seek(document); });
  });
}

/// When no label taught anything: what the best of few matches say. Not of a name that one of them bears,
/// which is found already, nor of what has a part of the words only, which is about something else.
void SearchRun::hear_related(const Documents& found, Closeness closeness) {
  if (!related_.empty() || plan_.feedback_weight == 0 || closeness == Closeness::loose) return;
  if (found.size() < kBestMatches || found.size() >= kFewForFeedback) return;
  if (is_name_of_any(found)) return;
  const auto best = best_by_words(found, kBestMatches);
  if (best.empty()) return;
  for (const auto& [term, share] : words_of(snapshot_, best, weighted(plan_.scored)))
    from_best_.push_back({term, share * plan_.feedback_weight});
  related_ = from_best_;
}

/// What holds enough of the related terms: the best by these alone.
Documents SearchRun::related(std::size_t most, const VisibleDocuments& visible) const {
  std::vector<Unit> units;
  double sum = 0;
  for (const auto& [term, weight] : related_) {
    units.push_back({.ways = {{.terms = {term}}}, .weight = weight});
    sum += weight;
  }
  auto candidates = holding_units(snapshot_, units, Indirect::overlooked, kRelatedFloor * sum, visible);
  keep_phrases(snapshot_, plan_.phrases, candidates);
  Documents best;
  for (const auto& one :
       best_by_score(snapshot_, std::move(candidates), weighted(related_), kSaturation, most))
    best.push_back(one.document);
  std::sort(best.begin(), best.end());
  return best;
}

/// Few have the words of the topic: what has the words that go with it is of use, too, behind them. Sorted by
/// date it would come before them.
Documents SearchRun::with_related(Documents found, Closeness closeness, const VisibleDocuments& visible) {
  if (found.size() >= kFew || request_.sort == SortOrder::newest) return found;
  hear_related(found, closeness);
  if (related_.empty()) return found;
  // What labels taught is worth a list; what matches say fills the first pages.
  const auto more = related(from_best_.empty() ? kMostRelated : kFewForFeedback, visible);
  Documents all;
  std::set_union(found.begin(), found.end(), more.begin(), more.end(), std::back_inserter(all));
  return all;
}

/// By the first floor that finds enough, or none if even the weakest finds nothing. The floor is chosen
/// without the filters, so that choosing one never changes how a query is read, and a facet's count stays
/// what choosing it gives.
SearchRun::Matched SearchRun::matches() {
  const VisibleDocuments visible(snapshot_, scope_, request_.excluded);
  for (const auto& floor : plan_.floors) {
    const auto indirect = floor.indirect ? Indirect::count : Indirect::overlooked;
    auto candidates = holding_units(snapshot_, plan_.units, indirect, floor.weight, visible);
    keep_phrases(snapshot_, plan_.phrases, candidates);
    if (candidates.size() < floor.enough) continue;
    const bool as_written = &floor == plan_.floors.data();
    const auto closeness = as_written ? Closeness::as_written : Closeness::loose;
    return {match_all(snapshot_, scope_, request_, with_related(std::move(candidates), closeness, visible)),
            as_written};
  }
  auto candidates = holding_anything(snapshot_, plan_.topic, visible);
  keep_phrases(snapshot_, plan_.phrases, candidates);
  return {
      match_all(snapshot_, scope_, request_, with_related(std::move(candidates), Closeness::loose, visible)),
      plan_.floors.empty()};
}

std::vector<FacetCount> SearchRun::counts_of(Facet facet, const MatchSet& matches) const {
  std::vector<FacetCount> counts;
  const auto& numbers = matches.counts[static_cast<std::size_t>(facet)];
  for (std::uint32_t number = 1; number < numbers.size(); ++number)
    if (numbers[number] != 0)
      counts.push_back({std::string(snapshot_.facets().value(facet, number)), numbers[number]});
  std::sort(counts.begin(), counts.end(), is_larger);
  return counts;
}

/// That a resource is released to a group is told to the group's people only.
std::vector<FacetCount> SearchRun::counts_of_own_groups(const MatchSet& matches) const {
  std::vector<FacetCount> counts;
  const auto& numbers = matches.counts[static_cast<std::size_t>(Facet::group)];
  const auto add = [&](const std::string& term) {
    const auto group = scope_term::group_of(term);
    const auto number = group ? snapshot_.facets().number(Facet::group, group->text()) : 0;
    if (number != 0 && numbers[number] != 0) counts.push_back({group->text(), numbers[number]});
  };
  for (const auto& term : scope_.terms()) add(term);
  for (const auto& grant : scope_.grants())
    for (const auto& term : grant.terms) add(term);
  std::sort(counts.begin(), counts.end(), is_larger);
  return counts;
}

std::map<Facet, std::vector<FacetCount>> SearchRun::facets(const MatchSet& matches) const {
  std::map<Facet, std::vector<FacetCount>> facets;
  for (std::size_t i = 0; i < kFacetCount; ++i) {
    const auto facet = static_cast<Facet>(i);
    facets[facet] = facet == Facet::group ? counts_of_own_groups(matches) : counts_of(facet, matches);
  }
  return facets;
}

std::vector<SearchHit> SearchRun::hits(const MatchSet& matches) const {
  if (request_.offset >= matches.documents.size() || request_.limit == 0) return {};
  const auto count = std::size_t{request_.offset} + request_.limit;
  const bool by_date = request_.sort == SortOrder::newest || plan_.empty();
  const auto ranked =
      by_date ? newest(snapshot_, matches.documents, count) : best_by_words(matches.documents, count);
  std::vector<SearchHit> hits;
  for (std::size_t i = request_.offset; i < ranked.size(); ++i) {
    const auto identity = snapshot_.identities().of(snapshot_, ranked[i].document);
    hits.push_back({.id = identity->id,
                    .score = ranked[i].score,
                    .version = identity->version,
                    .question = identity->question,
                    .with_answer = identity->with_answer});
  }
  return hits;
}

}  // namespace kecang::xapian
