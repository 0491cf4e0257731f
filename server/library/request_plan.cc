#include "server/library/request_plan.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "server/library/bureau.h"
#include "server/library/names.h"
#include "storage/catalog/hand_overs.h"

namespace kecang {
namespace {

constexpr std::size_t kPage = 200;

Error too_many() {
  return Error::too_large("group_request.too_many_resources");
}

/// Every school whose people the request may concern: named ones, members of the groups, and who is bound to
/// any of these by agreements.
class Reached {
 public:
  explicit Reached(const Directory& directory) : directory_(directory) {}

  Result<std::vector<SchoolId>> of(const GroupRequestTerms& terms) {
    for (const auto& one : terms.schools) schools_.insert(one.school.text());
    if (terms.kind == GroupRequestKind::hand_over) KECANG_TRY(add_both_schools(terms));
    for (const auto& group : {terms.group, terms.into})
      if (!group.empty()) KECANG_TRY(add_group(group.text()));
    auto places = groups_;
    places.insert(schools_.begin(), schools_.end());
    for (const auto& place : places) KECANG_TRY(add_agreements(place));
    if (schools_.size() > RequestPlans::kMostReceivers) return too_many();
    std::vector<SchoolId> answer;
    for (const auto& id : schools_) answer.push_back(SchoolId::trusted(id));
    return answer;
  }

 private:
  Result<void> add_group(const std::string& group) {
    if (!groups_.insert(group).second) return {};
    PageRequest page{.after = {}, .limit = kPage};
    do {
      KECANG_ASSIGN(const auto members, directory_.members_of(group, page));
      for (const auto& member : members.items)
        if (member.kind == MembershipKind::school_in_group) schools_.insert(member.subject);
      page.after = members.next;
    } while (!page.after.empty());
    return {};
  }

  /// What a school offered its groups counts while it belongs to them: a new owner may belong to others.
  Result<void> add_both_schools(const GroupRequestTerms& terms) {
    for (const auto& school : {terms.schools.front().school, terms.receiver}) {
      schools_.insert(school.text());
      KECANG_ASSIGN(const auto memberships, directory_.memberships_of(school.text()));
      for (const auto& membership : memberships)
        if (membership.kind == MembershipKind::school_in_group) KECANG_TRY(add_group(membership.container));
    }
    return {};
  }

  Result<void> add_agreements(const std::string& place) {
    KECANG_ASSIGN(const auto agreements, directory_.agreements_of(place));
    for (const auto& agreement : agreements) {
      if (agreement.state != AgreementState::filed) continue;
      for (const auto& party : agreement.parties) {
        if (party.kind == PartyKind::group) {
          KECANG_TRY(add_group(party.id));
        } else {
          schools_.insert(party.id);
        }
      }
    }
    return {};
  }

  const Directory& directory_;
  std::set<std::string> schools_;
  std::set<std::string> groups_;
};

/// What the people of one school may do, today's rules beside those of the trial.
struct Receiver {
  SchoolId school;
  AccessScope before;
  AccessScope after;
};

class Counting {
 public:
  Counting(Names& names, const std::function<void(const PlanItem&)>& each) : names_(names), each_(each) {}

  Result<void> look(const Receiver& receiver, const Resource& resource) {
    if (resource.owner == receiver.school) return {};
    return add(receiver, resource, actions_on(receiver.before, resource),
               actions_on(receiver.after, resource));
  }

  /// The rules stay and the owner is another one.
  Result<void> look_at_owners(const Receiver& receiver, const Resource& resource, const Resource& then) {
    return add(receiver, resource, actions_on(receiver.before, resource), actions_on(receiver.after, then));
  }

  std::vector<PlanLine> lines() && {
    std::vector<PlanLine> lines;
    for (auto& [pair, line] : lines_) lines.push_back(std::move(line));
    std::sort(lines.begin(), lines.end(), [](const auto& a, const auto& b) {
      return std::tie(a.receiver_name, a.giver_name) < std::tie(b.receiver_name, b.giver_name);
    });
    return lines;
  }

 private:
  Result<void> add(const Receiver& receiver, const Resource& resource, Actions before, Actions after) {
    if (before == after) return {};
    auto& line = lines_[{receiver.school, resource.owner}];
    if (line.giver.empty()) {
      line.receiver = receiver.school;
      line.giver = resource.owner;
      KECANG_ASSIGN(line.receiver_name, names_.school(receiver.school));
      KECANG_ASSIGN(line.giver_name, names_.school(resource.owner));
    }
    const bool saw = before.has(Action::view), sees = after.has(Action::view);
    auto& count = saw == sees ? line.changed : sees ? line.gained : line.lost;
    ++count;
    ++line.types[resource.tags.type.value];
    if (each_) each_({line.receiver, line.receiver_name, line.giver_name, resource, before, after});
    return {};
  }

