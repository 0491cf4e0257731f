#pragma once
/// A search a person keeps: what they asked for, what of it they have seen, and the feed it can be followed
/// by.
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/describe.h"

namespace kecang {

using SavedSearchId = Id<struct SavedSearchTag>;

/// How its page is ordered. What is new in it is always told newest first.
enum class SavedOrder { relevance, newest };
template <>
struct EnumNames<SavedOrder> {
  static constexpr auto values =
      std::array{std::pair{SavedOrder::relevance, "relevance"}, std::pair{SavedOrder::newest, "newest"}};
};

struct SavedSearch {
  SavedSearchId id;
  std::uint64_t version = 0;  ///< raised by each change a person makes; optimistic concurrency
  UserId user;
  std::string name;
  std::string text;                                         ///< as typed
  std::map<std::string, std::vector<std::string>> filters;  ///< values by name of the facet
  SavedOrder sort = SavedOrder::relevance;
  Time created_at;
  Time seen_at;
  /// Of the newest matches, those the person was shown, newest first: what else stands among them is new.
  std::vector<std::string> seen;
  /// Of the secret in the feed's address; the secret itself is kept nowhere.
  std::optional<Digest> feed_hash;
  std::optional<Time> feed_since;  ///< when that address was given out; none: no feed
};
template <class V>
void describe(V& v, SavedSearch& s) {
  v("id", s.id);
  v("version", s.version);
  v.secret("user", s.user);
  v("name", s.name);
  v("text", s.text);
  v("filters", s.filters);
  v("sort", s.sort);
  v("created_at", s.created_at);
  v("seen_at", s.seen_at);
  v.secret("seen", s.seen);
  v.secret("feed_hash", s.feed_hash);
  v("feed_since", s.feed_since);
}

}  // namespace kecang

KECANG_NOUN(kecang::SavedSearch);
