#include "server/api/asking.h"
#include "server/api/guard.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"
#include "server/api/zip_reply.h"
#include "server/library/collection_export.h"

namespace kecang::api {
namespace {

Json item_json(const ItemView& view) {
  const auto& item = view.item;
  Json json{{"id", item.id}, {"kind", enum_text(item.kind)}, {"note", item.note}};
  if (!view.resource) {
    json["title"] = item.title;
    json["url"] = item.url;
    return json;
  }
  json["resource"] = resource_json(*view.resource);
  json["question"] = item.question;
  if (item.page_from) json["page_from"] = *item.page_from;
  if (item.page_to) json["page_to"] = *item.page_to;
  if (item.cue) json["cue"] = *item.cue;
  return json;
}

Json section_json(const SectionView& section) {
  auto items = Json::array();
  for (const auto& item : section.items) items.push_back(item_json(item));
  return {{"id", section.id}, {"title", section.title}, {"note", section.note}, {"items", std::move(items)}};
}

Json card_json(const CollectionCard& card) {
  const auto& collection = card.collection;
  auto json = to_json(collection);
  json.erase(collection.owner_group.empty() ? "owner_group" : "owner_user");
  json["owner_name"] = card.owner_name;
  json["school_name"] = card.school_name;
  if (card.cover)
    json["cover"] = {{"resource", card.cover->resource.text()}, {"picture", card.cover->picture}};
  json["may_edit"] = card.may_edit;
  json["may_manage"] = card.may_manage;
  json["may_unpublish"] = card.may_unpublish;
  return json;
}

Json collection_json(const CollectionView& view) {
  auto json = card_json(view.card);
  json["sections"] = Json::array();
  for (const auto& section : view.sections) json["sections"].push_back(section_json(section));
  if (view.origin)
    json["origin"] = {{"id", view.origin->id.text()},
                      {"title", view.origin->title},
                      {"owner_name", view.origin->owner_name}};
  if (!view.card.may_edit) return json;
  json["changed_by_name"] = view.changed_by_name;
  json["releases"] = Json::array();
  for (const auto& [release, name] : view.releases) {
    auto one = to_json(release);
    one["name"] = name;
    json["releases"].push_back(std::move(one));
  }
  json["collaborators"] = Json::array();
  for (const auto& [id, name] : view.collaborators)
    json["collaborators"].push_back({{"id", id.text()}, {"name", name}});
  return json;
}

Result<CollectionCatalog::Shelf> shelf_in(const http::Query& query) {
  const auto name = query.first("shelf").value_or("published");
  if (name == "edited") return CollectionCatalog::Shelf::edited;
  if (name == "groups") return CollectionCatalog::Shelf::groups;
  if (name == "published") return CollectionCatalog::Shelf::published;
  return Error::invalid("value.unknown").at("shelf").with("value", name);
}

/// The version a change is made of; every change needs one.
Result<std::uint64_t> version_in(const http::Query& query) {
  const auto text = query.first("version");
  if (!text) return Error::invalid("value.not_a_number").at("version").with("value", "");
  return number_in(text, "version", 0, 0, std::uint64_t{1} << 53U);
}

}  // namespace

http::Reply get_collections(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto shelf, shelf_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto page, page_in(call.query()));
  KECANG_REPLY_ASSIGN(const auto cards, services.collections.list(caller.viewer, shelf, page));
  return http::Reply::json(page_json(cards, card_json));
}

http::Reply post_collection(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto as, body_as<NewCollection>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.collections.create(caller.actor, caller.viewer, as));
  return http::Reply::json(collection_json(view), 201);
}

http::Reply get_collection(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.collections.view(caller.viewer, id));
  return http::Reply::json(collection_json(view));
}

http::Reply patch_collection(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto edit, body_as<CollectionEdit>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.collections.change(caller.actor, caller.viewer, id, edit));
  return http::Reply::json(collection_json(view));
}

http::Reply delete_collection(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto version, version_in(call.query()));
  KECANG_REPLY_TRY(services.collections.erase(caller.actor, caller.viewer, id, version));
  return http::Reply::empty();
}

http::Reply post_collection_item(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto added, body_as<AddedItem>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.collections.add_item(caller.actor, caller.viewer, id, added));
  return http::Reply::json(collection_json(view));
}

http::Reply put_publication(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto as, body_as<Publication>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.collections.publish(caller.actor, caller.viewer, id, as));
  return http::Reply::json(collection_json(view));
}

http::Reply delete_publication(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto version, version_in(call.query()));
  KECANG_REPLY_TRY(services.collections.unpublish(caller.actor, caller.viewer, id, version));
  return http::Reply::empty();
}

http::Reply post_collection_fork(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.collections.fork(caller.actor, caller.viewer, id));
  return http::Reply::json(collection_json(view), 201);
}

http::Reply get_collection_table(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  KECANG_REPLY_ASSIGN(const auto view, services.collections.view(caller.viewer, id));
  const auto name = safe_file_name(view.card.collection.title, "专题") + ".csv";
  return http::Reply::text(collection_table(view, site_of(call, services.secure_cookies)),
                           "text/csv; charset=utf-8")
      .with("Content-Disposition", http::content_disposition(name));
}

http::Reply get_collection_zip(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<CollectionId>(call));
  const auto& collections = services.collections;
  return zip_of(
      {.look = [&collections, id](const auto& viewer) { return collections.view(viewer, id); },
       .check = [&collections, id](const auto& viewer) { return collections.check_visible(viewer, id); }},
      call, services, caller);
}

}  // namespace kecang::api
