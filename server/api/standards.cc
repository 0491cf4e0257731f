#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/library/group_standards.h"

namespace kecang::api {
namespace {

Json standards_json(const std::vector<StandardView>& views) {
  auto items = Json::array();
  for (const auto& view : views) {
    Json one{{"group", {{"id", view.group.text()}, {"name", view.group_name}}},
             {"state", enum_text(view.state)},
             {"at", time_text(view.at)}};
    if (!view.now.empty()) one["now"] = {{"resource", view.now.text()}, {"title", view.now_title}};
    items.push_back(std::move(one));
  }
  return {{"items", std::move(items)}};
}

}  // namespace

http::Reply get_resource_standards(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto views, services.standards.of(caller.viewer, id));
  return http::Reply::json(standards_json(views));
}

http::Reply put_group_standard(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto group, id_in<GroupId>(call));
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call, "resource"));
  KECANG_REPLY_ASSIGN(const auto views, services.standards.name(caller.actor, caller.viewer, group, id));
  return http::Reply::json(standards_json(views));
}

http::Reply delete_group_standard(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto group, id_in<GroupId>(call));
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call, "resource"));
  KECANG_REPLY_ASSIGN(const auto views, services.standards.remove(caller.actor, caller.viewer, group, id));
  return http::Reply::json(standards_json(views));
}

}  // namespace kecang::api
