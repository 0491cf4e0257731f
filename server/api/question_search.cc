#include "server/library/question_search.h"

#include "server/api/handlers.h"
#include "server/api/resource_json.h"
#include "server/api/search_query.h"

namespace kecang::api {
namespace {

constexpr auto kShown =
    std::to_array<Facet>({Facet::question_kind, Facet::subject, Facet::grade, Facet::edition, Facet::type,
                          Facet::school, Facet::group, Facet::year});

Json hit_json(const QuestionHit& hit) {
  Json json{{"resource", resource_json(hit.view)},
            {"question", question_json(hit.shown)},
            {"answers", hit.answers},
            {"stem_ranges", ranges_json(hit.stem_ranges)}};
  if (hit.passage) json["passage"] = question_json(*hit.passage);
  return json;
}

}  // namespace

http::Reply get_question_search(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto query, search_query_in(call.query(), kShown));
  KECANG_REPLY_ASSIGN(const auto answer, services.question_search.run(caller.viewer, query));
  auto hits = Json::array();
  for (const auto& hit : answer.hits) hits.push_back(hit_json(hit));
  return http::Reply::json({{"total", answer.total},
                            {"page", query.page},
                            {"page_size", query.page_size},
                            {"hits", std::move(hits)},
                            {"facets", facets_json(answer.facets, kShown)},
                            {"words", answer.words}});
}

}  // namespace kecang::api
