#include "server/library/saved_searches.h"

#include <algorithm>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"
#include "server/access/secrets.h"

namespace kecang {
namespace {

constexpr std::size_t kNameBytes = 300;
constexpr std::size_t kMostFilterValues = 100;
constexpr std::size_t kFilterValueBytes = 200;

Error absent() {
  return Error::not_found("saved_search.absent");
}

Result<Facet> facet_named(const std::string& name) {
  const auto* found = std::find_if(kResourceFacets.begin(), kResourceFacets.end(),
                                   [&](Facet facet) { return facet_name(facet) == name; });
  if (found == kResourceFacets.end())
    return Error::invalid("value.unknown").at("filters").with("value", name);
  return *found;
}

Result<void> check_filters(const SavedSearch& search) {
  std::size_t values = 0;
  for (const auto& [name, chosen] : search.filters) {
    KECANG_TRY(facet_named(name));
    values += chosen.size();
    for (const auto& value : chosen)
      if (value.size() > kFilterValueBytes) return Error::invalid("value.out_of_range").at("filters");
  }
  if (values > kMostFilterValues) return Error::invalid("value.too_many").at("filters");
  return {};
}

/// Says whether it looks for something else than before.
Result<bool> apply(const SavedSearchEdit& edit, SavedSearch& search) {
  const auto before = search;
  if (edit.name) search.name = text::clip(trimmed_wide(text::nfc(*edit.name)), kNameBytes);
  if (search.name.empty()) return Error::invalid("saved_search.name_empty").at("name");
  if (edit.text) search.text = text::nfc(*edit.text);
  if (edit.filters) search.filters = *edit.filters;
  std::erase_if(search.filters, [](const auto& filter) { return filter.second.empty(); });
  if (edit.sort) search.sort = *edit.sort;
  KECANG_TRY(check_filters(search));
  return search.text != before.text || search.filters != before.filters;
}

/// What is told of a kept search is always told newest first.
SearchQuery query_of(const SavedSearch& search, std::uint32_t at_most) {
  SearchQuery query;
  query.text = search.text;
  for (const auto& [name, values] : search.filters)
    if (const auto facet = facet_named(name)) query.filters[*facet] = values;
  query.sort = SortOrder::newest;
  query.page_size = at_most;
  return query;
}

/// Newest first and no more than the window: ids ascend with time.
void remember(std::vector<std::string>& seen, const std::vector<std::string>& more) {
  seen.insert(seen.end(), more.begin(), more.end());
  std::sort(seen.begin(), seen.end(), std::greater<>());
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  if (seen.size() > SavedSearches::kWindow) seen.resize(SavedSearches::kWindow);
}

/// What is older than a full memory reaches was there before.
bool is_fresh(const SavedSearch& search, const ResourceId& id) {
  if (std::find(search.seen.begin(), search.seen.end(), id.text()) != search.seen.end()) return false;
  return search.seen.size() < SavedSearches::kWindow || id.text() > search.seen.back();
}

}  // namespace

Result<std::vector<SavedSearch>> SavedSearches::list(const access::Viewer& viewer) const {
  return saved_.of_user(viewer.id());
}

Result<SavedSearch> SavedSearches::one(const access::Viewer& viewer, const SavedSearchId& id) const {
  return saved_.of_user(viewer.id(), id);
}

Result<SavedSearch> SavedSearches::save(const Actor& actor, const access::Viewer& viewer,
                                        const SavedSearchEdit& as) {
  SavedSearch search;
  search.user = viewer.id();
  KECANG_TRY(apply(as, search));
  KECANG_ASSIGN(search.seen, newest_ids(viewer, search));
  return saved_.add(actor, std::move(search));
}

Result<SavedSearch> SavedSearches::change(const Actor& actor, const access::Viewer& viewer,
                                          const SavedSearchId& id, const SavedSearchEdit& edit) {
  KECANG_ASSIGN(auto wanted, saved_.of_user(viewer.id(), id));
  KECANG_ASSIGN(const bool other, apply(edit, wanted));
  std::vector<std::string> seen;
  if (other) {
    KECANG_ASSIGN(seen, newest_ids(viewer, wanted));
  }
  return saved_.change(actor, viewer.id(), id, edit.version, "saved_search.changed",
                       [&](SavedSearch& search) -> Result<void> {
                         KECANG_TRY(apply(edit, search));
                         if (other) search.seen = seen;
                         return {};
                       });
}

Result<void> SavedSearches::erase(const Actor& actor, const access::Viewer& viewer, const SavedSearchId& id) {
  return saved_.erase(actor, viewer.id(), id);
}

Result<FoundPage> SavedSearches::newest(const AccessScope& scope, const SearchRequest& request) const {
  return found_page(
      catalog_, scope, request, [&](const SearchRequest& asked) { return index_.search(scope, asked); },
      [](const SearchHit&, const Resource&) { return true; });
}

Result<std::vector<std::string>> SavedSearches::newest_ids(const access::Viewer& viewer,
                                                           const SavedSearch& search) const {
  KECANG_ASSIGN(const auto found, newest(viewer.scope(), search_.request_for(query_of(search, kWindow))));
  std::vector<std::string> ids;
  for (const auto& resource : found.resources) ids.push_back(resource.id.text());
  std::vector<std::string> seen;
  remember(seen, ids);
  return seen;
}

Result<SearchNews> SavedSearches::news(const access::Viewer& viewer, SavedSearch search) const {
  const auto request = search_.request_for(query_of(search, kWindow));
  KECANG_ASSIGN(auto found, newest(viewer.scope(), request));
  SearchNews news;
  news.total = found.page.total;
  Names names(directory_);
  for (auto& resource : found.resources) {
    if (!is_fresh(search, resource.id)) continue;
    KECANG_ASSIGN(auto view, resources_.view_of(viewer, std::move(resource), names));
    news.fresh.push_back(std::move(view));
  }
  news.more = news.fresh.size() == kWindow && news.total > kWindow;
  KECANG_ASSIGN(const auto facets, named_facets(found.page, request, names));
  for (const auto facet : {Facet::school, Facet::group})
    if (const auto values = facets.find(facet); values != facets.end())
      for (const auto& value : values->second)
        if (value.selected) news.labels[value.value] = value.label;
  news.search = std::move(search);
  return news;
}

Result<std::vector<SearchNews>> SavedSearches::digest(const access::Viewer& viewer) const {
  KECANG_ASSIGN(auto searches, saved_.of_user(viewer.id()));
  std::vector<SearchNews> digest;
  for (auto& search : searches) {
    KECANG_ASSIGN(auto one, news(viewer, std::move(search)));
    digest.push_back(std::move(one));
  }
  return digest;
}

Result<SearchNews> SavedSearches::mark_seen(const access::Viewer& viewer, const SavedSearchId& id,
                                            const std::vector<std::string>& resources) {
  if (resources.size() > kWindow) return Error::invalid("value.too_many").at("resources");
  for (const auto& resource : resources) KECANG_TRY(ResourceId::parse(resource));
  KECANG_ASSIGN(auto marked, saved_.mark_seen(viewer.id(), id, [&](SavedSearch& search) {
    remember(search.seen, resources);
  }));
  return news(viewer, std::move(marked));
}

Result<NewFeed> SavedSearches::open_feed(const Actor& actor, const access::Viewer& viewer,
                                         const SavedSearchId& id) {
  NewFeed feed{.search = {}, .secret = "kf_" + access::new_secret()};
  KECANG_ASSIGN(feed.search, saved_.change(actor, viewer.id(), id, std::nullopt, "saved_search.feed_opened",
                                           [&](SavedSearch& search) -> Result<void> {
                                             search.feed_hash = sha256(feed.secret);
                                             search.feed_since = clock_.now();
                                             return {};
                                           }));
  return feed;
}

Result<SavedSearch> SavedSearches::close_feed(const Actor& actor, const access::Viewer& viewer,
                                              const SavedSearchId& id) {
  return saved_.change(actor, viewer.id(), id, std::nullopt, "saved_search.feed_closed",
                       [](SavedSearch& search) -> Result<void> {
                         search.feed_hash.reset();
                         search.feed_since.reset();
                         return {};
                       });
}

/// As a bearer token is refused: while somebody is disabled or has a password of their own yet to choose.
Result<access::Viewer> SavedSearches::owner(const SavedSearch& search) const {
  auto user = directory_.user(search.user);
  if (!user && user.error().kind() != ErrorKind::not_found) return std::move(user).error();
  if (!user || user->disabled || user->must_change_password) return absent();
  return scopes_.viewer(*user, clock_.now());
}

Result<SearchFeed> SavedSearches::feed(std::string_view id, std::string_view secret) const {
  const auto parsed = SavedSearchId::parse(id);
  if (!parsed) return absent();
  KECANG_ASSIGN(auto search, saved_.by_feed(*parsed, sha256(secret)));
  if (!search) return absent();
  KECANG_ASSIGN(const auto viewer, owner(*search));
  KECANG_ASSIGN(auto found, search_.run(viewer, query_of(*search, kFeedEntries)));
  return SearchFeed{.search = std::move(*search), .hits = std::move(found.hits)};
}

}  // namespace kecang
