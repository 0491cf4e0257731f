#include "server/library/explaining.h"

#include <algorithm>
#include <utility>

#include "schemas/model/coverage.h"

namespace kecang {
namespace {

constexpr std::size_t kPage = 200;
constexpr std::size_t kMostOfRegion = 5'000;

bool has(const std::vector<std::string>& values, const std::string& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// The resource with one of its offers and no other.
Resource with_only(const Resource& resource, const Release& release) {
  auto one = resource;
  one.releases = {release};
  return one;
}

bool covers(const AgreementContent& content, const Resource& resource) {
  ScopeGrant grant;
  grant.types = content.types;
  grant.subjects = content.subjects;
  grant.least = content.least;
  return kecang::covers(grant, resource);
}

/// The grant by which an offer works: one that lets the viewer read, or at least one that has to do with it.
const ScopeGrant* grant_for(const AccessScope& scope, const Resource& resource, const std::string& term) {
  const ScopeGrant* found = nullptr;
  for (const auto& grant : scope.grants()) {
    if (!has(grant.terms, term) || grant.agreement.empty()) continue;
    if (covers(grant, resource) && grant.actions.has(Action::view)) return &grant;
    if (found == nullptr) found = &grant;
  }
  return found;
}

}  // namespace

Result<Resource> Explaining::editable(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_ASSIGN(auto resource, catalog_.resource(viewer.scope(), id));
  if (!viewer.can_edit(resource)) return Error::forbidden("resource.not_editor");
  return resource;
}

Result<Reason> Explaining::reason(const AccessScope& scope, const Resource& resource, const Release& release,
                                  Names& names) const {
  Reason reason{.release = release};
  KECANG_ASSIGN(reason.target_name, names.target(release));
  const auto one = with_only(resource, release);
  reason.actions = actions_on(scope, one);
  const auto term = scope_term_of(release);
  if (!release.counts_at(scope.at())) {
    reason.verdict = Verdict::not_begun;
    return reason;
  }
  if (reason.actions.has(Action::view))
    reason.verdict = Verdict::admitted;
  else if (reason.actions.has(Action::find))
    reason.verdict = Verdict::title_only;
  else if (scope.holds(term))
    reason.verdict = Verdict::not_covered;
  if (scope.admits(term)) return reason;
  if (const auto* grant = grant_for(scope, resource, term)) {
    KECANG_ASSIGN(const auto agreement, directory_.agreement(grant->agreement));
    reason.agreement = agreement.id;
    reason.agreement_title = agreement.title;
    if (agreement.until != kForever) reason.until = agreement.until;
  }
  return reason;
}

Result<std::vector<Reason>> Explaining::why(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_ASSIGN(const auto resource, catalog_.resource(viewer.scope(), id));
  Names names(directory_);
  std::vector<Reason> reasons;
  for (const auto& release : resource.releases) {
    KECANG_ASSIGN(auto one, reason(viewer.scope(), resource, release, names));
    // To whom else it is offered is not the reader's concern.
    if (one.verdict == Verdict::admitted) reasons.push_back(std::move(one));
  }
  return reasons;
}

Result<std::vector<Reason>> Explaining::why_for(const access::Viewer& viewer, const ResourceId& id,
                                                const UserId& user) const {
  KECANG_ASSIGN(const auto resource, editable(viewer, id));
  KECANG_ASSIGN(const auto person, directory_.user(user));
  KECANG_ASSIGN(const auto other, scopes_.viewer(person, clock_.now()));
  Names names(directory_);
  std::vector<Reason> reasons;
  for (const auto& release : resource.releases) {
    KECANG_ASSIGN(auto one, reason(other.scope(), resource, release, names));
    reasons.push_back(std::move(one));
  }
  return reasons;
}

Result<std::vector<Reach>> Explaining::audience(const access::Viewer& viewer, const ResourceId& id) const {
  KECANG_ASSIGN(const auto resource, editable(viewer, id));
  return reaches(resource);
}

Result<std::vector<Reach>> Explaining::audience_of(const access::Viewer& viewer,
                                                   const Resource& proposed) const {
  for (const auto& release : proposed.releases)
    if (!viewer.may_offer(release, proposed.owner))
      return Error::forbidden("release.not_yours").at("releases");
  return reaches(proposed);
}

Result<std::vector<SchoolId>> Explaining::members(const GroupId& group, bool partners) const {
  std::vector<SchoolId> schools;
  PageRequest page{.after = {}, .limit = kPage};
  do {
    KECANG_ASSIGN(const auto found, directory_.members_of(group.text(), page));
    for (const auto& member : found.items)
      if (member.kind == MembershipKind::school_in_group && member.counts_at(clock_.now()) &&
          (partners || member.role != MemberRole::partner))
        schools.push_back(SchoolId::trusted(member.subject));
    page.after = found.next;
  } while (!page.after.empty());
  return schools;
}

Result<void> Explaining::add_reach(Reach reach, std::vector<SchoolId> schools, const SchoolId& owner,
                                   Names& names, std::vector<Reach>& to) const {
  std::sort(schools.begin(), schools.end());
  schools.erase(std::unique(schools.begin(), schools.end()), schools.end());
  std::erase(schools, owner);
  reach.school_count = schools.size();
  for (std::size_t i = 0; i < std::min(schools.size(), kMostSchools); ++i) {
    KECANG_ASSIGN(auto name, names.school(schools[i]));
    reach.schools.emplace_back(schools[i], std::move(name));
  }
  to.push_back(std::move(reach));
  return {};
}

/// By the agreements of the owner, and of the groups the owner belongs to.
Result<void> Explaining::add_agreements(const Resource& resource, const Release& release, Names& names,
                                        std::vector<Reach>& to) const {
  const Time now = clock_.now();
  KECANG_ASSIGN(const auto owner, scopes_.office_of(resource.owner, now));
  for (const auto& place : owner.agreements()) {
    if (!has(place.gives, resource.owner.text())) continue;
    KECANG_ASSIGN(const auto agreement, directory_.agreement(place.agreement));
    const bool named = release.target == agreement.id.text();
    const bool whole = release.kind == ReleaseKind::school && agreement.sharing == Sharing::by_default;
    if (!(named || whole) || !covers(agreement.content, resource)) continue;
    std::vector<SchoolId> schools;
    for (const auto& party : agreement.parties) {
      const bool partner = release.kind == ReleaseKind::partners && party.role == PartyRole::partner;
      if (!party.counts_at(now) || !(party.receives(agreement.flow) || partner)) continue;
      if (party.kind == PartyKind::school) {
        schools.push_back(SchoolId::trusted(party.id));
        continue;
      }
      KECANG_ASSIGN(const auto inside, members(GroupId::trusted(party.id), false));
      schools.insert(schools.end(), inside.begin(), inside.end());
    }
    Reach reach{.release = release};
    KECANG_ASSIGN(reach.target_name, names.target(release));
    reach.agreement = agreement.id;
    reach.agreement_title = agreement.title;
    reach.actions = release.allowed() & Actions(agreement.actions);
    KECANG_TRY(add_reach(std::move(reach), std::move(schools), resource.owner, names, to));
  }
  return {};
}

Result<std::vector<Reach>> Explaining::reaches(const Resource& resource) const {
  Names names(directory_);
  std::vector<Reach> all;
  for (const auto& release : resource.releases) {
    Reach reach{.release = release};
    reach.actions = release.allowed();
    KECANG_ASSIGN(reach.target_name, names.target(release));
    std::vector<SchoolId> schools;
    if (release.kind == ReleaseKind::group || release.kind == ReleaseKind::partners) {
      KECANG_ASSIGN(schools,
                    members(GroupId::trusted(release.target), release.kind == ReleaseKind::partners));
    } else if (release.kind == ReleaseKind::region) {
      KECANG_ASSIGN(schools, directory_.schools_within(RegionId::trusted(release.target), kMostOfRegion));
    }
    // A group's partners stand here, an agreement's below.
    const bool of_agreement =
        release.kind == ReleaseKind::agreement || (release.kind == ReleaseKind::partners && schools.empty());
    if (!of_agreement)
      KECANG_TRY(add_reach(std::move(reach), std::move(schools), resource.owner, names, all));
    if (release.kind == ReleaseKind::school || release.kind == ReleaseKind::agreement ||
        release.kind == ReleaseKind::partners)
      KECANG_TRY(add_agreements(resource, release, names, all));
  }
  return all;
}

}  // namespace kecang