  Names& names_;
  const std::function<void(const PlanItem&)>& each_;
  std::map<std::pair<SchoolId, SchoolId>, PlanLine> lines_;
};

Result<std::vector<Receiver>> receivers_of(const Directory& today, const Directory& then,
                                           const std::vector<SchoolId>& schools, Time at) {
  const access::ScopeBuilder before(today), after(then);
  std::vector<Receiver> receivers;
  for (const auto& school : schools) {
    KECANG_ASSIGN(const auto one, before.office_of(school, at));
    KECANG_ASSIGN(const auto other, after.office_of(school, at));
    if (one.scope().fingerprint() == other.scope().fingerprint()) continue;
    receivers.push_back({school, one.scope(), other.scope()});
  }
  return receivers;
}

/// Whose people may gain or lose by a hand-over, as far as the reader may know: who administers the school
/// that gives and the bureau know whom it has agreements with, the other side knows of itself.
Result<std::vector<SchoolId>> schools_told_of(const Directory& directory, const access::Viewer& viewer,
                                              const GroupRequestTerms& terms, std::vector<SchoolId> schools) {
  const auto giver = terms.schools.front().school;
  KECANG_ASSIGN(const bool bureau, bureau::is_over(directory, viewer, {giver.text(), terms.receiver.text()}));
  if (!bureau && !viewer.administers(giver))
    std::erase_if(schools, [&](const SchoolId& school) { return !viewer.administers(school); });
  return schools;
}

}  // namespace

Result<RequestPlan> RequestPlans::plan_of_hand_over(const access::Viewer& viewer,
                                                    const GroupRequestTerms& terms,
                                                    const std::function<void(const PlanItem&)>& each) const {
  RequestPlan plan;
  plan.at = std::max(terms.from, clock_.now());
  KECANG_TRY(requests_.trial(terms));
  KECANG_ASSIGN(auto reached, Reached(directory_).of(terms));
  KECANG_ASSIGN(const auto schools, schools_told_of(directory_, viewer, terms, std::move(reached)));
  const access::ScopeBuilder scopes(directory_);
  std::vector<Receiver> receivers;
  for (const auto& school : schools) {
    KECANG_ASSIGN(const auto people, scopes.office_of(school, plan.at));
    receivers.push_back({school, people.scope(), people.scope()});
  }
  Names names(directory_);
  Counting counting(names, each);
  std::size_t checks = 0;
  KECANG_TRY(catalog_.each_resource(viewer.scope(), [&](const Resource& resource) -> Result<bool> {
    if (!is_handed_over(terms, resource)) return true;
    checks += receivers.size();
    if (checks > kMostChecks) return too_many();
    auto then = resource;
    hand_to(then, terms.receiver);
    for (const auto& receiver : receivers) KECANG_TRY(counting.look_at_owners(receiver, resource, then));
    return true;
  }));
  plan.lines = std::move(counting).lines();
  return plan;
}

Result<RequestPlan> RequestPlans::plan(const access::Viewer& viewer, const GroupRequestTerms& terms,
                                       const std::function<void(const PlanItem&)>& each) const {
  if (terms.kind == GroupRequestKind::hand_over) return plan_of_hand_over(viewer, terms, each);
  RequestPlan plan;
  plan.at = std::max(terms.from, clock_.now());
  KECANG_ASSIGN(const auto trial, requests_.trial(terms));
  KECANG_ASSIGN(const auto schools, Reached(directory_).of(terms));
  KECANG_ASSIGN(const auto receivers, receivers_of(directory_, trial->directory(), schools, plan.at));
  Names names(directory_);
  Counting counting(names, each);
  std::size_t checks = 0;
  KECANG_TRY(catalog_.each_resource(viewer.scope(), [&](const Resource& resource) -> Result<bool> {
    checks += receivers.size();
    if (checks > kMostChecks) return too_many();
    for (const auto& receiver : receivers) KECANG_TRY(counting.look(receiver, resource));
    return !receivers.empty();
  }));
  plan.lines = std::move(counting).lines();
  for (const auto& one : terms.schools) {
    const bool moved = std::any_of(plan.lines.begin(), plan.lines.end(), [&](const PlanLine& line) {
      return line.receiver == one.school || line.giver == one.school;
    });
    if (moved) continue;
    KECANG_ASSIGN(auto name, names.school(one.school));
    plan.unmoved.push_back(std::move(name));
  }
  return plan;
}

Result<void> RequestPlans::inventory(const access::Viewer& viewer, const GroupRequestTerms& terms,
                                     const std::function<void(const InventoryItem&)>& each) const {
  std::set<std::string> owners;
  for (const auto& one : terms.schools) owners.insert(one.school.text());
  if (terms.kind == GroupRequestKind::merge) {
    PageRequest page{.after = {}, .limit = kPage};
    do {
      KECANG_ASSIGN(const auto members, directory_.members_of(terms.group.text(), page));
      for (const auto& member : members.items)
        if (member.kind == MembershipKind::school_in_group) owners.insert(member.subject);
      page.after = members.next;
    } while (!page.after.empty());
  }
  Names names(directory_);
  return catalog_.each_resource(viewer.scope(), [&](const Resource& resource) -> Result<bool> {
    if (!owners.contains(resource.owner.text())) return true;
    if (terms.kind == GroupRequestKind::hand_over && !is_handed_over(terms, resource)) return true;
    KECANG_ASSIGN(auto school, names.school(resource.owner));
    KECANG_ASSIGN(auto author, names.user(resource.created_by));
    each({std::move(school), std::move(author), resource});
    return true;
  });
}

}  // namespace kecang
