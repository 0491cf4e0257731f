#pragma once
/// Collections 专题: ordered resources and links that somebody put together, in sections, with notes. A
/// collection releases nothing by itself: each viewer sees the items they may see anyway.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/resource.h"

namespace kecang {

using CollectionId = Id<struct CollectionTag>;

enum class CollectionState : std::uint8_t {
  draft,      ///< for those who edit it
  published,  ///< for those it is released to, too
};
template <>
struct EnumNames<CollectionState> {
  static constexpr auto values = std::array{std::pair{CollectionState::draft, "draft"},
                                            std::pair{CollectionState::published, "published"}};
};

enum class ItemKind : std::uint8_t {
  resource,  ///< of the library
  link,      ///< a page of another platform: its address alone; nobody asks for it but who follows it
};
template <>
struct EnumNames<ItemKind> {
  static constexpr auto values =
      std::array{std::pair{ItemKind::resource, "resource"}, std::pair{ItemKind::link, "link"}};
};

struct CollectionItem {
  std::string id;  ///< given by the server; by chance, so that it tells nothing of what stands beside it
  ItemKind kind = ItemKind::resource;
  ResourceId resource;  ///< empty for a link
  // Which part of the resource is meant; none: all of it.
  std::optional<std::uint32_t> page_from;
  std::optional<std::uint32_t> page_to;
  std::string question;              ///< its number, as printed
  std::optional<std::uint32_t> cue;  ///< seconds from the beginning
  std::string title;                 ///< of a link
  std::string url;                   ///< of a link: https
  std::string note;
};
template <class V>
void describe(V& v, CollectionItem& i) {
  v("id", i.id);
  v("kind", i.kind);
  v("resource", i.resource);
  v("page_from", i.page_from);
  v("page_to", i.page_to);
  v("question", i.question);
  v("cue", i.cue);
  v("title", i.title);
  v("url", i.url);
  v("note", i.note);
}

struct CollectionSection {
  std::string id;  ///< as an item's
  std::string title;
  std::string note;
  std::vector<CollectionItem> items;
};
template <class V>
void describe(V& v, CollectionSection& s) {
  v("id", s.id);
  v("title", s.title);
  v("note", s.note);
  v("items", s.items);
}
using Outline = std::vector<CollectionSection>;

/// Without its outline, which stands beside it.
struct Collection {
  CollectionId id;
  std::uint64_t version = 0;  ///< raised by each change, of the outline, too; optimistic concurrency
  std::string title;
  std::string description;
  ResourceId cover;  ///< whose preview picture it has; empty: none
  // Whose it is: one of the two is empty.
  UserId owner_user;
  GroupId owner_group;
  SchoolId school;  ///< in whose name it is published; empty: none
  std::vector<UserId> collaborators;
  CollectionState state = CollectionState::draft;
  std::vector<Release> releases;  ///< count while it is published
  CollectionId origin;            ///< the one it was made from; empty: none
  UserId created_by;
  Time created_at{};
  UserId changed_by;
  Time changed_at{};

  static constexpr std::size_t kMostSections = 40;
  static constexpr std::size_t kMostItems = 400;  ///< that one change may send
  static constexpr std::size_t kMostCollaborators = 20;
  static constexpr std::size_t kMostReleases = 50;
};
template <class V>
void describe(V& v, Collection& c) {
  v("id", c.id);
  v("version", c.version);
  v("title", c.title);
  v("description", c.description);
  v.secret("cover", c.cover);
  v("owner_user", c.owner_user);
  v("owner_group", c.owner_group);
  v("school", c.school);
  v.secret("collaborators", c.collaborators);
  v("state", c.state);
  v.secret("releases", c.releases);
  v.secret("origin", c.origin);
  v.secret("created_by", c.created_by);
  v("created_at", c.created_at);
  v.secret("changed_by", c.changed_by);
  v("changed_at", c.changed_at);
}

/// Who looks: the scope, and the groups in which the viewer puts collections together.
struct CollectionReader {
  const AccessScope& scope;
  std::vector<GroupId> curated;
};

/// Decides its releases, its collaborators and its end: its owner, or who curates for the group that owns it.
bool may_manage(const CollectionReader& reader, const Collection& collection);
/// Changes what stands in it: those, and its collaborators.
bool may_edit(const CollectionReader& reader, const Collection& collection);
/// Those, and whom it is published to. Of an agreement the parties and what it permits count; which types and
/// subjects it covers is asked of resources alone.
bool may_see(const CollectionReader& reader, const Collection& collection);

/// A new id of a section or an item.
std::string new_part_id();

}  // namespace kecang

KECANG_NOUN(kecang::CollectionItem);
KECANG_NOUN(kecang::CollectionSection);
KECANG_NOUN(kecang::Collection);
