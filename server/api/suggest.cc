#include "server/library/suggest.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"

namespace kecang::api {
namespace {

constexpr std::uint64_t kUsual = 10;
constexpr std::uint64_t kMost = 20;

/// What choosing it does, in the parameters of /api/v1/search.
Json search_json(const SuggestedText& suggestion) {
  Json search = Json::object();
  if (!suggestion.query.empty()) search["q"] = suggestion.query;
  for (const auto& [facet, values] : suggestion.filters) search[std::string(facet_name(facet))] = values;
  return search;
}

Json suggestion_json(const SuggestedText& suggestion) {
  Json json{{"kind", kSuggestedKindNames[static_cast<std::size_t>(suggestion.kind)]},
            {"text", suggestion.text},
            {"ranges", ranges_json(suggestion.ranges)},
            {"search", search_json(suggestion)}};
  if (!suggestion.detail.empty()) json["detail"] = suggestion.detail;
  return json;
}

}  // namespace

http::Reply get_suggest(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto limit, number_in(call.query().first("limit"), "limit", kUsual, 1, kMost));
  const SuggestQuery query{.text = call.query().first("q").value_or(""),
                           .limit = static_cast<std::uint32_t>(limit)};
  KECANG_REPLY_ASSIGN(const auto found, services.suggest.run(caller.viewer, query));
  auto items = Json::array();
  for (const auto& suggestion : found) items.push_back(suggestion_json(suggestion));
  return http::Reply::json({{"items", std::move(items)}});
}

}  // namespace kecang::api
