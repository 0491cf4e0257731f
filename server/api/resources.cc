#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"

namespace kecang::api {
namespace {

constexpr std::uint64_t kMostSegments = 100;
constexpr std::uint64_t kAnySegment = 1'000'000'000;
constexpr std::size_t kMostWords = 1'000;

Json segment_json(const MarkedSegment& marked) {
  return {{"index", marked.index},
          {"locator", to_json(marked.segment.locator)},
          {"text", marked.segment.text},
          {"ranges", ranges_json(marked.ranges)}};
}

Json releases_json(const std::vector<NamedRelease>& releases) {
  auto array = Json::array();
  for (const auto& [release, name] : releases) {
    auto one = to_json(release);
    one["name"] = name;
    array.push_back(std::move(one));
  }
  return array;
}

Json pictures_json(const std::vector<QuestionPicture>& pictures) {
  auto array = Json::array();
  for (const auto& [image, file] : pictures) {
    Json one{{"image", image}};
    if (!file.empty()) one["file"] = file;
    array.push_back(std::move(one));
  }
  return array;
}

}  // namespace

Json ranges_json(const std::vector<text::TextRange>& ranges) {
  auto array = Json::array();
  for (const auto& range : ranges) array.push_back({{"start", range.begin}, {"end", range.end}});
  return array;
}

Json question_json(const ShownQuestion& shown) {
  auto json = to_json(shown.question);
  json["pictures"] = pictures_json(shown.pictures);
  json["answer_pictures"] = pictures_json(shown.answer_pictures);
  json["doubt_text"] = reason_text(shown.question.doubt);
  json["doubt_text_en"] = reason_text_en(shown.question.doubt);
  return json;
}

Json resource_json(const ResourceView& view) {
  auto json = to_json(view.resource);
  json["owner_name"] = view.owner_name;
  json["created_by_name"] = view.created_by_name;
  put_reason_texts(json, view.resource.reason);
  json["may_edit"] = view.may_edit;
  json["actions"] = Json::array();
  for (const auto action : view.actions.list()) json["actions"].push_back(enum_text(action));
  if (!view.releases) return json;
  json["releases"] = releases_json(*view.releases);
  if (view.resource.lesson) json["lesson"]["suggested"] = releases_json(view.suggested);
  return json;
}

http::Reply get_resource(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.resources.view(caller.viewer, id));
  return http::Reply::json(resource_json(view));
}

http::Reply patch_resource(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto edit, body_as<ResourceEdit>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.resources.edit(caller.actor, caller.viewer, id, edit));
  return http::Reply::json(resource_json(view));
}

http::Reply delete_resource(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_TRY(services.resources.withdraw(caller.actor, caller.viewer, id));
  return http::Reply::empty();
}

http::Reply get_segments(http::Call& call, const Services& services, const Caller& caller) {
  const auto& query = call.query();
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto first, number_in(query.first("first"), "first", 0, 0, kAnySegment));
  KECANG_REPLY_ASSIGN(const auto limit, number_in(query.first("limit"), "limit", 20, 1, kMostSegments));
  const auto words = query.first("q").value_or("");
  if (words.size() > kMostWords) return http::Reply::problem(Error::invalid("search.text_too_long").at("q"));
  KECANG_REPLY_ASSIGN(const auto page, services.resources.segments(caller.viewer.scope(), id,
                                                                   static_cast<std::uint32_t>(first),
                                                                   static_cast<std::uint32_t>(limit), words));
  auto items = Json::array();
  for (const auto& marked : page.items) items.push_back(segment_json(marked));
  return http::Reply::json({{"first", page.first},
                            {"count", page.count},
                            {"answers_hidden", page.answers_hidden},
                            {"items", std::move(items)}});
}

http::Reply get_questions(http::Call& call, const Services& services, const Caller& caller) {
  const auto& query = call.query();
  KECANG_REPLY_ASSIGN(const auto id, id_in<ResourceId>(call));
  KECANG_REPLY_ASSIGN(const auto first, number_in(query.first("first"), "first", 0, 0, kAnySegment));
  KECANG_REPLY_ASSIGN(const auto limit, number_in(query.first("limit"), "limit", 20, 1, kMostSegments));
  KECANG_REPLY_ASSIGN(const auto page, services.resources.questions(caller.viewer.scope(), id,
                                                                    static_cast<std::uint32_t>(first),
                                                                    static_cast<std::uint32_t>(limit)));
  auto items = Json::array();
  for (const auto& shown : page.items) items.push_back(question_json(shown));
  return http::Reply::json(
      {{"first", page.first}, {"count", page.count}, {"answers", page.answers}, {"items", std::move(items)}});
}

}  // namespace kecang::api
