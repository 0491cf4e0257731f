#include "storage/xapian/search_run.h"

#include <xapian.h>

#include <algorithm>
#include <string>

#include "storage/xapian/layout.h"
#include "storage/xapian/snapshot.h"

namespace kecang::xapian {
namespace {

using Xapian::Query;

constexpr double kK1 = 0.6;
constexpr double kB = 0.5;
constexpr double kMinimumLength = 0.5;

/// Admits exactly the documents that matched.
class Matches final : public Xapian::PostingSource {
 public:
  explicit Matches(const std::vector<std::uint32_t>& documents) : documents_(documents) {}
  Xapian::doccount get_termfreq_min() const override { return size(); }
  Xapian::doccount get_termfreq_est() const override { return size(); }
  Xapian::doccount get_termfreq_max() const override { return size(); }
  void init(const Xapian::Database&) override { at_ = documents_.begin(), begun_ = false; }
  void next(double) override {
    if (begun_) ++at_;
    begun_ = true;
  }
  void skip_to(Xapian::docid document, double) override {
    begun_ = true;
    at_ = std::lower_bound(at_, documents_.end(), document);
  }
  bool at_end() const override { return begun_ && at_ == documents_.end(); }
  Xapian::docid get_docid() const override { return *at_; }

 private:
  Xapian::doccount size() const { return static_cast<Xapian::doccount>(documents_.size()); }
  const std::vector<std::uint32_t>& documents_;
  std::vector<std::uint32_t>::const_iterator at_;
  bool begun_ = false;
};

bool is_filtered(const SearchRequest& request, Facet facet) {
  const auto filter = request.filters.find(facet);
  return filter != request.filters.end() && !filter->second.empty();
}

std::ptrdiff_t filtered_facets(const SearchRequest& request) {
  return std::count_if(request.filters.begin(), request.filters.end(),
                       [](const auto& filter) { return !filter.second.empty(); });
}

bool is_larger(const FacetCount& a, const FacetCount& b) {
  return a.count != b.count ? a.count > b.count : a.value < b.value;
}

}  // namespace

SearchPage SearchRun::page() {
  match_unfiltered();
  const bool filtered = filtered_facets(request_) > 0;
  const auto narrowed = filtered ? match(request_, floor_) : MatchSet();
  const auto& matches = filtered ? narrowed : unfiltered_;
  SearchPage page;
  page.total = matches.documents.size();
  page.hits = hits(matches);
  page.facets = facets(matches);
  page.index_revision = snapshot_.position();
  page.words = plan_.words;
  return page;
}

/// By the first floor that finds enough, or none if even the weakest finds nothing. Without the filters, so
/// that choosing one never changes how a query is read, and a facet's count stays what choosing it gives.
void SearchRun::match_unfiltered() {
  SearchRequest unfiltered;
  unfiltered.excluded = request_.excluded;
  for (const auto& floor : plan_.floors) {
    floor_ = floor.weight;
    unfiltered_ = match(unfiltered, floor_);
    if (unfiltered_.documents.size() >= floor.enough) return;
  }
  floor_ = 0;
  unfiltered_ = match(unfiltered, floor_);
}

MatchSet SearchRun::match(const SearchRequest& request, double floor, std::optional<Facet> but) const {
  const auto found = floor > 0 ? matching_units(plan_) : matching_anything(plan_);
  const Query query(Query::OP_FILTER, found, admission(scope_, request, but));
  return match_all(snapshot_, query, floor, plan_.phrases);
}

std::vector<FacetCount> SearchRun::counts_of(Facet facet, const MatchSet& matches) const {
  std::vector<FacetCount> counts;
  const auto& numbers = matches.counts[static_cast<std::size_t>(facet)];
  for (std::uint32_t number = 1; number < numbers.size(); ++number) {
    if (numbers[number] == 0) continue;
    std::string value(snapshot_.facets().value(facet, number));
    if (facet == Facet::group && !scope_.admits(scope_term::group(GroupId::trusted(value)))) continue;
    counts.push_back({std::move(value), numbers[number]});
  }
  std::sort(counts.begin(), counts.end(), is_larger);
  return counts;
}

std::map<Facet, std::vector<FacetCount>> SearchRun::facets(const MatchSet& matches) const {
  std::map<Facet, std::vector<FacetCount>> facets;
  for (std::size_t i = 0; i < kFacetCount; ++i) {
    const auto facet = static_cast<Facet>(i);
    if (!is_filtered(request_, facet)) {
      facets[facet] = counts_of(facet, matches);
    } else if (filtered_facets(request_) == 1) {
      facets[facet] = counts_of(facet, unfiltered_);
    } else {
      facets[facet] = counts_of(facet, match(request_, floor_, facet));
    }
  }
  return facets;
}

std::vector<SearchHit> SearchRun::hits(const MatchSet& matches) const {
  if (request_.offset >= matches.documents.size() || request_.limit == 0) return {};
  Matches source(matches.documents);
  const bool by_date = request_.sort == SortOrder::newest || plan_.empty();
  Xapian::Enquire enquire(snapshot_.database());
  if (by_date) {
    enquire.set_query(Query(&source));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_sort_by_value(slot::kOrder, true);
  } else {
    enquire.set_query(Query(Query::OP_FILTER, ranking(plan_), Query(&source)));
    enquire.set_weighting_scheme(Xapian::BM25Weight(kK1, 0, 1, kB, kMinimumLength));
    enquire.set_sort_by_relevance_then_value(slot::kOrder, true);
  }
  const auto found = enquire.get_mset(request_.offset, request_.limit);
  std::vector<SearchHit> hits;
  for (auto at = found.begin(); at != found.end(); ++at) {
    const auto document = at.get_document();
    const auto [question, with_answer] = question_of(document.get_value(slot::kQuestion));
    hits.push_back({.id = id_of_order(document.get_value(slot::kOrder)),
                    .score = by_date ? 0 : at.get_weight(),
                    .version = version_of(document.get_value(slot::kVersion)),
                    .question = question,
                    .with_answer = with_answer});
  }
  return hits;
}

}  // namespace kecang::xapian
