#include "server/library/standard_notices.h"

#include <algorithm>

#include "server/library/names.h"

namespace kecang {

Result<bool> StandardNotices::has_older(const UserId& user, const GroupStandard& standard) const {
  std::vector<ResourceId> asked{standard.resource};
  for (const auto& former : standard.former)
    if (std::find(asked.begin(), asked.end(), former.resource) == asked.end())
      asked.push_back(former.resource);
  KECANG_ASSIGN(const auto used, used_.of(user, asked));
  // What was taken of the standard's own resource since it was named is newer still.
  if (const auto& own = used.front()) return own->revision != standard.revision && own->at < standard.at;
  return std::any_of(used.begin() + 1, used.end(), [](const auto& one) { return one.has_value(); });
}

Result<std::vector<StandardNotice>> StandardNotices::of(const access::Viewer& viewer) const {
  std::vector<StandardNotice> notices;
  if (viewer.id().empty()) return notices;
  const auto since = clock_.now() - kRecent;
  Names names(directory_);
  for (const auto& place : viewer.groups()) {
    if (!place.member) continue;
    KECANG_ASSIGN(const auto named, standards_.named_since(place.group, since, kMost));
    for (const auto& standard : named) {
      KECANG_ASSIGN(const bool older, has_older(viewer.id(), standard));
      if (!older) continue;
      const auto resource = library_.resource(viewer.scope(), standard.resource);
      if (!resource && resource.error().kind() == ErrorKind::not_found) continue;
      if (!resource) return resource.error();
      KECANG_ASSIGN(auto group, names.group(place.group));
      notices.push_back({standard.resource, resource->title, std::move(group), standard.at});
    }
  }
  std::sort(notices.begin(), notices.end(), [](const auto& a, const auto& b) { return b.at < a.at; });
  return notices;
}

}  // namespace kecang
