#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"

namespace kecang::api {
namespace {

Json group_json(const AlikeGroup& group) {
  auto items = Json::array();
  for (const auto& one : group.items) {
    Json item{{"resource", resource_json(one.view)}};
    if (one.share) item["share"] = *one.share;
    items.push_back(std::move(item));
  }
  return {{"items", std::move(items)}, {"more", group.more}};
}

}  // namespace

http::Reply get_similar(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto alike, services.similar.of(caller.viewer, id));
  return http::Reply::json({{"same_bytes", group_json(alike.same_bytes)},
                            {"versions", group_json(alike.versions)},
                            {"same_lesson", group_json(alike.same_lesson)},
                            {"similar", group_json(alike.about_same)}});
}

}  // namespace kecang::api
