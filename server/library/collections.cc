#include "server/library/collections.h"

#include <algorithm>
#include <set>

#include "schemas/base/text.h"
#include "schemas/base/trim.h"
#include "server/library/outline.h"

namespace kecang {
namespace {

constexpr std::size_t kTitleBytes = 300;
constexpr std::size_t kDescriptionBytes = 8'000;
constexpr std::size_t kReadAtOnce = 200;

CollectionReader reader_of(const access::Viewer& viewer) {
  CollectionReader reader{.scope = viewer.scope(), .curated = {}};
  for (const auto& place : viewer.groups())
    if (viewer.has(access::Right::curate, place.group)) reader.curated.push_back(place.group);
  return reader;
}

Result<void> set_title(Collection& collection, const std::string& title) {
  collection.title = std::string(text::clip(trimmed_wide(text::nfc(title)), kTitleBytes));
  if (collection.title.empty()) return Error::invalid("collection.title_empty").at("title");
  return {};
}

Result<void> set_description(Collection& collection, const std::string& description) {
  collection.description = std::string(trimmed_wide(text::nfc(description)));
  if (collection.description.size() > kDescriptionBytes)
    return Error::invalid("value.too_long")
        .at("description")
        .with("limit", std::to_string(kDescriptionBytes));
  return {};
}

bool may_unpublish(const access::Viewer& viewer, const CollectionReader& reader,
                   const Collection& collection) {
  return collection.state == CollectionState::published &&
         (may_manage(reader, collection) || viewer.has(access::Right::administer, collection.school));
}

/// As a resource of its school may be offered; who curates for the group that owns it offers it to that
/// group.
bool may_publish_to(const access::Viewer& viewer, const Collection& collection, const Release& release) {
  const auto& offered = collection.releases;
  const bool was_offered = std::any_of(offered.begin(), offered.end(), [&](const Release& one) {
    return one.kind == release.kind && one.target == release.target;
  });
  const bool own_group = !collection.owner_group.empty() && release.target == collection.owner_group.text() &&
                         (release.kind == ReleaseKind::group || release.kind == ReleaseKind::partners);
  return was_offered || own_group || viewer.may_offer(release, collection.school);
}

Result<std::vector<Release>> releases_to(const access::Viewer& viewer, const Collection& collection,
                                         const std::vector<Release>& wanted) {
  if (wanted.empty()) return Error::invalid("collection.nobody_chosen").at("releases");
  if (wanted.size() > Collection::kMostReleases) return Error::invalid("value.too_many").at("releases");
  std::vector<Release> releases;
  for (auto release : wanted) {
    if (!may_publish_to(viewer, collection, release))
      return Error::forbidden("release.not_yours").at("releases");
    release.actions.reset();  // there is nothing to do with a collection but to read it
    if (std::find(releases.begin(), releases.end(), release) == releases.end()) releases.push_back(release);
  }
  return releases;
}

Error resource_absent() {
  return Error::invalid("collection.resource_absent").at("sections");
}

}  // namespace

// -- reading

Result<Collections::Known> Collections::viewable(const AccessScope& scope, const Outline& outline) const {
  std::set<ResourceId> ids;
  for (const auto& section : outline)
    for (const auto& item : section.items)
      if (item.kind == ItemKind::resource) ids.insert(item.resource);
  const std::vector<ResourceId> all(ids.begin(), ids.end());
  Known known;
  for (std::size_t first = 0; first < all.size(); first += kReadAtOnce) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
    const auto count = std::min(kReadAtOnce, all.size() - first);
    KECANG_ASSIGN(auto found, catalog_.resources(scope, {begin, begin + static_cast<std::ptrdiff_t>(count)}));
    for (auto& resource : found)
      if (resource) known.emplace(resource->id, std::move(*resource));
  }
  return known;
}

