#include "server/access/standing.h"

#include <algorithm>
#include <set>
#include <utility>

namespace kecang::access {
namespace {

constexpr std::size_t kPage = 200;
/// An inspector of a whole province reads it elsewhere.
constexpr std::size_t kMostInspected = 5'000;

bool only_inspects(const SchoolPlace& place) {
  return std::all_of(place.roles.begin(), place.roles.end(),
                     [](MemberRole role) { return role == MemberRole::inspector; });
}

template <class Place, class Id>
Place& place_in(std::vector<Place>& places, Id Place::*id, const Id& wanted) {
  const auto found =
      std::find_if(places.begin(), places.end(), [&](const Place& place) { return place.*id == wanted; });
  if (found != places.end()) return *found;
  Place place;
  place.*id = wanted;
  return places.emplace_back(std::move(place));
}

}  // namespace

Result<void> Standing::add_user(const UserId& user) {
  KECANG_ASSIGN(const auto memberships, directory_.memberships_of(user.text()));
  for (const auto& membership : memberships) {
    if (!counts(membership)) continue;
    if (membership.kind == MembershipKind::user_in_school) add_school(membership);
    if (membership.kind == MembershipKind::user_in_group) add_group(membership);
    if (membership.kind == MembershipKind::user_in_region) KECANG_TRY(add_region(membership));
  }
  return add_what_schools_have();
}

Result<void> Standing::add_user_within(const UserId& user, const std::vector<SchoolId>& schools) {
  KECANG_ASSIGN(const auto memberships, directory_.memberships_of(user.text()));
  for (const auto& membership : memberships)
    if (membership.kind == MembershipKind::user_in_school && counts(membership) &&
        std::find(schools.begin(), schools.end(), SchoolId::trusted(membership.container)) != schools.end())
      add_school(membership);
  return add_what_schools_have();
}

Result<void> Standing::add_what_schools_have() {
  for (const auto& school : places.schools) {
    if (only_inspects(school)) continue;  // what others offer the school is not theirs to inspect
    KECANG_TRY(add_groups_of(school));
    KECANG_TRY(add_regions_of(school.school));
  }
  KECANG_TRY(add_group_offers());
  return add_agreements();
}

Result<void> Standing::add_office(const SchoolId& school) {
  places.schools.push_back({school, {MemberRole::school_administrator}});
  KECANG_TRY(add_groups_of(places.schools.front()));
  KECANG_TRY(add_regions_of(school));
  KECANG_TRY(add_group_offers());
  return add_agreements();
}

std::vector<std::string> Standing::terms() const {
  auto terms = terms_;
  for (const auto& place : places.schools) {
    terms.push_back(scope_term::school(place.school));
    terms.push_back(scope_term::school_only(place.school));
    if (std::any_of(place.roles.begin(), place.roles.end(),
                    [](auto role) { return role_has(role, Right::administer); }))
      terms.push_back(scope_term::school_office(place.school));
  }
  for (const auto& region : places.regions) terms.push_back(scope_term::region(region));
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

bool Standing::counts(Time from, Time until) {
  for (const Time boundary : {from, until})
    if (boundary > now_) valid_until = std::min(valid_until, boundary);
  return from <= now_ && now_ < until;
}

void Standing::add_school(const Membership& membership) {
  place_in(places.schools, &SchoolPlace::school, SchoolId::trusted(membership.container))
      .roles.push_back(membership.role);
}

void Standing::add_group(const Membership& membership) {
  auto& place = place_in(places.groups, &GroupPlace::group, GroupId::trusted(membership.container));
  place.roles.push_back(membership.role);
  place.member = true;
}

void Standing::add_school_to_group(const Membership& membership, const SchoolPlace& school) {
  auto& place = place_in(places.groups, &GroupPlace::group, GroupId::trusted(membership.container));
  if (membership.role != MemberRole::partner) place.member = true;
  const bool leads = membership.role == MemberRole::core &&
                     std::find(school.roles.begin(), school.roles.end(), MemberRole::school_administrator) !=
                         school.roles.end();
  if (leads) place.roles.push_back(MemberRole::group_administrator);
}

Result<void> Standing::add_region(const Membership& membership) {
  const auto region = RegionId::trusted(membership.container);
  if (membership.role == MemberRole::bureau_officer) {
    places.offices.push_back(region);
    places.regions.push_back(region);
    return {};
  }
  KECANG_ASSIGN(const auto schools, directory_.schools_within(region, kMostInspected));
  for (const auto& school : schools)
    place_in(places.schools, &SchoolPlace::school, school).roles.push_back(MemberRole::inspector);
  return {};
}

Result<void> Standing::add_groups_of(const SchoolPlace& school) {
  KECANG_ASSIGN(const auto memberships, directory_.memberships_of(school.school.text()));
  for (const auto& membership : memberships)
    if (counts(membership) && membership.kind == MembershipKind::school_in_group)
      add_school_to_group(membership, school);
  return {};
}

Result<void> Standing::add_regions_of(const SchoolId& id) {
  KECANG_ASSIGN(const auto school, directory_.school(id));
  KECANG_ASSIGN(const auto regions, directory_.regions_around(school.place));
  places.regions.insert(places.regions.end(), regions.begin(), regions.end());
  return {};
}

/// What a school offered its group counts while it belongs to it.
Result<void> Standing::add_group_offers() {
  for (const auto& place : places.groups) {
    std::vector<std::string> offered{scope_term::partners(place.group.text())};
    if (place.member) offered.push_back(scope_term::group(place.group));
    KECANG_ASSIGN(auto left, schools_that_left(place.group));
    if (left.empty()) {
      terms_.insert(terms_.end(), offered.begin(), offered.end());
      continue;
    }
    ScopeGrant grant;
    grant.terms = std::move(offered);
    grant.not_owners = std::move(left);
    grants.push_back(std::move(grant));
  }
  return {};
}

Result<std::vector<std::string>> Standing::schools_that_left(const GroupId& group) {
  KECANG_ASSIGN(const auto limited, directory_.limited_members(group.text()));
  std::set<std::string> left;
  for (const auto& membership : limited)
    if (!counts(membership)) left.insert(membership.subject);
  for (auto at = left.begin(); at != left.end();) {
    KECANG_ASSIGN(const auto all, directory_.memberships_of(*at));
    const bool back = std::any_of(all.begin(), all.end(), [&](const Membership& membership) {
      return membership.container == group.text() && counts(membership);
    });
    at = back ? left.erase(at) : std::next(at);
  }
  return std::vector<std::string>(left.begin(), left.end());
}

bool Standing::is_own(const AgreementParty& party) const {
  if (party.kind == PartyKind::school)
    return std::any_of(places.schools.begin(), places.schools.end(), [&](const SchoolPlace& place) {
      return place.school.text() == party.id && !only_inspects(place);
    });
  return std::any_of(places.groups.begin(), places.groups.end(),
                     [&](const GroupPlace& place) { return place.group.text() == party.id && place.member; });
}

Result<void> Standing::add_agreements() {
  std::vector<std::string> own;
  for (const auto& place : places.schools)
    if (!only_inspects(place)) own.push_back(place.school.text());
  for (const auto& place : places.groups)
    if (place.member) own.push_back(place.group.text());
  std::set<AgreementId> seen;
  for (const auto& party : own) {
    KECANG_ASSIGN(const auto agreements, directory_.agreements_of(party));
    for (const auto& agreement : agreements)
      if (seen.insert(agreement.id).second) KECANG_TRY(add_agreement(agreement));
  }
  return {};
}

Result<std::vector<std::string>> Standing::schools_of(const AgreementParty& party) {
  std::vector<std::string> schools;
  if (party.kind == PartyKind::school) return schools = {party.id};
  PageRequest page{.after = {}, .limit = kPage};
  do {
    KECANG_ASSIGN(const auto members, directory_.members_of(party.id, page));
    for (const auto& member : members.items)
      if (member.kind == MembershipKind::school_in_group && counts(member) &&
          member.role != MemberRole::partner)
        schools.push_back(member.subject);
    page.after = members.next;
  } while (!page.after.empty());
  return schools;
}

Result<Standing::Parties> Standing::parties_of(const Agreement& agreement) {
  Parties parties;
  for (const auto& party : agreement.parties) {
    if (!counts(party.from, party.until)) continue;
    if (is_own(party)) {
      parties.partner = true;
      parties.receives |= party.receives(agreement.flow);
    }
    if (party.role == PartyRole::partner) continue;
    KECANG_ASSIGN(const auto schools, schools_of(party));
    parties.members.insert(parties.members.end(), schools.begin(), schools.end());
    if (party.gives(agreement.flow))
      parties.givers.insert(parties.givers.end(), schools.begin(), schools.end());
  }
  return parties;
}

void Standing::note_place(const Agreement& agreement, const std::vector<std::string>& givers) {
  AgreementPlace place{.agreement = agreement.id, .gives = {}};
  for (const auto& school : places.schools)
    if (!only_inspects(school) &&
        std::find(givers.begin(), givers.end(), school.school.text()) != givers.end())
      place.gives.push_back(school.school.text());
  places.agreements.push_back(std::move(place));
}

Result<void> Standing::add_agreement(const Agreement& agreement) {
  if (agreement.state != AgreementState::filed || !counts(agreement.from, agreement.until)) return {};
  KECANG_ASSIGN(auto parties, parties_of(agreement));
  note_place(agreement, parties.givers);
  ScopeGrant grant;
  grant.types = agreement.content.types;
  grant.subjects = agreement.content.subjects;
  grant.least = agreement.content.least;
  grant.actions = Actions(agreement.actions);
  grant.agreement = agreement.id;
  if (parties.partner && !parties.members.empty()) {
    auto offered = grant;
    offered.terms = {scope_term::partners(agreement.id.text())};
    offered.owners = parties.members;
    grants.push_back(std::move(offered));
  }
  if (!parties.receives || parties.givers.empty()) return {};
  std::vector<std::string> whole;
  for (const auto& school : parties.givers) whole.push_back(scope_term::school(SchoolId::trusted(school)));
  grant.owners = std::move(parties.givers);
  grant.terms = {scope_term::agreement(agreement.id)};
  if (agreement.sharing == Sharing::by_default)
    grant.terms.insert(grant.terms.end(), whole.begin(), whole.end());
  grants.push_back(grant);
  if (agreement.unshared == Unshared::titles) {
    grant.terms = std::move(whole);
    grant.actions = {Action::find};
    grants.push_back(std::move(grant));
  }
  return {};
}

}  // namespace kecang::access
