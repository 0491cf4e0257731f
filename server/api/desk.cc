#include "server/library/desk.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"

namespace kecang::api {
namespace {

/// What people keep for themselves is not shown to who looks at the library as one of them.
Result<void> by_oneself(const Caller& caller) {
  return caller.identity.read_only ? Error::forbidden("session.viewing_as") : Result<void>();
}

http::Reply marked_reply(const std::vector<MarkedView>& marked) {
  auto items = Json::array();
  for (const auto& [view, at] : marked)
    items.push_back({{"resource", resource_json(view)}, {"at", time_text(at)}});
  return http::Reply::json({{"items", std::move(items)}});
}

/// A resource that may not be seen is not named by its id either.
Json use_json(const UseView& view) {
  auto json = to_json(view.use);
  json["withheld"] = view.withheld;
  if (view.resource)
    json["resource"] = resource_json(*view.resource);
  else
    json.erase("resource");
  return json;
}

}  // namespace

http::Reply get_favourites(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_TRY(by_oneself(caller));
  KECANG_REPLY_ASSIGN(const auto marked, services.desk.favourites(caller.viewer));
  return marked_reply(marked);
}

http::Reply get_favourite_ids(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_TRY(by_oneself(caller));
  KECANG_REPLY_ASSIGN(const auto starred, services.desk.starred(caller.viewer));
  auto ids = Json::array();
  for (const auto& id : starred) ids.push_back(id.text());
  return http::Reply::json({{"ids", std::move(ids)}});
}

http::Reply put_favourite(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_TRY(services.desk.star(caller.viewer, id));
  return http::Reply::empty();
}

http::Reply delete_favourite(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_TRY(services.desk.unstar(caller.viewer, id));
  return http::Reply::empty();
}

http::Reply get_recent(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_TRY(by_oneself(caller));
  KECANG_REPLY_ASSIGN(const auto marked, services.desk.recent(caller.viewer));
  return marked_reply(marked);
}

http::Reply put_recent(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_TRY(services.desk.opened(caller.viewer, id));
  return http::Reply::empty();
}

http::Reply delete_recent(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_TRY(services.desk.forget_recent(caller.viewer));
  return http::Reply::empty();
}

http::Reply get_uses(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_TRY(by_oneself(caller));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto uses, services.desk.uses(caller.viewer, page));
  return http::Reply::json(page_json(uses, use_json));
}

http::Reply post_use(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto use, body_as<NewUse>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.desk.add_use(caller.actor, caller.viewer, use));
  return http::Reply::json(use_json(view), 201);
}

http::Reply delete_use(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ClassUseId>(call));
  KECANG_REPLY_TRY(services.desk.erase_use(caller.actor, caller.viewer, id));
  return http::Reply::empty();
}

http::Reply get_resource_desk(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(auto desk, services.desk.of_resource(caller.viewer, id));
  if (caller.identity.read_only) {
    desk.starred = false;
    desk.mine.clear();
  }
  auto mine = Json::array();
  for (const auto& use : desk.mine) mine.push_back(to_json(use));
  auto schools = Json::array();
  for (const auto& [school, name, count] : desk.schools)
    schools.push_back({{"id", school.text()}, {"name", name}, {"count", count}});
  return http::Reply::json(
      {{"starred", desk.starred}, {"mine", std::move(mine)}, {"schools", std::move(schools)}});
}

}  // namespace kecang::api
