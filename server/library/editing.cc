#include "server/library/editing.h"

#include <algorithm>

#include "schemas/base/text.h"
#include "server/library/tagging.h"

namespace kecang {
namespace {

constexpr std::size_t kMostReleases = 100;

/// What is offered already may stay; anything new has to be within the editor's own reach.
bool may_offer(const access::Viewer& viewer, const Resource& resource, const Release& release) {
  const auto& now = resource.releases;
  return std::find(now.begin(), now.end(), release) != now.end() || viewer.may_offer(release, resource.owner);
}

}  // namespace

Result<void> set_tag(Resource& resource, const std::string& name, const std::string& value) {
  KECANG_ASSIGN(const auto tag, tag_named(name, value));
  resource.tags.*tag = value.empty() ? Tag() : said_by_person(text::nfc(value));
  return {};
}

Result<void> set_releases(Resource& resource, const access::Viewer& viewer,
                          const std::vector<Release>& releases) {
  if (releases.empty()) return Error::invalid("resource.nobody_left").at("releases");
  if (releases.size() > kMostReleases) return Error::invalid("value.too_many").at("releases");
  std::vector<Release> offered;
  for (const auto& release : releases) {
    if (!may_offer(viewer, resource, release)) return Error::forbidden("release.not_yours").at("releases");
    if (std::find(offered.begin(), offered.end(), release) == offered.end()) offered.push_back(release);
  }
  resource.releases = std::move(offered);
  return {};
}

}  // namespace kecang
