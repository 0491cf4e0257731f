#include "server/api/search_query.h"

#include "server/api/asking.h"

namespace kecang::api {
namespace {

constexpr std::uint64_t kLastPage = 500;
constexpr std::uint64_t kLargestPage = 100;

}  // namespace

Result<SearchQuery> search_query_in(const http::Query& from, std::span<const Facet> facets) {
  SearchQuery query;
  query.text = from.first("q").value_or("");
  for (const auto facet : facets) {
    auto values = from.all(facet_name(facet));
    std::erase(values, "");
    if (!values.empty()) query.filters[facet] = std::move(values);
  }
  query.literal = from.all("literal");
  const auto sort = from.first("sort").value_or("relevance");
  if (sort != "relevance" && sort != "newest")
    return Error::invalid("value.unknown").at("sort").with("value", sort);
  query.sort = sort == "newest" ? SortOrder::newest : SortOrder::relevance;
  KECANG_ASSIGN(const auto page, number_in(from.first("page"), "page", 1, 1, kLastPage));
  KECANG_ASSIGN(const auto size, number_in(from.first("page_size"), "page_size", 20, 1, kLargestPage));
  query.page = static_cast<std::uint32_t>(page);
  query.page_size = static_cast<std::uint32_t>(size);
  return query;
}

Json facets_json(const std::map<Facet, std::vector<FacetValue>>& values, std::span<const Facet> facets) {
  auto json = Json::object();
  for (const auto facet : facets) {
    auto array = Json::array();
    if (const auto found = values.find(facet); found != values.end())
      for (const auto& value : found->second)
        array.push_back({{"value", value.value},
                         {"label", value.label},
                         {"count", value.count},
                         {"selected", value.selected}});
    json[std::string(facet_name(facet))] = std::move(array);
  }
  return json;
}

}  // namespace kecang::api
