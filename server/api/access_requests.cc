#include "server/library/access_requests.h"

#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/library/batch_releases.h"
#include "server/library/lineage.h"

namespace kecang::api {
namespace {

/// What is told of what is known by its title, and nothing else.
Json title_json(const TitleView& view) {
  Json json{{"id", view.title.id.text()},
            {"title", view.title.title},
            {"type", view.title.type},
            {"school", {{"id", view.title.owner.text()}, {"name", view.owner_name}}}};
  if (view.asked) json["asked"] = {{"id", view.asked->id.text()}, {"state", enum_text(view.asked->state)}};
  return json;
}

Json request_json(const AccessRequestView& view) {
  auto json = to_json(view.request);
  json["title"] = view.title;
  json["owner_name"] = view.owner_name;
  json["asker_name"] = view.asker_name;
  json["school_name"] = view.school_name;
  json["viewable"] = view.viewable;
  json["may"] = Json::array();
  for (const auto step : view.may) json["may"].push_back(enum_text(step));
  return json;
}

}  // namespace

http::Reply get_titles(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto titles, services.access_requests.titles(
                                             caller.viewer, call.query().first("q").value_or(""), page));
  return http::Reply::json(page_json(titles, title_json));
}

http::Reply get_access_requests(http::Call& call, const Services& services, const Caller& caller) {
  const auto asked = call.query().first("shelf").value_or("mine");
  if (asked != "mine" && asked != "to_answer")
    return http::Reply::problem(Error::invalid("value.unknown").at("shelf").with("value", asked));
  const auto shelf = asked == "mine" ? AccessRequests::Shelf::mine : AccessRequests::Shelf::to_answer;
  KECANG_REPLY_ASSIGN(const auto views, services.access_requests.list(caller.viewer, shelf));
  auto items = Json::array();
  for (const auto& view : views) items.push_back(request_json(view));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_access_request(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto asked, body_as<AccessAsked>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.access_requests.ask(caller.actor, caller.viewer, asked));
  return http::Reply::json(request_json(view), 201);
}

http::Reply get_access_request(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AccessRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.access_requests.view(caller.viewer, id));
  return http::Reply::json(request_json(view));
}

http::Reply post_access_step(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<AccessRequestId>(call));
  KECANG_REPLY_ASSIGN(const auto step, body_as<AccessStepTaken>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.access_requests.take(caller.actor, caller.viewer, id, step));
  return http::Reply::json(request_json(view));
}

http::Reply post_releases(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto batch, body_as<BatchRelease>(call));
  KECANG_REPLY_ASSIGN(const auto outcomes, services.batch_releases.run(caller.actor, caller.viewer, batch));
  auto items = Json::array();
  for (const auto& one : outcomes) {
    Json item{{"resource", one.resource.text()}, {"changed", one.changed}, {"problem", one.problem}};
    if (!one.problem.empty()) {
      item["problem_text"] = reason_text(one.problem);
      item["problem_text_en"] = reason_text_en(one.problem);
    }
    items.push_back(std::move(item));
  }
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply get_lineage(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.lineage.of(caller.viewer, id));
  auto items = Json::array();
  for (const auto& one : view.hand_overs)
    items.push_back({{"from", {{"id", one.from.text()}, {"name", one.from_name}}},
                     {"to", {{"id", one.to.text()}, {"name", one.to_name}}},
                     {"at", time_text(one.at)},
                     {"filing_number", one.filing_number}});
  return http::Reply::json(
      {{"author_name", view.author_name}, {"owner_name", view.owner_name}, {"hand_overs", std::move(items)}});
}

}  // namespace kecang::api
