#include "server/library/agreements.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "schemas/base/trim.h"
#include "server/library/bureau.h"
#include "server/library/named_trail.h"

namespace kecang {
namespace {

constexpr std::size_t kTextBytes = 20'000;
constexpr std::size_t kMostValues = 50;
constexpr std::size_t kMostSchools = 5'000;

bool administers(const access::Viewer& viewer, const AgreementParty& party) {
  return party.kind == PartyKind::school ? viewer.administers(SchoolId::trusted(party.id))
                                         : viewer.administers(GroupId::trusted(party.id));
}

bool belongs_to(const access::Viewer& viewer, const AgreementParty& party) {
  return party.kind == PartyKind::school ? viewer.belongs_to(SchoolId::trusted(party.id))
                                         : viewer.belongs_to(GroupId::trusted(party.id));
}

template <class Test>
bool any_party(const Agreement& agreement, Test test) {
  return std::any_of(agreement.parties.begin(), agreement.parties.end(), test);
}

bool administers_any(const access::Viewer& viewer, const Agreement& agreement) {
  return any_party(agreement, [&](const auto& party) { return administers(viewer, party); });
}

/// Where no party leads, any of them does.
bool administers_lead(const access::Viewer& viewer, const Agreement& agreement) {
  const bool has_lead = any_party(agreement, [](const auto& p) { return p.role == PartyRole::lead; });
  return any_party(agreement, [&](const auto& party) {
    return (!has_lead || party.role == PartyRole::lead) && administers(viewer, party);
  });
}

Result<void> check_parties(const Agreement& agreement) {
  const auto& parties = agreement.parties;
  if (parties.size() < 2) return Error::invalid("agreement.too_few_parties").at("parties");
  if (parties.size() > Agreement::kMostParties)
    return Error::invalid("agreement.too_many_parties")
        .at("parties")
        .with("limit", std::to_string(Agreement::kMostParties));
  std::set<std::string> ids;
  for (const auto& party : parties)
    if (!ids.insert(party.id).second) return Error::invalid("agreement.party_twice").at("parties");
  const bool led = any_party(agreement, [](const auto& party) { return party.role == PartyRole::lead; });
  if (agreement.flow != Flow::both && !led) return Error::invalid("agreement.no_lead").at("parties");
  return {};
}

Result<void> check(const Agreement& agreement) {
  KECANG_TRY(check_parties(agreement));
  if (agreement.until <= agreement.from) return Error::invalid("agreement.dates_reversed").at("until");
  if (agreement.actions.empty()) return Error::invalid("agreement.no_actions").at("actions");
  if (agreement.duties.size() > kTextBytes)
    return Error::invalid("value.too_long").at("duties").with("limit", std::to_string(kTextBytes));
  const auto& content = agreement.content;
  if (content.types.size() > kMostValues || content.subjects.size() > kMostValues ||
      agreement.attachments.size() > kMostValues)
    return Error::invalid("value.too_many").at("content");
  return {};
}

Result<void> set_terms(Agreement& agreement, const AgreementTerms& terms) {
  agreement.title = std::string(trimmed(terms.title));
  if (agreement.title.empty()) return Error::invalid("agreement.title_empty").at("title");
  agreement.sharing = terms.sharing;
  agreement.flow = terms.flow;
  agreement.content = terms.content;
  agreement.actions = terms.actions;
  agreement.unshared = terms.unshared;
  agreement.parties = terms.parties;
  for (auto& party : agreement.parties) {
    party.approved_by = {};
    party.approved_at = {};
  }
  agreement.from = terms.from;
  agreement.until = terms.until;
  agreement.duties = terms.duties;
  agreement.attachments = terms.attachments;
  return check(agreement);
}

Error wrong_step(const Agreement& agreement, Time now) {
  return Error::conflict("agreement.wrong_step")
      .with("phase", std::string(enum_text(phase_at(agreement, now))));
}

/// What an agreement's state has to be for a step.
bool fits(AgreementStep step, AgreementPhase phase) {
  switch (step) {
    case AgreementStep::propose:
      return phase == AgreementPhase::draft;
    case AgreementStep::take_back:
      return phase == AgreementPhase::proposed || phase == AgreementPhase::approved;
    case AgreementStep::approve:
      return phase == AgreementPhase::proposed;
    case AgreementStep::file:
      return phase == AgreementPhase::approved;
    case AgreementStep::terminate:
      return phase == AgreementPhase::filed || phase == AgreementPhase::active;
    case AgreementStep::renew:
      return phase == AgreementPhase::active || phase == AgreementPhase::ended;
  }
  return false;
}

Result<void> approve(Agreement& agreement, const access::Viewer& viewer, const std::string& party, Time now) {
  const auto found = std::find_if(agreement.parties.begin(), agreement.parties.end(),
                                  [&](const AgreementParty& one) { return one.id == party; });
  if (found == agreement.parties.end()) return Error::invalid("agreement.party_unknown").at("party");
  if (!administers(viewer, *found)) return Error::forbidden("agreement.not_yours");
  if (!found->approved_by.empty()) return Error::conflict("agreement.party_approved");
  found->approved_by = viewer.id();
  found->approved_at = now;
  const bool all = !any_party(agreement, [](const AgreementParty& one) { return one.approved_by.empty(); });
  if (all) agreement.state = AgreementState::approved;
  return {};
}

}  // namespace

AgreementTerms usual_terms(GroupKind kind, GroupTie tie, GroupPattern pattern) {
  AgreementTerms terms;
  const bool tight =
      tie == GroupTie::tight ||
      (tie == GroupTie::unspecified &&
       (kind == GroupKind::merged_group || kind == GroupKind::joined_group || kind == GroupKind::community));
  terms.sharing = tight ? Sharing::by_default : Sharing::by_release;
  const bool downwards = pattern == GroupPattern::parent || pattern == GroupPattern::mentor ||
                         kind == GroupKind::pairing || kind == GroupKind::apprenticeship;
  terms.flow = downwards ? Flow::down : Flow::both;
  if (kind == GroupKind::merged_group)
    terms.actions = {Action::find, Action::view, Action::download, Action::fork};
  if (kind == GroupKind::allied_group || kind == GroupKind::alliance) terms.unshared = Unshared::titles;
  return terms;
}

Result<bool> Agreements::is_bureau_of(const access::Viewer& viewer, const Agreement& agreement) const {
  std::vector<std::string> schools;
  for (const auto& party : agreement.parties) {
    if (party.kind == PartyKind::school) {
      schools.push_back(party.id);
      continue;
    }
    KECANG_ASSIGN(auto members, bureau::schools_of(directory_, GroupId::trusted(party.id)));
    std::move(members.begin(), members.end(), std::back_inserter(schools));
  }
  return bureau::is_over(directory_, viewer, schools);
}

Result<bool> Agreements::sees(const access::Viewer& viewer, const Agreement& agreement) const {
  if (administers_any(viewer, agreement)) return true;
  if (agreement.state == AgreementState::draft) return false;
  if (any_party(agreement, [&](const auto& party) { return belongs_to(viewer, party); })) return true;
  return is_bureau_of(viewer, agreement);
}

Result<Agreement> Agreements::visible(const access::Viewer& viewer, const AgreementId& id) const {
  KECANG_ASSIGN(auto agreement, directory_.agreement(id));
  KECANG_ASSIGN(const bool seen, sees(viewer, agreement));
  if (!seen) return Error::not_found("agreement.absent");
  return agreement;
}

Result<AgreementView> Agreements::view_of(const access::Viewer& viewer, Agreement agreement,
                                          Names& names) const {
  AgreementView view;
  view.phase = phase_at(agreement, clock_.now());
  for (const auto& party : agreement.parties) {
    auto name = party.kind == PartyKind::school ? names.school(SchoolId::trusted(party.id))
                                                : names.group(GroupId::trusted(party.id));
    if (!name) return std::move(name).error();
    view.party_names.push_back(std::move(*name));
    if (administers(viewer, party)) view.may_for.push_back(party.id);
  }
  KECANG_ASSIGN(const bool bureau, is_bureau_of(viewer, agreement));
  const bool own = administers_any(viewer, agreement);
  for (const auto& [step, name] : EnumNames<AgreementStep>::values) {
    if (!fits(step, view.phase)) continue;
    const bool may = step == AgreementStep::file        ? bureau
                     : step == AgreementStep::terminate ? bureau || administers_lead(viewer, agreement)
                                                        : own;
    if (may) view.may.push_back(step);
  }
  view.may_edit = own && agreement.state == AgreementState::draft;
  view.agreement = std::move(agreement);
  return view;
}

Result<AgreementView> Agreements::view(const access::Viewer& viewer, const AgreementId& id) const {
  KECANG_ASSIGN(auto agreement, visible(viewer, id));
  Names names(directory_);
  return view_of(viewer, std::move(agreement), names);
}

Result<std::vector<AgreementView>> Agreements::list(const access::Viewer& viewer) const {
  std::set<AgreementId> seen;
  std::vector<Agreement> found;
  const auto add = [&](const std::string& party) -> Result<void> {
    KECANG_ASSIGN(auto agreements, directory_.agreements_of(party));
    for (auto& agreement : agreements)
      if (seen.insert(agreement.id).second) found.push_back(std::move(agreement));
    return {};
  };
  for (const auto& place : viewer.schools()) KECANG_TRY(add(place.school.text()));
  for (const auto& place : viewer.groups()) KECANG_TRY(add(place.group.text()));
  for (const auto& office : viewer.offices()) {
    KECANG_ASSIGN(const auto schools, directory_.schools_within(office, kMostSchools));
    for (const auto& school : schools) KECANG_TRY(add(school.text()));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return b.id < a.id; });
  Names names(directory_);
  std::vector<AgreementView> views;
  for (auto& agreement : found) {
    KECANG_ASSIGN(const bool visible, sees(viewer, agreement));
    if (!visible) continue;
    KECANG_ASSIGN(auto view, view_of(viewer, std::move(agreement), names));
    views.push_back(std::move(view));
  }
  return views;
}

