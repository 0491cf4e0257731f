#include "server/library/batch_releases.h"

#include <algorithm>
#include <set>

namespace kecang {
namespace {

constexpr int kAttempts = 5;

/// The same people, whatever they may do and from when on.
bool same_target(const Release& a, const Release& b) {
  return a.kind == b.kind && a.target == b.target;
}

bool has_target(const std::vector<Release>& releases, const Release& one) {
  return std::any_of(releases.begin(), releases.end(),
                     [&](const Release& other) { return same_target(one, other); });
}

/// An offer takes the place of the one to the same people.
std::vector<Release> after(std::vector<Release> releases, const BatchRelease& batch) {
  std::erase_if(releases, [&](const Release& one) { return has_target(batch.withdraw, one); });
  for (const auto& offer : batch.offer) {
    if (std::find(releases.begin(), releases.end(), offer) != releases.end()) continue;
    std::erase_if(releases, [&](const Release& one) { return same_target(one, offer); });
    releases.push_back(offer);
  }
  return releases;
}

}  // namespace

Result<bool> BatchReleases::change(const Actor& actor, const access::Viewer& viewer, const ResourceId& id,
                                   const BatchRelease& batch) {
  for (int attempt = 1;; ++attempt) {
    KECANG_ASSIGN(const auto resource, library_.resource(viewer.scope(), id));
    auto releases = after(resource.releases, batch);
    // Who may not edit is told so whatever there was to do.
    const bool same = releases == resource.releases && viewer.can_edit(resource);
    if (same) return false;
    const auto edited = resources_.edit(
        actor, viewer, id,
        {.version = resource.version, .title = {}, .tags = {}, .releases = std::move(releases)});
    if (edited) return true;
    // Its file may just have been read; what is offered does not depend on that.
    if (edited.error().code() != "resource.changed" || attempt == kAttempts) return edited.error();
  }
}

Result<std::vector<BatchOutcome>> BatchReleases::run(const Actor& actor, const access::Viewer& viewer,
                                                     const BatchRelease& batch) {
  if (batch.resources.empty() || (batch.offer.empty() && batch.withdraw.empty()))
    return Error::invalid("release.nothing");
  if (batch.resources.size() > BatchRelease::kMost) return Error::too_large("value.too_many").at("resources");
  std::vector<BatchOutcome> outcomes;
  std::set<ResourceId> seen;
  for (const auto& id : batch.resources) {
    if (!seen.insert(id).second) continue;
    const auto changed = change(actor, viewer, id, batch);
    const auto kind = changed ? ErrorKind::invalid : changed.error().kind();
    // The store's own troubles concern all of them: what was done stays done, and can be sent again.
    if (kind == ErrorKind::unavailable || kind == ErrorKind::busy || kind == ErrorKind::internal)
      return changed.error();
    outcomes.push_back({.resource = id,
                        .changed = changed.value_or(false),
                        .problem = changed ? std::string() : changed.error().code()});
  }
  return outcomes;
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::BatchRelease);
