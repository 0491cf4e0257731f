#include "server/library/basket.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"
#include "server/api/zip_reply.h"

namespace kecang::api {
namespace {

/// `ids`, separated by commas.
Result<std::vector<ResourceId>> ids_in(const http::Query& query) {
  const auto text = query.first("ids").value_or("");
  std::vector<ResourceId> ids;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find(',', begin), text.size());
    auto id = ResourceId::parse(text.substr(begin, end - begin));
    if (!id) return std::move(id).error().at("ids");
    ids.push_back(std::move(*id));
    begin = end + 1;
  }
  return ids;
}

}  // namespace

http::Reply get_basket(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto ids, ids_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto views, services.basket.look(caller.viewer, ids));
  auto items = Json::array();
  for (const auto& view : views) items.push_back(resource_json(view));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply get_basket_zip(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto ids, ids_in(call.query()));
  const auto& basket = services.basket;
  return zip_of({.look = [&basket, ids](const auto& viewer) { return basket.as_collection(viewer, ids); },
                 .check = [](const auto&) { return Result<void>(); }},
                call, services, caller);
}

}  // namespace kecang::api
