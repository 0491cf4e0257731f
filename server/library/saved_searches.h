#pragma once
/// Searches people keep: what is new in them, and the feed one can be followed by without signing in.
/// Whatever they show is searched at that moment with the owner's rights of that moment. Any thread may call.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/saved_search.h"
#include "server/access/scope_builder.h"
#include "server/library/search.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/saved_searches.h"

namespace kecang {

/// What a person says of a search they keep; what is absent stays.
struct SavedSearchEdit {
  std::uint64_t version = 0;
  std::optional<std::string> name;
  std::optional<std::string> text;
  std::optional<std::map<std::string, std::vector<std::string>>> filters;  ///< by name of the facet
  std::optional<SavedOrder> sort;
};
template <class V>
void describe(V& v, SavedSearchEdit& e) {
  v("version", e.version);
  v("name", e.name);
  v("text", e.text);
  v("filters", e.filters);
  v("sort", e.sort);
}

/// What a kept search finds now, and what of it the person was not shown yet.
struct SearchNews {
  SavedSearch search;
  std::uint64_t total = 0;
  std::vector<ResourceView> fresh;  ///< among the newest kWindow matches, newest first
  bool more = false;                ///< all of them are new: there may be more behind
  /// What the filters' ids are called, as far as the viewer may know: schools and groups of what is found.
  std::map<std::string, std::string> labels;
};

/// The address of a feed, shown once.
struct NewFeed {
  SavedSearch search;
  std::string secret;  ///< "kf_…"
};

struct SearchFeed {
  SavedSearch search;
  std::vector<Hit> hits;  ///< newest first, at most kFeedEntries
};

class SavedSearches {
 public:
  SavedSearches(SavedSearchCatalog& saved, const Search& search, const Resources& resources,
                const LibraryCatalog& catalog, const IndexReader& index, const Directory& directory,
                const Clock& clock)
      : saved_(saved),
        search_(search),
        resources_(resources),
        catalog_(catalog),
        index_(index),
        directory_(directory),
        clock_(clock),
        scopes_(directory) {}

  /// How far what is new is told apart from what was seen.
  static constexpr std::uint32_t kWindow = 100;
  static constexpr std::uint32_t kFeedEntries = 50;

  Result<std::vector<SavedSearch>> list(const access::Viewer& viewer) const;
  Result<SavedSearch> one(const access::Viewer& viewer, const SavedSearchId& id) const;
  /// What it finds at that moment counts as seen. invalid/saved_search.name_empty, value.unknown for a
  /// filter, value.too_many, search.*; conflict/saved_search.too_many.
  Result<SavedSearch> save(const Actor& actor, const access::Viewer& viewer, const SavedSearchEdit& as);
  /// Looking for something else begins anew with what is seen. conflict/saved_search.changed.
  Result<SavedSearch> change(const Actor& actor, const access::Viewer& viewer, const SavedSearchId& id,
                             const SavedSearchEdit& edit);
  Result<void> erase(const Actor& actor, const access::Viewer& viewer, const SavedSearchId& id);

  /// What is new in each, oldest search first.
  Result<std::vector<SearchNews>> digest(const access::Viewer& viewer) const;
  /// These were shown. invalid/value.too_many beyond kWindow.
  Result<SearchNews> mark_seen(const access::Viewer& viewer, const SavedSearchId& id,
                               const std::vector<std::string>& resources);

  /// Gives out an address; the one before ends at once.
  Result<NewFeed> open_feed(const Actor& actor, const access::Viewer& viewer, const SavedSearchId& id);
  Result<SavedSearch> close_feed(const Actor& actor, const access::Viewer& viewer, const SavedSearchId& id);
  /// For whoever brings the secret. not_found/saved_search.absent alike when there is no such search, its
  /// feed is closed or has another secret, or its owner may not work here any more.
  Result<SearchFeed> feed(std::string_view id, std::string_view secret) const;

 private:
  Result<std::vector<std::string>> newest_ids(const access::Viewer& viewer, const SavedSearch& search) const;
  Result<SearchNews> news(const access::Viewer& viewer, SavedSearch search) const;
  Result<FoundPage> newest(const AccessScope& scope, const SearchRequest& request) const;
  Result<access::Viewer> owner(const SavedSearch& search) const;

  SavedSearchCatalog& saved_;
  const Search& search_;
  const Resources& resources_;
  const LibraryCatalog& catalog_;
  const IndexReader& index_;
  const Directory& directory_;
  const Clock& clock_;
  access::ScopeBuilder scopes_;
};

}  // namespace kecang