Result<std::optional<CoverView>> Collections::cover_of(const AccessScope& scope, const ResourceId& id) const {
  std::optional<CoverView> cover;
  if (id.empty()) return cover;
  const auto derived = catalog_.derived(scope, id);
  if (!derived) {
    if (derived.error().kind() == ErrorKind::not_found) return cover;
    return derived.error();
  }
  cover = CoverView{.resource = id, .picture = {}};
  if (!*derived) return cover;
  const auto& files = (*derived)->files;
  const auto picture = std::find_if(files.begin(), files.end(), [](const DerivedFile& file) {
    return file.media_type.starts_with("image/");
  });
  if (picture != files.end()) cover->picture = picture->name;
  return cover;
}

Result<CollectionCard> Collections::card_of(const access::Viewer& viewer, Collection collection,
                                            Names& names) const {
  const auto reader = reader_of(viewer);
  CollectionCard card;
  if (collection.owner_group.empty()) {
    KECANG_ASSIGN(card.owner_name, names.user(collection.owner_user));
  } else {
    KECANG_ASSIGN(card.owner_name, names.group(collection.owner_group));
  }
  KECANG_ASSIGN(card.school_name, names.school(collection.school));
  KECANG_ASSIGN(card.cover, cover_of(viewer.scope(), collection.cover));
  card.may_edit = may_edit(reader, collection);
  card.may_manage = may_manage(reader, collection);
  card.may_unpublish = may_unpublish(viewer, reader, collection);
  card.collection = std::move(collection);
  return card;
}

Result<std::vector<SectionView>> Collections::sections_of(const access::Viewer& viewer,
                                                          const Outline& outline, bool editor,
                                                          Names& names) const {
  KECANG_ASSIGN(const auto known, viewable(viewer.scope(), outline));
  std::vector<SectionView> sections;
  for (const auto& section : outline) {
    SectionView view{.id = section.id, .title = section.title, .note = section.note, .items = {}};
    for (const auto& item : section.items) {
      ItemView one{.item = item, .resource = {}};
      if (item.kind == ItemKind::resource) {
        const auto found = known.find(item.resource);
        if (found == known.end()) continue;
        KECANG_ASSIGN(one.resource, resources_.view_of(viewer, found->second, names));
      }
      view.items.push_back(std::move(one));
    }
    // An empty section would say that something was in it.
    if (editor || !view.items.empty()) sections.push_back(std::move(view));
  }
  return sections;
}

Result<std::optional<OriginView>> Collections::origin_of(const access::Viewer& viewer, const CollectionId& id,
                                                         Names& names) const {
  std::optional<OriginView> view;
  if (id.empty()) return view;
  auto origin = collections_.head(reader_of(viewer), id);
  if (!origin) {
    if (origin.error().kind() == ErrorKind::not_found) return view;
    return std::move(origin).error();
  }
  KECANG_ASSIGN(auto card, card_of(viewer, std::move(*origin), names));
  view = OriginView{.id = id, .title = card.collection.title, .owner_name = std::move(card.owner_name)};
  return view;
}

Result<CollectionView> Collections::view_of(const access::Viewer& viewer, StoredCollection stored) const {
  Names names(directory_);
  CollectionView view;
  KECANG_ASSIGN(view.card, card_of(viewer, std::move(stored.head), names));
  const auto& head = view.card.collection;
  KECANG_ASSIGN(view.sections, sections_of(viewer, stored.outline, view.card.may_edit, names));
  KECANG_ASSIGN(view.origin, origin_of(viewer, head.origin, names));
  if (!view.card.may_edit) return view;
  KECANG_ASSIGN(view.changed_by_name, names.user(head.changed_by));
  for (const auto& release : head.releases) {
    KECANG_ASSIGN(auto name, names.target(release));
    view.releases.push_back({release, std::move(name)});
  }
  for (const auto& user : head.collaborators) {
    KECANG_ASSIGN(auto name, names.user(user));
    view.collaborators.push_back({user, std::move(name)});
  }
  return view;
}

