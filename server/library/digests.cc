#include "server/library/digests.h"

#include <algorithm>

#include "schemas/base/mail_address.h"

namespace kecang {
namespace {

bool is_offered_to(const Resource& resource, const GroupId& group, Time now) {
  return std::any_of(resource.releases.begin(), resource.releases.end(), [&](const Release& release) {
    return (release.kind == ReleaseKind::group || release.kind == ReleaseKind::partners) &&
           release.target == group.text() && release.counts_at(now);
  });
}

}  // namespace

Result<GroupDigest> Digests::fresh(const access::Viewer& viewer, const GroupId& group, Time since,
                                   Time until) const {
  GroupDigest digest{.group = group, .since = since};
  KECANG_ASSIGN(auto found, directory_.group(group));
  digest.name = std::move(found.name);
  SearchQuery query;
  query.filters[Facet::group] = {group.text()};
  query.sort = SortOrder::newest;
  query.page_size = kMost;
  KECANG_ASSIGN(auto answer, search_.run(viewer, query));
  for (auto& hit : answer.hits) {
    const auto& resource = hit.view.resource;
    if (resource.created_at < since || resource.created_at >= until) continue;
    if (is_offered_to(resource, group, clock_.now())) digest.fresh.push_back(std::move(hit.view));
  }
  digest.more = digest.fresh.size() == kMost;
  return digest;
}

Result<std::vector<GroupDigest>> Digests::of(const access::Viewer& viewer) const {
  KECANG_ASSIGN(const auto wishes, notices_.wishes_of(viewer.id()));
  const Time now = clock_.now();
  std::vector<GroupDigest> digests;
  for (const auto& place : viewer.groups()) {
    DigestWish wish{.user = viewer.id(), .group = place.group};
    for (const auto& one : wishes)
      if (one.group == place.group) wish = one;
    const auto period = period_of(wish.rhythm);
    GroupDigest digest;
    if (period) {
      KECANG_ASSIGN(digest, fresh(viewer, place.group, now - *period, now + milliseconds{1}));
    } else {
      KECANG_ASSIGN(auto group, directory_.group(place.group));
      digest.group = place.group;
      digest.name = std::move(group.name);
    }
    digest.wish = std::move(wish);
    digests.push_back(std::move(digest));
  }
  return digests;
}

Result<DigestWish> Digests::choose(const Actor& actor, const access::Viewer& viewer, const GroupId& group,
                                   const DigestChoice& choice) {
  if (!viewer.belongs_to(group)) return Error::not_found("group.absent");
  if (!choice.address.empty()) {
    if (!sends_letters()) return Error::invalid("digest.mail_off").at("address");
    if (!is_mail_address(choice.address)) return Error::invalid("mail.address_wrong").at("address");
  }
  return notices_.put_wish(
      actor, {.user = viewer.id(), .group = group, .rhythm = choice.rhythm, .address = choice.address});
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::DigestChoice);
