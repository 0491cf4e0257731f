#pragma once
/// What the searches of the API have in common: their parameters and their facets.
#include <map>
#include <span>
#include <vector>

#include "schemas/model/describe.h"
#include "server/http/call.h"
#include "server/library/search.h"

namespace kecang::api {

/// q, sort, page, page_size, and the values of each of `facets` under its name. invalid/value.*.
Result<SearchQuery> search_query_in(const http::Query& from, std::span<const Facet> facets);

Json facets_json(const std::map<Facet, std::vector<FacetValue>>& values, std::span<const Facet> facets);

}  // namespace kecang::api
