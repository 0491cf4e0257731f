#include "server/library/basket.h"

#include <algorithm>
#include <set>
#include <utility>

#include "server/library/names.h"

namespace kecang {

Result<std::vector<ResourceView>> Basket::look(const access::Viewer& viewer,
                                               const std::vector<ResourceId>& ids) const {
  if (ids.size() > kMost)
    return Error::invalid("basket.too_many").at("ids").with("limit", std::to_string(kMost));
  KECANG_ASSIGN(auto found, catalog_.resources(viewer.scope(), ids));
  Names names(directory_);
  std::set<ResourceId> seen;
  std::vector<ResourceView> views;
  for (auto& resource : found) {
    if (!resource || !seen.insert(resource->id).second) continue;
    KECANG_ASSIGN(auto view, resources_.view_of(viewer, std::move(*resource), names));
    views.push_back(std::move(view));
  }
  return views;
}

Result<CollectionView> Basket::as_collection(const access::Viewer& viewer,
                                             const std::vector<ResourceId>& ids) const {
  KECANG_ASSIGN(auto views, look(viewer, ids));
  CollectionView collection;
  collection.card.collection.title = "资源篮";
  collection.card.owner_name = viewer.user().name;
  SectionView section;
  for (auto& view : views) {
    ItemView item;
    item.item.resource = view.resource.id;
    auto& changed = collection.card.collection.changed_at;
    changed = std::max(changed, view.resource.changed_at);
    item.resource = std::move(view);
    section.items.push_back(std::move(item));
  }
  collection.sections.push_back(std::move(section));
  return collection;
}

}  // namespace kecang
