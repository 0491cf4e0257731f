#include "server/library/group_requests.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "schemas/base/trim.h"
#include "server/library/bureau.h"
#include "server/library/named_trail.h"

namespace kecang {
namespace {

constexpr std::size_t kTextBytes = 20'000;
constexpr std::size_t kNameBytes = 200;
constexpr std::size_t kMostSchools = 5'000;
constexpr std::size_t kPage = 200;
/// Transactions of hand-overs at once: of who files one, and each time the house is kept.
constexpr std::size_t kAtFiling = 20;
constexpr std::size_t kAtSweep = 200;

bool administers(const access::Viewer& viewer, const RequestSide& side) {
  return side.kind == PartyKind::school ? viewer.administers(SchoolId::trusted(side.id))
                                        : viewer.administers(GroupId::trusted(side.id));
}

bool administers_any(const access::Viewer& viewer, const std::vector<RequestSide>& sides) {
  return std::any_of(sides.begin(), sides.end(), [&](const auto& side) { return administers(viewer, side); });
}

bool makes_group(GroupRequestKind kind) {
  return kind == GroupRequestKind::found || kind == GroupRequestKind::split;
}

Result<void> check_schools(const GroupRequestTerms& terms) {
  if (terms.kind == GroupRequestKind::merge) return {};
  if (terms.schools.empty()) return Error::invalid("group_request.no_schools").at("schools");
  if (terms.schools.size() > GroupRequestTerms::kMostSchools)
    return Error::invalid("group_request.too_many_schools")
        .at("schools")
        .with("limit", std::to_string(GroupRequestTerms::kMostSchools));
  std::set<SchoolId> seen;
  for (const auto& one : terms.schools) {
    if (!seen.insert(one.school).second) return Error::invalid("group_request.school_twice").at("schools");
    if (!role_fits(one.role, MembershipKind::school_in_group))
      return Error::invalid("group_request.role_mismatch").at("schools");
  }
  return {};
}

Result<void> check_hand_over(const GroupRequestTerms& terms) {
  if (terms.receiver.empty()) return Error::invalid("group_request.receiver_missing").at("receiver");
  if (terms.schools.size() != 1 || terms.schools.front().school == terms.receiver)
    return Error::invalid("group_request.one_giver").at("schools");
  if (terms.resources.size() > GroupRequestTerms::kMostChosen)
    return Error::invalid("group_request.too_many_chosen")
        .at("resources")
        .with("limit", std::to_string(GroupRequestTerms::kMostChosen));
  return {};
}

Result<void> check_groups(const GroupRequestTerms& terms) {
  if (terms.kind == GroupRequestKind::hand_over) return check_hand_over(terms);
  if (terms.kind != GroupRequestKind::found && terms.group.empty())
    return Error::invalid("group_request.group_missing").at("group");
  if (terms.kind == GroupRequestKind::merge) {
    if (terms.into.empty()) return Error::invalid("group_request.group_missing").at("into");
    if (terms.into == terms.group) return Error::invalid("group_request.same_group").at("into");
  }
  if (!makes_group(terms.kind)) return {};
  if (terms.name.empty()) return Error::invalid("group_request.name_empty").at("name");
  if (terms.name.size() > kNameBytes)
    return Error::invalid("value.too_long").at("name").with("limit", std::to_string(kNameBytes));
  return {};
}

/// What a kind does not use is not kept: nobody consents to what has no meaning.
GroupRequestTerms meant(GroupRequestTerms terms) {
  terms.name = makes_group(terms.kind) ? std::string(trimmed(terms.name)) : std::string();
  if (terms.kind == GroupRequestKind::found) terms.group = {};
  if (terms.kind != GroupRequestKind::merge) terms.into = {};
  if (terms.kind == GroupRequestKind::merge) terms.schools.clear();
  const bool hands_over = terms.kind == GroupRequestKind::hand_over;
  if (hands_over) {
    terms.group = {};
    auto& chosen = terms.resources;
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  } else {
    terms.receiver = {};
    terms.resources.clear();
  }
  if (hands_over || terms.kind == GroupRequestKind::leave || terms.kind == GroupRequestKind::merge)
    terms.until = kForever;
  return terms;
}

Error wrong_step(const GroupRequest& request) {
  return Error::conflict("group_request.wrong_step").with("state", std::string(enum_text(request.state)));
}

bool fits(RequestStep step, GroupRequestState state) {
  if (step == RequestStep::approve) return state == GroupRequestState::proposed;
  if (step == RequestStep::file) return state == GroupRequestState::agreed;
  return state == GroupRequestState::proposed || state == GroupRequestState::agreed;
}

void agree_if_all_did(GroupRequest& request) {
  const bool all = std::none_of(request.sides.begin(), request.sides.end(),
                                [](const RequestSide& side) { return side.approved_by.empty(); });
  if (all) request.state = GroupRequestState::agreed;
}

Result<void> approve(GroupRequest& request, const access::Viewer& viewer, const std::string& id, Time now) {
  const auto side = std::find_if(request.sides.begin(), request.sides.end(),
                                 [&](const RequestSide& one) { return one.id == id; });
  if (side == request.sides.end()) return Error::invalid("group_request.side_unknown").at("side");
  if (!administers(viewer, *side)) return Error::forbidden("group_request.not_a_side");
  if (!side->approved_by.empty()) return Error::conflict("group_request.side_approved");
  side->approved_by = viewer.id();
  side->approved_at = now;
  agree_if_all_did(request);
  return {};
}

}  // namespace

Result<bool> GroupRequests::is_bureau_of(const access::Viewer& viewer, const GroupRequestTerms& terms) const {
  std::vector<std::string> schools;
  for (const auto& one : terms.schools) schools.push_back(one.school.text());
  if (!terms.receiver.empty()) schools.push_back(terms.receiver.text());
  for (const auto& group : {terms.group, terms.into}) {
    if (group.empty()) continue;
    KECANG_ASSIGN(auto members, bureau::schools_of(directory_, group));
    std::move(members.begin(), members.end(), std::back_inserter(schools));
  }
  return bureau::is_over(directory_, viewer, schools);
}

Result<GroupRequest> GroupRequests::visible(const access::Viewer& viewer, const GroupRequestId& id) const {
  KECANG_ASSIGN(auto request, requests_.request(id));
  if (administers_any(viewer, request.sides)) return request;
  KECANG_ASSIGN(const bool bureau, is_bureau_of(viewer, request.terms));
  if (!bureau) return Error::not_found("group_request.absent");
  return request;
}

Result<GroupRequestView> GroupRequests::view_of(const access::Viewer& viewer, GroupRequest request,
                                                Names& names) const {
  GroupRequestView view;
  for (const auto& side : request.sides) {
    auto name = side.kind == PartyKind::school ? names.school(SchoolId::trusted(side.id))
                                               : names.group(GroupId::trusted(side.id));
    if (!name) return std::move(name).error();
    view.side_names.push_back(std::move(*name));
    if (administers(viewer, side) && side.approved_by.empty()) view.may_for.push_back(side.id);
  }
  for (const auto& one : request.terms.schools) {
    KECANG_ASSIGN(auto name, names.school(one.school));
    view.school_names.push_back(std::move(name));
  }
  KECANG_ASSIGN(view.group_name, names.group(request.terms.group));
  KECANG_ASSIGN(view.into_name, names.group(request.terms.into));
  KECANG_ASSIGN(view.receiver_name, names.school(request.terms.receiver));
  if (request.terms.kind == GroupRequestKind::hand_over) {
    KECANG_ASSIGN(view.hand_over, hand_overs_.of(request.id));
  }
  KECANG_ASSIGN(view.proposer_name, names.user(request.created_by));
  KECANG_ASSIGN(const bool bureau, is_bureau_of(viewer, request.terms));
  const bool side = administers_any(viewer, request.sides);
  for (const auto& [step, name] : EnumNames<RequestStep>::values) {
    const bool may = step == RequestStep::approve    ? !view.may_for.empty()
                     : step == RequestStep::refuse   ? side || bureau
                     : step == RequestStep::withdraw ? request.created_by == viewer.id()
                                                     : bureau;
    if (may && fits(step, request.state)) view.may.push_back(step);
  }
  view.request = std::move(request);
  return view;
}

Result<GroupRequestView> GroupRequests::view(const access::Viewer& viewer, const GroupRequestId& id) const {
  KECANG_ASSIGN(auto request, visible(viewer, id));
  Names names(directory_);
  return view_of(viewer, std::move(request), names);
}

Result<std::vector<GroupRequestView>> GroupRequests::list(const access::Viewer& viewer) const {
  std::set<GroupRequestId> seen;
  std::vector<GroupRequest> found;
  const auto add = [&](const std::string& place) -> Result<void> {
    KECANG_ASSIGN(auto requests, requests_.requests_of(place));
    for (auto& request : requests)
      if (seen.insert(request.id).second) found.push_back(std::move(request));
    return {};
  };
  for (const auto& place : viewer.schools())
    if (viewer.administers(place.school)) KECANG_TRY(add(place.school.text()));
  for (const auto& place : viewer.groups())
    if (viewer.administers(place.group)) KECANG_TRY(add(place.group.text()));
  for (const auto& office : viewer.offices()) {
    KECANG_ASSIGN(const auto schools, directory_.schools_within(office, kMostSchools));
    for (const auto& school : schools) {
      KECANG_TRY(add(school.text()));
      KECANG_ASSIGN(const auto memberships, directory_.memberships_of(school.text()));
      for (const auto& membership : memberships) KECANG_TRY(add(membership.container));
    }
  }
  if (viewer.is_administrator()) {
    KECANG_ASSIGN(auto newest, requests_.requests({.after = {}, .limit = kPage}));
    for (auto& request : newest.items)
      if (seen.insert(request.id).second) found.push_back(std::move(request));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return b.id < a.id; });
  Names names(directory_);
  std::vector<GroupRequestView> views;
  for (auto& request : found) {
    KECANG_ASSIGN(const bool bureau, is_bureau_of(viewer, request.terms));
    if (!bureau && !administers_any(viewer, request.sides)) continue;
    KECANG_ASSIGN(auto view, view_of(viewer, std::move(request), names));
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<std::pair<TrailEvent, std::string>>> GroupRequests::trail(const access::Viewer& viewer,
                                                                             const GroupRequestId& id) const {
  KECANG_TRY(visible(viewer, id));
  KECANG_ASSIGN(auto events, requests_.trail(id));
  return named_trail(directory_, std::move(events));
}

/// What somebody cannot see is not there to be named.
Result<void> GroupRequests::check_chosen(const access::Viewer& viewer, const GroupRequestTerms& terms) const {
  KECANG_ASSIGN(const auto found, library_.resources(viewer.scope(), terms.resources));
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!found[i] || found[i]->owner != terms.schools.front().school)
      return Error::invalid("group_request.resource_absent")
          .at("resources")
          .with("value", terms.resources[i].text());
  return {};
}

Result<GroupRequestTerms> GroupRequests::checked(const access::Viewer& viewer,
                                                 const GroupRequestTerms& asked) const {
  auto terms = meant(asked);
  KECANG_TRY(check_groups(terms));
  KECANG_TRY(check_schools(terms));
  if (terms.until <= std::max(terms.from, clock_.now()))
    return Error::invalid("group_request.dates_reversed").at("until");
  if (terms.reason.size() > kTextBytes)
    return Error::invalid("value.too_long").at("reason").with("limit", std::to_string(kTextBytes));
  if (!administers_any(viewer, sides_of(terms))) {
    KECANG_ASSIGN(const bool bureau, is_bureau_of(viewer, terms));
    if (!bureau) return Error::forbidden("group_request.not_a_side");
  }
  KECANG_TRY(check_chosen(viewer, terms));
  return terms;
}

Result<bool> GroupRequests::knows_members(const access::Viewer& viewer,
                                          const GroupRequestTerms& terms) const {
  if (terms.kind == GroupRequestKind::hand_over) {
    if (viewer.administers(terms.schools.front().school)) return true;
    return is_bureau_of(viewer, terms);
  }
  const auto sides = sides_of(terms);
  const auto all = [&](PartyKind kind) {
    return std::all_of(sides.begin(), sides.end(), [&](const RequestSide& side) {
      return side.kind != kind || administers(viewer, side);
    });
  };
  if (all(PartyKind::group) || (all(PartyKind::school) && !terms.schools.empty())) return true;
  return is_bureau_of(viewer, terms);
}

Result<GroupRequestTerms> GroupRequests::foreseeable(const access::Viewer& viewer,
                                                     const GroupRequestTerms& asked) const {
  KECANG_ASSIGN(auto terms, checked(viewer, asked));
  KECANG_ASSIGN(const bool knows, knows_members(viewer, terms));
  if (!knows) return Error::forbidden("group_request.not_a_side");
  return terms;
}

Result<GroupRequestView> GroupRequests::propose(const Actor& actor, const access::Viewer& viewer,
                                                const GroupRequestTerms& asked) {
  GroupRequest request;
  KECANG_ASSIGN(request.terms, checked(viewer, asked));
  KECANG_ASSIGN(const bool knows, knows_members(viewer, request.terms));
  if (knows) KECANG_TRY(requests_.trial(request.terms));
  request.sides = sides_of(request.terms);
  request.created_by = viewer.id();
  for (auto& side : request.sides) {
    if (!administers(viewer, side)) continue;
    side.approved_by = viewer.id();
    side.approved_at = clock_.now();
  }
  agree_if_all_did(request);
  KECANG_ASSIGN(auto stored, requests_.put(actor, std::move(request), {.step = "proposed"}));
  Names names(directory_);
  return view_of(viewer, std::move(stored), names);
}

Result<GroupRequest> GroupRequests::after(const access::Viewer& viewer, GroupRequest request,
                                          const RequestStepTaken& taken) const {
  KECANG_ASSIGN(const bool bureau, is_bureau_of(viewer, request.terms));
  switch (taken.step) {
    case RequestStep::approve:
      KECANG_TRY(approve(request, viewer, taken.side, clock_.now()));
      break;
    case RequestStep::refuse:
      if (!bureau && !administers_any(viewer, request.sides))
        return Error::forbidden("group_request.not_a_side");
      if (trimmed(taken.note).empty()) return Error::invalid("group_request.note_empty").at("note");
      request.state = GroupRequestState::refused;
      break;
    case RequestStep::withdraw:
      if (request.created_by != viewer.id()) return Error::forbidden("group_request.not_proposer");
      request.state = GroupRequestState::withdrawn;
      break;
    case RequestStep::file:
      if (!bureau) return Error::forbidden("group_request.not_bureau");
      request.filing_number = std::string(trimmed(taken.filing_number));
      if (request.filing_number.empty())
        return Error::invalid("group_request.filing_number_empty").at("filing_number");
      request.state = GroupRequestState::filed;
      break;
  }
  return request;
}

Result<GroupRequestView> GroupRequests::take(const Actor& actor, const access::Viewer& viewer,
                                             const GroupRequestId& id, const RequestStepTaken& taken) {
  KECANG_ASSIGN(auto request, visible(viewer, id));
  if (request.version != taken.version) return Error::conflict("group_request.changed");
  if (!fits(taken.step, request.state)) return wrong_step(request);
  KECANG_ASSIGN(auto changed, after(viewer, std::move(request), taken));
  const TrailEvent event{.step = std::string(enum_text(taken.step)), .party = taken.side, .note = taken.note};
  KECANG_ASSIGN(auto stored, requests_.put(actor, std::move(changed), event));
  if (taken.step == RequestStep::file && stored.terms.kind == GroupRequestKind::hand_over) {
    // It is filed whatever becomes of this: the rest goes on when the house is kept.
    KECANG_TRY(hand_overs_.carry_on(stored.id, kAtFiling));
    bell_.ring();
    KECANG_ASSIGN(stored, requests_.request(stored.id));
  }
  Names names(directory_);
  return view_of(viewer, std::move(stored), names);
}

Result<void> GroupRequests::sweep() {
  KECANG_ASSIGN(const auto taken, hand_overs_.carry_on_due(kAtSweep));
  if (taken > 0) bell_.ring();
  return {};
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::RequestStepTaken);