Result<Page<CollectionCard>> Collections::list(const access::Viewer& viewer, CollectionCatalog::Shelf shelf,
                                               const PageRequest& page) const {
  const auto reader = reader_of(viewer);
  CollectionCatalog::Wanted wanted{.shelf = shelf, .of = {}};
  if (shelf == CollectionCatalog::Shelf::edited) {
    wanted.of.push_back(viewer.id().text());
    for (const auto& group : reader.curated) wanted.of.push_back(group.text());
  }
  if (shelf == CollectionCatalog::Shelf::groups)
    for (const auto& place : viewer.groups()) wanted.of.push_back(place.group.text());
  KECANG_ASSIGN(auto found, collections_.list(reader, wanted, page));
  Page<CollectionCard> cards;
  cards.next = std::move(found.next);
  Names names(directory_);
  for (auto& collection : found.items) {
    KECANG_ASSIGN(auto card, card_of(viewer, std::move(collection), names));
    cards.items.push_back(std::move(card));
  }
  return cards;
}

Result<CollectionView> Collections::view(const access::Viewer& viewer, const CollectionId& id) const {
  KECANG_ASSIGN(auto stored, collections_.read(reader_of(viewer), id));
  return view_of(viewer, std::move(stored));
}

Result<void> Collections::check_visible(const access::Viewer& viewer, const CollectionId& id) const {
  KECANG_TRY(collections_.head(reader_of(viewer), id));
  return {};
}

// -- changing

Error Collections::with_names(const Error& error) const {
  if (error.code() != "collection.changed") return error;
  const auto& params = error.params();
  const auto name = Names(directory_).user(UserId::trusted(params.at("by")));
  return Error::conflict("collection.changed")
      .with("version", params.at("version"))
      .with("by", name ? *name : std::string())
      .with("at", params.at("at"));
}

Result<SchoolId> Collections::school_for(const access::Viewer& viewer, const NewCollection& as) const {
  if (!as.school.empty()) {
    if (!viewer.may_upload_to(as.school)) return Error::forbidden("upload.not_your_school").at("school");
    return as.school;
  }
  for (const auto& place : viewer.schools())
    if (viewer.may_upload_to(place.school)) return place.school;
  // Who curates for a group need not belong to one of its schools.
  if (!as.group.empty()) return SchoolId();
  return Error::forbidden("collection.no_school");
}

Result<CollectionView> Collections::create(const Actor& actor, const access::Viewer& viewer,
                                           const NewCollection& as) {
  if (!as.group.empty() && !viewer.has(access::Right::curate, as.group))
    return Error::forbidden("collection.not_curator").at("group");
  StoredCollection made;
  KECANG_ASSIGN(made.head.school, school_for(viewer, as));
  KECANG_TRY(set_title(made.head, as.title));
  KECANG_TRY(set_description(made.head, as.description));
  made.head.owner_group = as.group;
  if (as.group.empty()) made.head.owner_user = viewer.id();
  made.head.created_by = viewer.id();
  KECANG_ASSIGN(const auto sent, tidy_outline(as.sections));
  KECANG_ASSIGN(const auto known, viewable(viewer.scope(), sent));
  for (const auto& section : sent)
    for (const auto& item : section.items)
      if (item.kind == ItemKind::resource && !known.contains(item.resource)) return resource_absent();
  made.outline = joined({}, sent, {});
  KECANG_ASSIGN(auto stored, collections_.add(actor, std::move(made)));
  return view_of(viewer, std::move(stored));
}

Result<void> Collections::check_collaborators(const std::vector<UserId>& users) const {
  if (users.size() > Collection::kMostCollaborators)
    return Error::invalid("value.too_many")
        .at("collaborators")
        .with("limit", std::to_string(Collection::kMostCollaborators));
  for (const auto& user : users) {
    const auto found = directory_.user(user);
    if (found) continue;
    if (found.error().kind() != ErrorKind::not_found) return found.error();
    return Error::invalid("collection.collaborator_unknown").at("collaborators");
  }
  return {};
}

