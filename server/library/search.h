#pragma once
/// Finding what one viewer may see. Any thread may call.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/snippet.h"
#include "server/access/viewer.h"
#include "server/library/found_page.h"
#include "server/library/resources.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/index.h"

namespace kecang {

struct SearchQuery {
  std::string text;
  std::map<Facet, std::vector<std::string>> filters;
  SortOrder sort = SortOrder::relevance;
  std::uint32_t page = 1;  ///< from 1
  std::uint32_t page_size = 20;
};
/// What the index is asked for.
SearchRequest request_for(const SearchQuery& query);

/// The part of a text that shows why it was found.
struct HitSnippet {
  text::Snippet part;
  std::uint32_t segment = 0;
  Locator locator;
};

struct Hit {
  ResourceView view;
  std::vector<text::TextRange> title_ranges;
  std::optional<HitSnippet> snippet;
};

struct SearchAnswer {
  std::uint64_t total = 0;
  std::vector<Hit> hits;
  std::map<Facet, std::vector<FacetValue>> facets;
  std::vector<std::string> words;
};

class Search {
 public:
  Search(const LibraryCatalog& catalog, const IndexReader& index, const Resources& resources,
         const Directory& directory)
      : catalog_(catalog), index_(index), resources_(resources), directory_(directory) {}

  /// invalid/search.text_too_long, search.page_too_far, search.too_many_filters; unavailable/index.*.
  Result<SearchAnswer> run(const access::Viewer& viewer, const SearchQuery& query) const;

 private:
  Result<Hit> hit(const access::Viewer& viewer, Resource resource, const std::vector<std::string>& words,
                  Names& names, std::uint64_t& text_budget) const;
  Result<std::optional<HitSnippet>> best_snippet(const AccessScope& scope, const Resource& resource,
                                                 const std::vector<std::string>& words,
                                                 std::uint64_t& text_budget) const;

  const LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Resources& resources_;
  const Directory& directory_;
};

}  // namespace kecang
