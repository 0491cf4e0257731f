#include "server/library/found_page.h"

#include <algorithm>

namespace kecang {
namespace {

/// How often a page is asked for again because a hit is not visible any more.
constexpr int kAttempts = 4;

/// Of a facet so many values are told, and those that are selected: nobody looks through a county's thousands
/// of schools, and each name is a look into the catalogue.
constexpr std::size_t kMostValues = 100;

bool is_selected(const SearchRequest& request, Facet facet, const std::string& value) {
  const auto filter = request.filters.find(facet);
  return filter != request.filters.end() &&
         std::find(filter->second.begin(), filter->second.end(), value) != filter->second.end();
}

Result<std::string> label_of(Facet facet, const std::string& value, Names& names) {
  if (facet == Facet::school) return names.school(SchoolId::trusted(value));
  if (facet == Facet::group) return names.group(GroupId::trusted(value));
  return value;
}

}  // namespace

Result<FoundPage> found_page(const LibraryCatalog& catalog, const AccessScope& scope, SearchRequest request,
                             const std::function<Result<SearchPage>(const SearchRequest&)>& ask,
                             const std::function<bool(const SearchHit&, const Resource&)>& admits) {
  KECANG_ASSIGN(request.excluded, catalog.pending_narrowings());
  for (int attempt = 1;; ++attempt) {
    FoundPage found;
    KECANG_ASSIGN(found.page, ask(request));
    std::vector<ResourceId> ids;
    for (const auto& hit : found.page.hits) ids.push_back(hit.id);
    KECANG_ASSIGN(auto resources, catalog.resources(scope, ids));
    std::vector<ResourceId> refused;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (resources[i] && admits(found.page.hits[i], *resources[i]))
        found.resources.push_back(std::move(*resources[i]));
      else
        refused.push_back(ids[i]);
    }
    if (refused.empty()) return found;
    if (attempt == kAttempts) return Error::busy("search.index_behind");
    request.excluded.insert(request.excluded.end(), refused.begin(), refused.end());
  }
}

Result<std::map<Facet, std::vector<FacetValue>>> named_facets(const SearchPage& page,
                                                              const SearchRequest& request, Names& names) {
  std::map<Facet, std::vector<FacetValue>> facets;
  for (const auto& [facet, counts] : page.facets) {
    auto& values = facets[facet];
    for (const auto& [value, count] : counts) {
      const bool selected = is_selected(request, facet, value);
      if (values.size() >= kMostValues && !selected) continue;
      KECANG_ASSIGN(auto label, label_of(facet, value, names));
      values.push_back({.value = value, .label = std::move(label), .count = count, .selected = selected});
    }
  }
  return facets;
}

}  // namespace kecang
