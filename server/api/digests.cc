#include "server/library/digests.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"

namespace kecang::api {

http::Reply get_group_digests(http::Call&, const Services& services, const Caller& caller) {
  if (caller.identity.read_only) return http::Reply::problem(Error::forbidden("session.viewing_as"));
  KECANG_REPLY_ASSIGN(const auto digests, services.digests.of(caller.viewer));
  auto items = Json::array();
  for (const auto& digest : digests) {
    auto fresh = Json::array();
    for (const auto& view : digest.fresh) fresh.push_back(resource_json(view));
    items.push_back({{"group", digest.group.text()},
                     {"name", digest.name},
                     {"rhythm", enum_text(digest.wish.rhythm)},
                     {"address", digest.wish.address},
                     {"fresh", std::move(fresh)},
                     {"more", digest.more}});
  }
  return http::Reply::json({{"items", std::move(items)}, {"letters", services.digests.sends_letters()}});
}

http::Reply put_group_digest(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto group, id_in<GroupId>(call));
  KECANG_REPLY_ASSIGN(const auto choice, body_as<DigestChoice>(call));
  KECANG_REPLY_ASSIGN(const auto wish, services.digests.choose(caller.actor, caller.viewer, group, choice));
  return http::Reply::json({{"rhythm", enum_text(wish.rhythm)}, {"address", wish.address}});
}

}  // namespace kecang::api
