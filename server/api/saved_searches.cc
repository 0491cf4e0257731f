#include "schemas/base/digest.h"
#include "server/api/asking.h"
#include "server/api/handlers.h"
#include "server/api/resource_json.h"
#include "server/http/percent.h"
#include "server/library/atom.h"

namespace kecang::api {
namespace {

constexpr const char* kPath = "/api/v1/saved-searches/";
/// New matches are listed so far; the number and the ids tell of all.
constexpr std::size_t kShownNews = 10;
constexpr std::size_t kEtagDigits = 32;

struct Seen {
  std::vector<std::string> resources;
};
template <class V>
void describe(V& v, Seen& s) {
  v("resources", s.resources);
}

Json news_json(const SearchNews& news) {
  auto ids = Json::array();
  auto shown = Json::array();
  for (const auto& view : news.fresh) {
    ids.push_back(view.resource.id.text());
    if (shown.size() < kShownNews) shown.push_back(resource_json(view));
  }
  return {{"saved_search", to_json(news.search)},
          {"total", news.total},
          {"new_count", news.fresh.size()},
          {"more", news.more},
          {"new_ids", std::move(ids)},
          {"newest", std::move(shown)},
          {"labels", news.labels}};
}

std::string page_of(const std::string& site, const SavedSearch& search) {
  std::string page = site + "/s?sort=newest";
  if (!search.text.empty()) page += "&q=" + http::percent_encode(search.text);
  for (const auto& [name, values] : search.filters)
    for (const auto& value : values) page.append("&").append(name).append("=") += http::percent_encode(value);
  return page;
}

atom::Entry entry_of(const std::string& site, const Hit& hit) {
  const auto& resource = hit.view.resource;
  atom::Entry entry{.id = resource.id.text(),
                    .title = resource.title,
                    .link = site + "/r/" + resource.id.text(),
                    .summary = hit.snippet ? hit.snippet->part.text : std::string(),
                    .author = hit.view.owner_name,
                    .categories = {},
                    .published = resource.created_at,
                    .updated = resource.created_at};
  if (resource.revision) entry.updated = std::max(entry.updated, resource.revision->at);
  for (const auto* tag : {&resource.tags.type, &resource.tags.subject, &resource.tags.grade})
    if (!tag->value.empty()) entry.categories.push_back(tag->value);
  return entry;
}

std::string feed_text(const std::string& site, const SearchFeed& from) {
  atom::Feed feed{.id = from.search.id.text(),
                  .title = from.search.name + " · 课藏",
                  .link = page_of(site, from.search),
                  .updated = from.search.created_at,
                  .entries = {}};
  for (const auto& hit : from.hits) feed.entries.push_back(entry_of(site, hit));
  return atom::document(feed);
}

/// Tells whether the same reader was given the same text before, and nothing to anybody else: it depends on
/// the feed's own secret and on what stands in the answer, not on the index or the library.
std::string etag_of(const SavedSearch& search, const std::string& text) {
  Sha256 hash;
  hash.update(search.feed_hash->hex());
  hash.update(text);
  return hash.finish().hex().substr(0, kEtagDigits);
}

}  // namespace

http::Reply get_saved_searches(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto searches, services.saved_searches.list(caller.viewer));
  auto items = Json::array();
  for (const auto& search : searches) items.push_back(to_json(search));
  return http::Reply::json({{"items", std::move(items)}});
}

http::Reply post_saved_search(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto as, body_as<SavedSearchEdit>(call));
  KECANG_REPLY_ASSIGN(const auto saved, services.saved_searches.save(caller.actor, caller.viewer, as));
  return http::Reply::json(to_json(saved), 201);
}

http::Reply get_saved_search(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SavedSearchId>(call));
  KECANG_REPLY_ASSIGN(const auto search, services.saved_searches.one(caller.viewer, id));
  return http::Reply::json(to_json(search));
}

http::Reply patch_saved_search(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SavedSearchId>(call));
  KECANG_REPLY_ASSIGN(const auto edit, body_as<SavedSearchEdit>(call));
  KECANG_REPLY_ASSIGN(const auto changed,
                      services.saved_searches.change(caller.actor, caller.viewer, id, edit));
  return http::Reply::json(to_json(changed));
}

http::Reply delete_saved_search(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SavedSearchId>(call));
  KECANG_REPLY_TRY(services.saved_searches.erase(caller.actor, caller.viewer, id));
  return http::Reply::empty();
}

http::Reply get_digest(http::Call&, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto digest, services.saved_searches.digest(caller.viewer));
  auto items = Json::array();
  std::size_t fresh = 0;
  for (const auto& news : digest) {
    items.push_back(news_json(news));
    fresh += news.fresh.size();
  }
  return http::Reply::json({{"items", std::move(items)}, {"new_count", fresh}});
}

http::Reply post_seen(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SavedSearchId>(call));
  KECANG_REPLY_ASSIGN(const auto seen, body_as<Seen>(call));
  KECANG_REPLY_ASSIGN(const auto news, services.saved_searches.mark_seen(caller.viewer, id, seen.resources));
  return http::Reply::json(news_json(news));
}

http::Reply post_feed(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SavedSearchId>(call));
  // As with tokens: what a token made would outlive it.
  if (!caller.identity.session) return http::Reply::problem(Error::forbidden("token.needs_session"));
  KECANG_REPLY_ASSIGN(const auto made, services.saved_searches.open_feed(caller.actor, caller.viewer, id));
  return http::Reply::json({{"saved_search", to_json(made.search)},
                            {"path", kPath + id.text() + "/feed.atom?token=" + made.secret}},
                           201);
}

http::Reply delete_feed(http::Call& call, const Services& services, const Caller& caller) {
  KECANG_REPLY_ASSIGN(const auto id, id_in<SavedSearchId>(call));
  KECANG_REPLY_ASSIGN(const auto closed, services.saved_searches.close_feed(caller.actor, caller.viewer, id));
  return http::Reply::json(to_json(closed));
}

http::Reply get_feed(http::Call& call, const Services& services) {
  KECANG_REPLY_ASSIGN(const auto feed, services.saved_searches.feed(
                                           call.param("id"), call.query().first("token").value_or("")));
  auto text = feed_text(site_of(call, services.secure_cookies), feed);
  const auto etag = etag_of(feed.search, text);
  // Kept by the reader alone, and asked for again each time: rights may have ended since.
  return http::Reply::text(std::move(text), "application/atom+xml; charset=utf-8")
      .with("Cache-Control", "private, no-cache")
      .etag(etag);
}

}  // namespace kecang::api
