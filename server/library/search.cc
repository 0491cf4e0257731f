#include "server/library/search.h"

#include <algorithm>

namespace kecang {
namespace {

/// How often a page is asked for again because a hit is not visible any more.
constexpr int kAttempts = 4;
/// Text that is looked through for the snippets of one page, and for one of them.
constexpr std::uint64_t kTextPerPage = 8 * 1024 * 1024;
constexpr std::uint64_t kTextPerHit = 2 * 1024 * 1024;
constexpr std::uint32_t kSegmentsAtOnce = 32;

bool is_selected(const SearchQuery& query, Facet facet, const std::string& value) {
  const auto filter = query.filters.find(facet);
  return filter != query.filters.end() &&
         std::find(filter->second.begin(), filter->second.end(), value) != filter->second.end();
}

}  // namespace

Result<SearchAnswer> Search::run(const access::Viewer& viewer, const SearchQuery& query) const {
  SearchRequest request{.text = query.text,
                        .filters = query.filters,
                        .sort = query.sort,
                        .offset = (query.page - 1) * query.page_size,
                        .limit = query.page_size,
                        .excluded = {}};
  KECANG_ASSIGN(auto checked, checked_page(viewer.scope(), std::move(request)));
  SearchAnswer answer{
      .total = checked.page.total, .hits = {}, .facets = {}, .words = std::move(checked.page.words)};
  Names names(directory_);
  auto text_budget = kTextPerPage;
  for (auto& resource : checked.resources) {
    KECANG_ASSIGN(auto one, hit(viewer, std::move(resource), answer.words, names, text_budget));
    answer.hits.push_back(std::move(one));
  }
  for (const auto& [facet, counts] : checked.page.facets) {
    KECANG_ASSIGN(answer.facets[facet], values_of(facet, counts, query, names));
  }
  return answer;
}

/// What the index found may have been narrowed since: the catalogue decides, and what it refuses is searched
/// without.
Result<Search::Checked> Search::checked_page(const AccessScope& scope, SearchRequest request) const {
  KECANG_ASSIGN(request.excluded, catalog_.pending_narrowings());
  for (int attempt = 1;; ++attempt) {
    Checked checked;
    KECANG_ASSIGN(checked.page, index_.search(scope, request));
    std::vector<ResourceId> ids;
    for (const auto& found : checked.page.hits) ids.push_back(found.id);
    KECANG_ASSIGN(auto resources, catalog_.resources(scope, ids));
    std::vector<ResourceId> refused;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (resources[i])
        checked.resources.push_back(std::move(*resources[i]));
      else
        refused.push_back(ids[i]);
    }
    if (refused.empty()) return checked;
    if (attempt == kAttempts) return Error::busy("search.index_behind");
    request.excluded.insert(request.excluded.end(), refused.begin(), refused.end());
  }
}

Result<Hit> Search::hit(const access::Viewer& viewer, Resource resource,
                        const std::vector<std::string>& words, Names& names,
                        std::uint64_t& text_budget) const {
  Hit hit;
  hit.title_ranges = text::highlight(resource.title, words);
  KECANG_ASSIGN(hit.snippet, best_snippet(viewer.scope(), resource, words, text_budget));
  KECANG_ASSIGN(hit.view, resources_.view_of(viewer, std::move(resource), names));
  return hit;
}

Result<std::optional<HitSnippet>> Search::best_snippet(const AccessScope& scope, const Resource& resource,
                                                       const std::vector<std::string>& words,
                                                       std::uint64_t& text_budget) const {
  std::optional<HitSnippet> best;
  std::uint64_t looked_through = 0;
  for (std::uint32_t first = 0;
       first < resource.segment_count && looked_through < std::min(text_budget, kTextPerHit);) {
    KECANG_ASSIGN(const auto segments, catalog_.segments(scope, resource.id, first, kSegmentsAtOnce));
    if (segments.empty()) break;
    std::vector<std::string_view> texts;
    for (const auto& segment : segments) {
      texts.push_back(segment.text);
      looked_through += segment.text.size();
    }
    auto part = text::best_snippet(texts, words);
    if (!best || part.ranges.size() > best->part.ranges.size()) {
      const auto& locator = segments[part.segment].locator;
      const auto segment = first + static_cast<std::uint32_t>(part.segment);
      best = {.part = std::move(part), .segment = segment, .locator = locator};
    }
    if (best->part.ranges.size() >= words.size()) break;
    first += static_cast<std::uint32_t>(segments.size());
  }
  text_budget -= std::min(text_budget, looked_through);
  return best;
}

Result<std::vector<FacetValue>> Search::values_of(Facet facet, const std::vector<FacetCount>& counts,
                                                  const SearchQuery& query, Names& names) const {
  std::vector<FacetValue> values;
  for (const auto& [value, count] : counts) {
    auto label = Result<std::string>(value);
    if (facet == Facet::school) label = names.school(SchoolId::trusted(value));
    if (facet == Facet::group) label = names.group(GroupId::trusted(value));
    if (!label) return std::move(label).error();
    values.push_back({.value = value,
                      .label = std::move(*label),
                      .count = count,
                      .selected = is_selected(query, facet, value)});
  }
  return values;
}

}  // namespace kecang