Result<std::vector<std::pair<TrailEvent, std::string>>> Agreements::trail(const access::Viewer& viewer,
                                                                          const AgreementId& id) const {
  KECANG_TRY(visible(viewer, id));
  KECANG_ASSIGN(auto events, directory_.agreement_trail(id));
  return named_trail(directory_, std::move(events));
}

Result<AgreementView> Agreements::draft(const Actor& actor, const access::Viewer& viewer,
                                        const AgreementTerms& terms) {
  Agreement agreement;
  agreement.created_by = viewer.id();
  KECANG_TRY(set_terms(agreement, terms));
  if (!administers_any(viewer, agreement)) return Error::forbidden("agreement.not_among_parties");
  KECANG_ASSIGN(auto stored, directory_.put_agreement(actor, std::move(agreement), {.step = "created"}));
  Names names(directory_);
  return view_of(viewer, std::move(stored), names);
}

Result<AgreementView> Agreements::edit(const Actor& actor, const access::Viewer& viewer,
                                       const AgreementId& id, std::uint64_t version,
                                       const AgreementTerms& terms) {
  KECANG_ASSIGN(auto agreement, visible(viewer, id));
  if (!administers_any(viewer, agreement)) return Error::forbidden("agreement.not_yours");
  if (agreement.state != AgreementState::draft) return wrong_step(agreement, clock_.now());
  if (agreement.version != version) return Error::conflict("agreement.changed");
  KECANG_TRY(set_terms(agreement, terms));
  if (!administers_any(viewer, agreement)) return Error::forbidden("agreement.not_among_parties");
  KECANG_ASSIGN(auto stored, directory_.put_agreement(actor, std::move(agreement), {.step = "edited"}));
  Names names(directory_);
  return view_of(viewer, std::move(stored), names);
}

