#include "server/api/handlers.h"
#include "server/api/resource_json.h"
#include "server/api/search_query.h"

namespace kecang::api {
namespace {

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

Json understood_json(const std::vector<Understood>& understood) {
  auto json = Json::array();
  for (const auto& one : understood) {
    auto meanings = Json::array();
    for (const auto& [field, value] : one.meanings) meanings.push_back({{"field", field}, {"value", value}});
    json.push_back({{"words", one.words}, {"meanings", std::move(meanings)}});
  }
  return json;
}

}  // namespace

http::Reply get_search(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto query, search_query_in(call.query(), kResourceFacets));
  KECANG_REPLY_ASSIGN(const auto answer, services.search.run(caller.viewer, query));
  auto hits = Json::array();
  for (const auto& hit : answer.hits) hits.push_back(hit_json(hit));
  return http::Reply::json({{"total", answer.total},
                            {"page", query.page},
                            {"page_size", query.page_size},
                            {"hits", std::move(hits)},
                            {"facets", facets_json(answer.facets, kResourceFacets)},
                            {"words", answer.words},
                            {"understood", understood_json(answer.understood)},
                            {"read_as", answer.read_as},
                            {"did_you_mean", answer.did_you_mean}});
}

}  // namespace kecang::api