/// Who cannot see the cover does not take it away by saying that they see none.
Result<ResourceId> Collections::cover_after(const AccessScope& scope, const ResourceId& now,
                                            const std::optional<ResourceId>& wanted) const {
  if (!wanted || *wanted == now) return now;
  const auto& asked = wanted->empty() ? now : *wanted;
  const auto seen = catalog_.resource(scope, asked);
  if (seen) return *wanted;
  if (seen.error().kind() != ErrorKind::not_found) return seen.error();
  if (wanted->empty()) return now;
  return Error::invalid("collection.resource_absent").at("cover");
}

Result<CollectionView> Collections::change(const Actor& actor, const access::Viewer& viewer,
                                           const CollectionId& id, const CollectionEdit& edit) {
  const auto reader = reader_of(viewer);
  KECANG_ASSIGN(const auto stored, collections_.read(reader, id));
  if (!may_edit(reader, stored.head)) return Error::forbidden("collection.not_editor");
  if (edit.collaborators) {
    if (!may_manage(reader, stored.head)) return Error::forbidden("collection.not_manager");
    KECANG_TRY(check_collaborators(*edit.collaborators));
  }
  KECANG_ASSIGN(const auto cover, cover_after(viewer.scope(), stored.head.cover, edit.cover));

  std::optional<Outline> sent;
  std::set<std::string> hidden;
  if (edit.sections) {
    KECANG_ASSIGN(sent, tidy_outline(*edit.sections));
    KECANG_ASSIGN(const auto known_before, viewable(viewer.scope(), stored.outline));
    std::map<std::string, ResourceId> before;
    for (const auto& section : stored.outline)
      for (const auto& item : section.items) {
        before.emplace(item.id, item.resource);
        if (item.kind == ItemKind::resource && !known_before.contains(item.resource)) hidden.insert(item.id);
      }
    KECANG_ASSIGN(const auto known, viewable(viewer.scope(), *sent));
    for (const auto& section : *sent)
      for (const auto& item : section.items) {
        // What was there and went out of sight while somebody wrote stays where they put it.
        const auto was = before.find(item.id);
        const bool kept = was != before.end() && was->second == item.resource;
        if (item.kind == ItemKind::resource && !kept && !known.contains(item.resource))
          return resource_absent();
      }
  }
  auto changed = collections_.change(actor, reader, id, edit.version, "collection.changed",
                                     [&](StoredCollection& one) -> Result<void> {
                                       if (!may_edit(reader, one.head))
                                         return Error::forbidden("collection.not_editor");
                                       if (edit.title) KECANG_TRY(set_title(one.head, *edit.title));
                                       if (edit.description)
                                         KECANG_TRY(set_description(one.head, *edit.description));
                                       one.head.cover = cover;
                                       if (edit.collaborators) one.head.collaborators = *edit.collaborators;
                                       if (sent) one.outline = joined(one.outline, *sent, hidden);
                                       one.head.changed_by = viewer.id();
                                       return {};
                                     });
  if (!changed) return with_names(changed.error());
  return view_of(viewer, std::move(*changed));
}

Result<CollectionView> Collections::add_item(const Actor& actor, const access::Viewer& viewer,
                                             const CollectionId& id, const AddedItem& added) {
  const auto reader = reader_of(viewer);
  KECANG_ASSIGN(const auto head, collections_.head(reader, id));
  if (!may_edit(reader, head)) return Error::forbidden("collection.not_editor");
  KECANG_ASSIGN(auto tidy, tidy_outline({{.id = {}, .title = {}, .note = {}, .items = {added.item}}}));
  auto& item = tidy.front().items.front();
  item.id = new_part_id();
  if (item.kind == ItemKind::resource && !catalog_.resource(viewer.scope(), item.resource))
    return resource_absent();
  auto changed = collections_.change(
      actor, reader, id, added.version, "collection.changed", [&](StoredCollection& one) -> Result<void> {
        if (!may_edit(reader, one.head)) return Error::forbidden("collection.not_editor");
        auto& outline = one.outline;
        if (outline.empty()) outline.push_back({.id = new_part_id(), .title = {}, .note = {}, .items = {}});
        auto section = std::find_if(outline.begin(), outline.end(),
                                    [&](const auto& candidate) { return candidate.id == added.section; });
        if (section == outline.end() && !added.section.empty())
          return Error::invalid("collection.section_absent").at("section");
        if (section == outline.end()) --section;
        section->items.push_back(item);
        one.head.changed_by = viewer.id();
        return {};
      });
  if (!changed) return with_names(changed.error());
  return view_of(viewer, std::move(*changed));
}