Result<Agreement> Agreements::after(const access::Viewer& viewer, Agreement agreement,
                                    const StepRequest& request) const {
  const Time now = clock_.now();
  KECANG_ASSIGN(const bool bureau, is_bureau_of(viewer, agreement));
  switch (request.step) {
    case AgreementStep::propose:
    case AgreementStep::take_back:
      if (!administers_any(viewer, agreement)) return Error::forbidden("agreement.not_yours");
      agreement.state =
          request.step == AgreementStep::propose ? AgreementState::proposed : AgreementState::draft;
      for (auto& party : agreement.parties) party.approved_by = UserId();
      return agreement;
    case AgreementStep::approve:
      KECANG_TRY(approve(agreement, viewer, request.party, now));
      return agreement;
    case AgreementStep::file:
      if (!bureau) return Error::forbidden("agreement.not_bureau");
      agreement.filing_number = std::string(trimmed(request.filing_number));
      if (agreement.filing_number.empty())
        return Error::invalid("agreement.filing_number_empty").at("filing_number");
      agreement.state = AgreementState::filed;
      return agreement;
    case AgreementStep::terminate:
      if (!bureau && !administers_lead(viewer, agreement)) return Error::forbidden("agreement.not_yours");
      agreement.state = AgreementState::terminated;
      return agreement;
    case AgreementStep::renew:
      break;
  }
  return Error::internal("agreement.step_unknown");
}

