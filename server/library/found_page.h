#pragma once
/// What every search over the index has in common: the catalogue decides about each hit once more, and facet
/// values get the names people know them by. Any thread may call.
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "schemas/model/resource.h"
#include "server/library/names.h"
#include "storage/catalog/library_catalog.h"
#include "storage/index.h"

namespace kecang {

struct FacetValue {
  std::string value;
  std::string label;
  std::uint64_t count = 0;
  bool selected = false;
};

struct FoundPage {
  SearchPage page;
  std::vector<Resource> resources;  ///< one for each hit
};

/// Asks the index. What it found may have been narrowed since: a hit that the catalogue does not show to
/// `scope`, or that `admits` refuses, is searched without. busy/search.index_behind when that does not end;
/// errors of `ask`.
Result<FoundPage> found_page(const LibraryCatalog& catalog, const AccessScope& scope, SearchRequest request,
                             const std::function<Result<SearchPage>(const SearchRequest&)>& ask,
                             const std::function<bool(const SearchHit&, const Resource&)>& admits);

/// The hundred largest values of each facet, and those the request selects, largest first.
Result<std::map<Facet, std::vector<FacetValue>>> named_facets(const SearchPage& page,
                                                              const SearchRequest& request, Names& names);

}  // namespace kecang
