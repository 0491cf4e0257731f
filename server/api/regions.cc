#include "server/library/regions.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"

namespace kecang::api {
namespace {

Json region_json(const RegionView& view) {
  auto json = to_json(view.region);
  json["may_edit"] = view.may_edit;
  return json;
}

http::Reply page_reply(const RegionPage& page) {
  auto schools = Json::array();
  for (const auto& [id, name] : page.schools) schools.push_back({{"id", id.text()}, {"name", name}});
  return http::Reply::json({{"region", region_json(page.view)}, {"schools", std::move(schools)}});
}

}  // namespace

http::Reply get_regions(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto views, services.regions.list(caller.viewer));
  auto items = Json::array();
  for (const auto& view : views) items.push_back(region_json(view));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_region(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto as, body_as<NewRegion>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.regions.create(caller.actor, caller.viewer, as));
  return http::Reply::json(region_json(view), 201);
}

http::Reply get_region(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<RegionId>(call));
  KECANG_REPLY_ASSIGN(const auto page, services.regions.page(caller.viewer, id));
  return page_reply(page);
}

http::Reply patch_region(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<RegionId>(call));
  KECANG_REPLY_ASSIGN(const auto edit, body_as<RegionEdit>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.regions.edit(caller.actor, caller.viewer, id, edit));
  return http::Reply::json(region_json(view));
}

http::Reply put_region_school(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<RegionId>(call));
  KECANG_REPLY_ASSIGN(const auto school, id_in<SchoolId>(call, "school"));
  KECANG_REPLY_ASSIGN(const auto page, services.regions.place(caller.actor, caller.viewer, id, school));
  return page_reply(page);
}

http::Reply delete_region_school(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<RegionId>(call));
  KECANG_REPLY_ASSIGN(const auto school, id_in<SchoolId>(call, "school"));
  KECANG_REPLY_ASSIGN(const auto page, services.regions.take_out(caller.actor, caller.viewer, id, school));
  return page_reply(page);
}

}  // namespace kecang::api