Result<AgreementView> Agreements::take(const Actor& actor, const access::Viewer& viewer,
                                       const AgreementId& id, const StepRequest& request) {
  KECANG_ASSIGN(auto agreement, visible(viewer, id));
  if (agreement.version != request.version) return Error::conflict("agreement.changed");
  if (!fits(request.step, phase_at(agreement, clock_.now()))) return wrong_step(agreement, clock_.now());
  if (request.step == AgreementStep::renew) return renewed(actor, viewer, agreement, request);
  KECANG_ASSIGN(auto changed, after(viewer, std::move(agreement), request));
  const TrailEvent event{
      .step = std::string(enum_text(request.step)), .party = request.party, .note = request.note};
  KECANG_ASSIGN(auto stored, directory_.put_agreement(actor, std::move(changed), event));
  Names names(directory_);
  return view_of(viewer, std::move(stored), names);
}

/// The old one stays as it is: what it said and how long is its history.
Result<AgreementView> Agreements::renewed(const Actor& actor, const access::Viewer& viewer,
                                          const Agreement& agreement, const StepRequest& request) {
  if (!administers_any(viewer, agreement)) return Error::forbidden("agreement.not_yours");
  Agreement next = agreement;
  next.id = {};
  next.version = 0;
  next.renews = agreement.id;
  next.state = AgreementState::draft;
  next.filing_number.clear();
  next.created_by = viewer.id();
  next.from = std::max(agreement.until == kForever ? clock_.now() : agreement.until, clock_.now());
  next.until = agreement.until == kForever ? kForever : next.from + (agreement.until - agreement.from);
  std::erase_if(next.parties, [&](const AgreementParty& party) { return party.until <= next.from; });
  for (auto& party : next.parties) party = {.kind = party.kind, .id = party.id, .role = party.role};
  KECANG_TRY(check(next));
  KECANG_ASSIGN(auto stored,
                directory_.put_agreement(actor, std::move(next), {.step = "renewed", .note = request.note}));
  Names names(directory_);
  return view_of(viewer, std::move(stored), names);
}

}  // namespace kecang

KECANG_NOUN_FORMS(kecang::AgreementTerms);
KECANG_NOUN_FORMS(kecang::StepRequest);
