#include "server/library/similar.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "schemas/base/sketch.h"
#include "schemas/base/text.h"
#include "schemas/model/lesson.h"

namespace kecang {
namespace {

/// How often the index is asked again because something it found is not visible any more.
constexpr int kAttempts = 4;
/// Asked for of each kind: what is shown of it and of the kinds before, which it may repeat.
constexpr std::uint32_t kAsked = 40;

/// What a title says beside what the tags say, too: of 七年级数学 有理数的加法 教案 the middle part.
std::string subject_matter(const Resource& resource) {
  auto title = text::normalise(resource.title);
  const auto& tags = resource.tags;
  for (const auto* tag : {&tags.type, &tags.subject, &tags.grade, &tags.volume, &tags.edition, &tags.stage}) {
    const auto word = text::normalise(tag->value);
    if (word.empty()) continue;
    for (auto at = title.find(word); at != std::string::npos; at = title.find(word, at))
      title.replace(at, word.size(), " ");
  }
  return title;
}

SimilarRequest request_for(const Resource& resource) {
  SimilarRequest request;
  request.id = resource.id;
  if (resource.revision && resource.revision->size > 0) request.blob = resource.revision->blob.hex();
  request.sketch = resource.sketch;
  request.lesson = lesson_key(resource.tags);
  request.text = subject_matter(resource);
  if (!resource.tags.subject.value.empty()) request.filters[Facet::subject] = {resource.tags.subject.value};
  request.limit = kAsked;
  return request;
}

struct Found {
  SimilarPage page;
  std::map<std::string, Resource> resources;  ///< by id text, as the catalogue has them
};

std::vector<ResourceId> ids_of(const SimilarPage& page) {
  std::set<ResourceId> ids;
  for (const auto* hits : {&page.same_bytes, &page.near_text, &page.same_lesson, &page.about_same})
    for (const auto& hit : *hits) ids.insert(hit.id);
  return {ids.begin(), ids.end()};
}

/// As found_page does for searches: what the catalogue does not show any more is looked for without.
Result<Found> find(const LibraryCatalog& catalog, const IndexReader& index, const AccessScope& scope,
                   SimilarRequest request) {
  KECANG_ASSIGN(request.excluded, catalog.pending_narrowings());
  for (int attempt = 1;; ++attempt) {
    Found found;
    KECANG_ASSIGN(found.page, index.similar(scope, request));
    const auto ids = ids_of(found.page);
    KECANG_ASSIGN(auto resources, catalog.resources(scope, ids));
    std::vector<ResourceId> refused;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (resources[i])
        found.resources.emplace(ids[i].text(), std::move(*resources[i]));
      else
        refused.push_back(ids[i]);
    }
    if (refused.empty()) return found;
    if (attempt == kAttempts) return Error::busy("search.index_behind");
    request.excluded.insert(request.excluded.end(), refused.begin(), refused.end());
  }
}

bool has_bytes_of(const Resource& one, const Resource& other) {
  return one.revision && other.revision && one.revision->blob == other.revision->blob &&
         one.revision->size > 0;
}

/// Sorts what was found into groups. The index may be behind: the catalogue's resources are compared.
class Sorting {
 public:
  Sorting(const Resource& of, const Found& found)
      : of_(of), sketch_(TextSketch::from(of.sketch)), found_(found) {}

  std::vector<const Resource*> same_bytes() {
    return take(found_.page.same_bytes, [&](const Resource& one) { return has_bytes_of(one, of_); });
  }
  std::vector<const Resource*> versions() {
    auto versions = take(found_.page.near_text, [&](const Resource& one) {
      return !has_bytes_of(one, of_) && sketch_.agreeing(TextSketch::from(one.sketch)) >= TextSketch::kAlike;
    });
    std::stable_sort(versions.begin(), versions.end(),
                     [&](const Resource* a, const Resource* b) { return share_of(*a) > share_of(*b); });
    return versions;
  }
  std::vector<const Resource*> same_lesson() {
    const auto lesson = lesson_key(of_.tags);
    auto lessons =
        take(found_.page.same_lesson, [&](const Resource& one) { return lesson_key(one.tags) == lesson; });
    std::stable_partition(lessons.begin(), lessons.end(),
                          [&](const Resource* one) { return one->tags.type.value != of_.tags.type.value; });
    return lessons;
  }
  std::vector<const Resource*> about_same() {
    return take(found_.page.about_same, [](const Resource&) { return true; });
  }
  double share_of(const Resource& one) const { return sketch_.share(TextSketch::from(one.sketch)); }

 private:
  template <class Admits>
  std::vector<const Resource*> take(const std::vector<SearchHit>& hits, const Admits& admits) {
    std::vector<const Resource*> taken;
    for (const auto& hit : hits) {
      const auto& resource = found_.resources.at(hit.id.text());
      if (admits(resource) && taken_.insert(hit.id).second) taken.push_back(&resource);
    }
    return taken;
  }

  const Resource& of_;
  const TextSketch sketch_;
  const Found& found_;
  std::set<ResourceId> taken_;
};

}  // namespace

Result<AlikeResources> SimilarResources::of(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_ASSIGN(const auto resource, catalog_.resource(viewer.scope(), id));
  KECANG_ASSIGN(const auto found, find(catalog_, index_, viewer.scope(), request_for(resource)));
  Sorting sorting(resource, found);
  Names names(directory_);
  const auto shown = [&](const std::vector<const Resource*>& all, bool shares) -> Result<AlikeGroup> {
    AlikeGroup group{.items = {}, .more = all.size() > kShown};
    for (std::size_t i = 0; i < std::min(all.size(), kShown); ++i) {
      KECANG_ASSIGN(auto view, resources_.view_of(viewer, *all[i], names));
      group.items.push_back({.view = std::move(view),
                             .share = shares ? std::optional(sorting.share_of(*all[i])) : std::nullopt});
    }
    return group;
  };
  // In this order: a resource stands in the first group it belongs to.
  AlikeResources alike;
  KECANG_ASSIGN(alike.same_bytes, shown(sorting.same_bytes(), false));
  KECANG_ASSIGN(alike.versions, shown(sorting.versions(), true));
  KECANG_ASSIGN(alike.same_lesson, shown(sorting.same_lesson(), false));
  KECANG_ASSIGN(alike.about_same, shown(sorting.about_same(), false));
  return alike;
}

}  // namespace kecang
