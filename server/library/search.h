#pragma once
/// Finding what one viewer may see. Any thread may call.
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/snippet.h"
#include "server/access/viewer.h"
#include "server/library/found_page.h"
#include "server/library/query_reading.h"
#include "server/library/resources.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"
#include "storage/index.h"

namespace kecang {

/// What resources are filtered and counted by; the index knows more.
inline constexpr auto kResourceFacets =
    std::to_array<Facet>({Facet::type, Facet::subject, Facet::grade, Facet::edition, Facet::school,
                          Facet::group, Facet::year, Facet::format});

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
  std::vector<Understood> understood;
  /// What it was read as or may have meant; empty if it was found as written.
  std::string read_as;       ///< 勾股定理 of "gougu": the hits are for that
  std::string did_you_mean;  ///< 二次函数 of 二次涵数: to be asked anew
};

class Search {
 public:
  Search(const LibraryCatalog& catalog, const IndexReader& index, const Resources& resources,
         const Directory& directory, const LiveVocabulary& vocabulary)
      : catalog_(catalog),
        index_(index),
        resources_(resources),
        directory_(directory),
        vocabulary_(vocabulary) {}

  /// What the index is asked for.
  SearchRequest request_for(const SearchQuery& query) const {
    return read_query(*vocabulary_.current(), query).request;
  }
  /// invalid/search.text_too_long, search.page_too_far, search.too_many_filters; unavailable/index.*.
  Result<SearchAnswer> run(const access::Viewer& viewer, const SearchQuery& query) const;

 private:
  static void hear(const vocab::Vocabulary& vocabulary, const std::string& topic, const FoundPage& found,
                   SearchAnswer& answer);
  Result<Hit> hit(const access::Viewer& viewer, Resource resource, const std::vector<std::string>& words,
                  Names& names, std::uint64_t& text_budget) const;
  Result<std::optional<HitSnippet>> best_snippet(const AccessScope& scope, const Resource& resource,
                                                 const std::vector<std::string>& words,
                                                 std::uint64_t& text_budget) const;

  const LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Resources& resources_;
  const Directory& directory_;
  const LiveVocabulary& vocabulary_;
};

}  // namespace kecang
