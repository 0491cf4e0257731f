#include "storage/xapian/similar_run.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "storage/xapian/best_matches.h"
#include "storage/xapian/candidates.h"
#include "storage/xapian/identities.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/match_set.h"
#include "storage/xapian/query_plan.h"
#include "storage/xapian/snapshot.h"
#include "storage/xapian/visible_documents.h"

namespace kecang::xapian {
namespace {

/// A title that says the same is worth more than a text that does.
constexpr double kTextWeight = 1.0;
constexpr double kTitleWeight = 2.0;
/// What a resource about the same must hold of the words of a title.
constexpr double kShareOfTitle = 0.5;

/// What is shared counts, not how often: no text is more about a title for being short.
constexpr Saturation kOnce{.k1 = 0, .b = 0, .usual_length = 1};

/// 1.docx is about nothing that 1 is about elsewhere.
bool is_number(std::string_view term) {
  return term.size() > 1 && term.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

Unit unit_of(std::string term, double weight) {
  return {.ways = {{.terms = {std::move(term)}}}, .weight = weight};
}

class SimilarRun {
 public:
  SimilarRun(const Snapshot& snapshot, const AccessScope& scope, const SimilarRequest& request)
      : snapshot_(snapshot),
        scope_(scope),
        request_(request),
        visible_(snapshot, scope, without_itself(request)) {}

  SimilarPage page() const {
    SimilarPage page;
    if (!request_.blob.empty()) page.same_bytes = holding(blob_term(request_.blob));
    if (const auto terms = sketch_terms(request_.sketch); !terms.empty()) page.near_text = sharing(terms);
    if (!request_.lesson.empty()) page.same_lesson = holding(lesson_term(request_.lesson));
    page.about_same = about_same();
    return page;
  }

 private:
  static std::vector<ResourceId> without_itself(const SimilarRequest& request) {
    auto excluded = request.excluded;
    excluded.push_back(request.id);
    return excluded;
  }

  /// Newest first.
  std::vector<SearchHit> holding(const std::string& term) const {
    return hits(newest(snapshot_, holding_anything(snapshot_, {term}, visible_), request_.limit));
  }

  /// Those that share most first.
  std::vector<SearchHit> sharing(const std::vector<std::string>& terms) const {
    std::vector<WeightedTerm> weighted;
    for (const auto& term : terms) weighted.push_back({term, 1});
    return hits(best_by_score(snapshot_, holding_anything(snapshot_, terms, visible_), std::move(weighted),
                              kOnce, request_.limit));
  }

  /// Half of the title's two-character pieces and Latin words, in the text or, better, in the title.
  std::vector<SearchHit> about_same() const {
    const auto plan = plan_query({.text = request_.text});
    std::vector<Unit> pieces;
    std::vector<WeightedTerm> weighted;
    double sum = 0;
    for (const auto& unit : plan.units) {
      const auto& term = unit.ways.front().terms.front();
      if (unit.ways.front().terms.size() != 1 || is_number(term)) continue;
      pieces.push_back(unit_of(term, kTextWeight * unit.weight));
      pieces.push_back(unit_of("T" + term, kTitleWeight * unit.weight));
      weighted.push_back({term, kTextWeight * unit.weight});
      weighted.push_back({"T" + term, kTitleWeight * unit.weight});
      sum += kTextWeight * unit.weight;
    }
    if (pieces.empty()) return {};
    const auto found = holding_units(snapshot_, pieces, Indirect::overlooked, sum * kShareOfTitle, visible_);
    SearchRequest filtered;
    filtered.filters = request_.filters;
    const auto admitted = match_all(snapshot_, scope_, filtered, found).documents;
    return hits(best_by_score(snapshot_, admitted, std::move(weighted), kOnce, request_.limit));
  }

  std::vector<SearchHit> hits(const std::vector<RankedDocument>& ranked) const {
    std::vector<SearchHit> hits;
    for (const auto& [number, score] : ranked) {
      const auto identity = snapshot_.identities().of(snapshot_, number);
      hits.push_back({.id = identity->id, .score = score, .version = identity->version});
    }
    return hits;
  }

  const Snapshot& snapshot_;
  const AccessScope& scope_;
  const SimilarRequest& request_;
  const VisibleDocuments visible_;
};

}  // namespace

SimilarPage similar_page(const Snapshot& snapshot, const AccessScope& scope, const SimilarRequest& request) {
  return SimilarRun(snapshot, scope, request).page();
}

}  // namespace kecang::xapian
