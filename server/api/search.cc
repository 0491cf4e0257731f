#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"

namespace kecang::api {
namespace {

constexpr std::uint64_t kLastPage = 500;
constexpr std::uint64_t kLargestPage = 100;

/// The facets the API counts by; the index knows more.
constexpr auto kShown = std::to_array<Facet>({Facet::type, Facet::subject, Facet::grade, Facet::edition,
                                              Facet::school, Facet::group, Facet::year, Facet::format});

Result<SearchQuery> query_in(const http::Query& from) {
  SearchQuery query;
  query.text = from.first("q").value_or("");
  for (const auto facet : kShown) {
    auto values = from.all(facet_name(facet));
    std::erase(values, "");
    if (!values.empty()) query.filters[facet] = std::move(values);
  }
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

Json snippet_json(const HitSnippet& snippet) {
  return {{"text", snippet.part.text},
          {"ranges", ranges_json(snippet.part.ranges)},
          {"segment", snippet.segment},
          {"locator", to_json(snippet.locator)}};
}

Json hit_json(const Hit& hit) {
  Json json{{"resource", resource_json(hit.view)}, {"title_ranges", ranges_json(hit.title_ranges)}};
  if (hit.snippet) json["snippet"] = snippet_json(*hit.snippet);
  return json;
}

Json facets_json(const SearchAnswer& answer) {
  auto json = Json::object();
  for (const auto facet : kShown) {
    auto values = Json::array();
    if (const auto found = answer.facets.find(facet); found != answer.facets.end())
      for (const auto& value : found->second)
        values.push_back({{"value", value.value},
                          {"label", value.label},
                          {"count", value.count},
                          {"selected", value.selected}});
    json[std::string(facet_name(facet))] = std::move(values);
  }
  return json;
}

}  // namespace

http::Reply get_search(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto query, query_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto answer, services.search.run(caller.viewer, query));
  auto hits = Json::array();
  for (const auto& hit : answer.hits) hits.push_back(hit_json(hit));
  return http::Reply::json({{"total", answer.total},
                            {"page", query.page},
                            {"page_size", query.page_size},
                            {"hits", std::move(hits)},
                            {"facets", facets_json(answer)},
                            {"words", answer.words}});
}

}  // namespace kecang::api