Result<Collection> Collections::manageable(const access::Viewer& viewer, const CollectionId& id) const {
  const auto reader = reader_of(viewer);
  KECANG_ASSIGN(auto head, collections_.head(reader, id));
  if (!may_manage(reader, head)) return Error::forbidden("collection.not_manager");
  return head;
}

Result<CollectionView> Collections::publish(const Actor& actor, const access::Viewer& viewer,
                                            const CollectionId& id, const Publication& as) {
  KECANG_TRY(manageable(viewer, id));
  const auto reader = reader_of(viewer);
  auto published = collections_.change(
      actor, reader, id, as.version, "collection.published", [&](StoredCollection& one) -> Result<void> {
        KECANG_ASSIGN(one.head.releases, releases_to(viewer, one.head, as.releases));
        one.head.state = CollectionState::published;
        one.head.changed_by = viewer.id();
        return {};
      });
  if (!published) return with_names(published.error());
  return view_of(viewer, std::move(*published));
}

Result<void> Collections::unpublish(const Actor& actor, const access::Viewer& viewer, const CollectionId& id,
                                    std::uint64_t version) {
  const auto reader = reader_of(viewer);
  KECANG_ASSIGN(const auto head, collections_.head(reader, id));
  const bool manages = may_manage(reader, head);
  if (!manages && !viewer.has(access::Right::administer, head.school))
    return Error::forbidden("collection.not_manager");
  const auto taken_back = collections_.change(actor, reader, id, version, "collection.unpublished",
                                              [&](StoredCollection& one) -> Result<void> {
                                                one.head.state = CollectionState::draft;
                                                one.head.changed_by = viewer.id();
                                                return {};
                                              });
  if (!taken_back) return with_names(taken_back.error());
  return {};
}

Result<void> Collections::erase(const Actor& actor, const access::Viewer& viewer, const CollectionId& id,
                                std::uint64_t version) {
  const auto reader = reader_of(viewer);
  const auto erased =
      collections_.erase(actor, reader, id, version, [&](const Collection& one) -> Result<void> {
        if (!may_manage(reader, one)) return Error::forbidden("collection.not_manager");
        return {};
      });
  if (!erased) return with_names(erased.error());
  return {};
}

Result<CollectionView> Collections::fork(const Actor& actor, const access::Viewer& viewer,
                                         const CollectionId& id) {
  KECANG_ASSIGN(const auto seen, view(viewer, id));
  const auto& from = seen.card.collection;
  NewCollection own{
      .title = from.title, .description = from.description, .group = {}, .school = {}, .sections = {}};
  for (const auto& section : seen.sections) {
    CollectionSection copy{.id = {}, .title = section.title, .note = section.note, .items = {}};
    for (const auto& item : section.items) copy.items.push_back(item.item);
    own.sections.push_back(std::move(copy));
  }
  StoredCollection made;
  KECANG_ASSIGN(made.head.school, school_for(viewer, own));
  made.head.title = own.title;
  made.head.description = own.description;
  made.head.owner_user = made.head.created_by = viewer.id();
  made.head.origin = id;
  if (seen.card.cover) made.head.cover = seen.card.cover->resource;
  made.outline = joined({}, own.sections, {});
  KECANG_ASSIGN(auto stored, collections_.add(actor, std::move(made)));
  return view_of(viewer, std::move(stored));
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::NewCollection);
KECANG_NOUN_FORMS(kecang::CollectionEdit);
KECANG_NOUN_FORMS(kecang::Publication);
KECANG_NOUN_FORMS(kecang::AddedItem);
