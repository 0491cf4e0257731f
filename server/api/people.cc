#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

Json group_ref(const Group& group) {
  return {{"id", group.id.text()}, {"name", group.name}, {"kind", enum_text(group.kind)}};
}

Json member_json(const NamedMember& member) {
  return {{"membership", to_json(member.membership)}, {"name", member.name}, {"current", member.current}};
}

template <class T>
http::Reply members_of(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<T>(call));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto members, services.people.members(caller.viewer, id, page));
  return http::Reply::json(page_json(members, member_json));
}

}  // namespace

http::Reply get_schools(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto schools, services.people.schools(caller.viewer, page));
  return http::Reply::json(page_json(schools, to_json<School>));
}

http::Reply get_school(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SchoolId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.people.school(caller.viewer, id));
  auto groups = Json::array();
  for (const auto& group : view.groups) groups.push_back(group_ref(group));
  return http::Reply::json({{"school", to_json(view.school)}, {"groups", std::move(groups)}});
}

http::Reply get_school_members(http::Call& call, const Services& services, const Caller& caller) {
  return members_of<SchoolId>(call, services, caller);
}

http::Reply get_groups(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto groups, services.people.groups(caller.viewer, page));
  return http::Reply::json(page_json(groups, to_json<Group>));
}

http::Reply get_group(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<GroupId>(call));
  KECANG_REPLY_ASSIGN(const auto group, services.people.group(caller.viewer, id));
  return http::Reply::json({{"group", to_json(group)}});
}

http::Reply get_group_members(http::Call& call, const Services& services, const Caller& caller) {
  return members_of<GroupId>(call, services, caller);
}

}  // namespace kecang::api
