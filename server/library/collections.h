#pragma once
/// Collections 专题 as people make and read them. A collection releases nothing by itself: whoever reads it
/// is shown the items they may view at that moment, and of the others nothing, not even that there are any.
/// Any thread may call.
#include <optional>
#include <string>
#include <vector>

#include "server/access/viewer.h"
#include "server/library/resources.h"
#include "storage/catalog/collections.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/library_catalog.h"

namespace kecang {

/// What people say of a new collection.
struct NewCollection {
  std::string title;
  std::string description;
  GroupId group;    ///< whose it is; empty: the viewer's own
  SchoolId school;  ///< in whose name; empty: the viewer's first
  Outline sections;
};
template <class V>
void describe(V& v, NewCollection& n) {
  v("title", n.title);
  v("description", n.description);
  v("group", n.group);
  v("school", n.school);
  v("sections", n.sections);
}

/// What is absent stays.
struct CollectionEdit {
  std::uint64_t version = 0;
  std::optional<std::string> title;
  std::optional<std::string> description;
  std::optional<ResourceId> cover;                   ///< empty: none
  std::optional<std::vector<UserId>> collaborators;  ///< for who manages it
  std::optional<Outline> sections;                   ///< all of it, as far as the editor sees it
};
template <class V>
void describe(V& v, CollectionEdit& e) {
  v("version", e.version);
  v("title", e.title);
  v("description", e.description);
  v("cover", e.cover);
  v("collaborators", e.collaborators);
  v("sections", e.sections);
}

struct Publication {
  std::uint64_t version = 0;
  std::vector<Release> releases;
};
template <class V>
void describe(V& v, Publication& p) {
  v("version", p.version);
  v("releases", p.releases);
}

/// An item to be put at the end of a section; an empty one: of the last, which is made where there is none.
struct AddedItem {
  std::uint64_t version = 0;
  std::string section;
  CollectionItem item;
};
template <class V>
void describe(V& v, AddedItem& a) {
  v("version", a.version);
  v("section", a.section);
  v("item", a.item);
}

struct ItemView {
  CollectionItem item;
  std::optional<ResourceView> resource;  ///< none: a link
};

struct SectionView {
  std::string id;
  std::string title;
  std::string note;
  std::vector<ItemView> items;
};

/// A preview picture of a resource that the viewer may see.
struct CoverView {
  ResourceId resource;
  std::string picture;  ///< its name among the preview's files; empty: there is none yet
};

struct OriginView {
  CollectionId id;
  std::string title;
  std::string owner_name;
};

/// A collection without its items, as lists show it.
struct CollectionCard {
  Collection collection;
  std::string owner_name;
  std::string school_name;
  std::optional<CoverView> cover;
  bool may_edit = false;
  bool may_manage = false;
  bool may_unpublish = false;
};

struct CollectionView {
  CollectionCard card;
  std::string changed_by_name;       ///< for those who may edit
  std::optional<OriginView> origin;  ///< while the viewer may see it
  std::vector<SectionView> sections;
  std::vector<NamedRelease> releases;    ///< for those who may edit
  std::vector<NamedUser> collaborators;  ///< for those who may edit
};

class Collections {
 public:
  Collections(CollectionCatalog& collections, const LibraryCatalog& catalog, const Resources& resources,
              const Directory& directory)
      : collections_(collections), catalog_(catalog), resources_(resources), directory_(directory) {}

  /// On `groups`: those of groups the viewer belongs to.
  Result<Page<CollectionCard>> list(const access::Viewer& viewer, CollectionCatalog::Shelf shelf,
                                    const PageRequest& page) const;
  /// not_found/collection.absent.
  Result<CollectionView> view(const access::Viewer& viewer, const CollectionId& id) const;
  /// Whether it is still there for the viewer; as `view`, and cheaper.
  Result<void> check_visible(const access::Viewer& viewer, const CollectionId& id) const;

  /// forbidden/collection.not_curator for a group, collection.no_school, upload.not_your_school;
  /// invalid/collection.title_empty, collection.resource_absent and what tidy_outline refuses.
  Result<CollectionView> create(const Actor& actor, const access::Viewer& viewer, const NewCollection& as);
  /// forbidden/collection.not_editor, collection.not_manager, invalid/collection.collaborator_unknown;
  /// conflict/collection.changed says which version it is now and who made it.
  Result<CollectionView> change(const Actor& actor, const access::Viewer& viewer, const CollectionId& id,
                                const CollectionEdit& edit);
  Result<CollectionView> add_item(const Actor& actor, const access::Viewer& viewer, const CollectionId& id,
                                  const AddedItem& added);
  /// To whom it is offered from now on. invalid/collection.nobody_chosen, forbidden/release.not_yours for a
  /// target out of the viewer's reach.
  Result<CollectionView> publish(const Actor& actor, const access::Viewer& viewer, const CollectionId& id,
                                 const Publication& as);
  /// Back to a draft: by who manages it, or who administers the school in whose name it stands.
  Result<void> unpublish(const Actor& actor, const access::Viewer& viewer, const CollectionId& id,
                         std::uint64_t version);
  Result<void> erase(const Actor& actor, const access::Viewer& viewer, const CollectionId& id,
                     std::uint64_t version);
  /// The viewer's own draft of what they see of it; it names where it comes from.
  Result<CollectionView> fork(const Actor& actor, const access::Viewer& viewer, const CollectionId& id);

 private:
  using Known = std::map<ResourceId, Resource>;
  Result<Known> viewable(const AccessScope& scope, const Outline& outline) const;
  Result<CollectionCard> card_of(const access::Viewer& viewer, Collection collection, Names& names) const;
  Result<CollectionView> view_of(const access::Viewer& viewer, StoredCollection stored) const;
  Result<std::vector<SectionView>> sections_of(const access::Viewer& viewer, const Outline& outline,
                                               bool editor, Names& names) const;
  Result<std::optional<CoverView>> cover_of(const AccessScope& scope, const ResourceId& id) const;
  Result<std::optional<OriginView>> origin_of(const access::Viewer& viewer, const CollectionId& id,
                                              Names& names) const;
  Result<ResourceId> cover_after(const AccessScope& scope, const ResourceId& now,
                                 const std::optional<ResourceId>& wanted) const;
  Result<void> check_collaborators(const std::vector<UserId>& users) const;
  Result<SchoolId> school_for(const access::Viewer& viewer, const NewCollection& as) const;
  Result<Collection> manageable(const access::Viewer& viewer, const CollectionId& id) const;
  Error with_names(const Error& error) const;

  CollectionCatalog& collections_;
  const LibraryCatalog& catalog_;
  const Resources& resources_;
  const Directory& directory_;
};

}  // namespace kecang

KECANG_NOUN(kecang::NewCollection);
KECANG_NOUN(kecang::CollectionEdit);
KECANG_NOUN(kecang::Publication);
KECANG_NOUN(kecang::AddedItem);
