#include "server/library/inbox.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {

http::Reply get_inbox(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto found, services.inbox.of(caller.viewer));
  auto items = Json::array();
  std::size_t asking = 0;
  for (const auto& item : found) {
    asking += asks(item.kind) ? 1 : 0;
    items.push_back({{"kind", enum_text(item.kind)},
                     {"id", item.id},
                     {"title", item.title},
                     {"about", item.about},
                     {"at", time_text(item.at)},
                     {"asks", asks(item.kind)}});
  }
  return http::Reply::json({{"items", std::move(items)}, {"asking", asking}});
}

http::Reply delete_mentions(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SubmissionId>(call));
  KECANG_REPLY_TRY(services.inbox.saw_mentions(caller.viewer, id));
  return http::Reply::empty();
}

}  // namespace kecang::api
