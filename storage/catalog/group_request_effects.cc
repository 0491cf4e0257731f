#include "storage/catalog/group_request_effects.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "schemas/model/hand_over.h"
#include "storage/catalog/group_requests.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/membership_rows.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

/// One request being carried out.
class Effects {
 public:
  Effects(Transaction& tx, GroupRequest& request, std::string by, Time now)
      : tx_(tx),
        request_(request),
        terms_(request.terms),
        by_(std::move(by)),
        now_(now),
        from_(std::max(terms_.from, now)) {}

  Result<void> carry_out() {
    KECANG_TRY(check_groups());
    switch (terms_.kind) {
      case GroupRequestKind::found:
        KECANG_TRY(make_group());
        return each_school([&](const auto& one) { return join(one, request_.made); });
      case GroupRequestKind::join:
        return each_school([&](const auto& one) { return join(one, terms_.group); });
      case GroupRequestKind::leave:
        return each_school([&](const auto& one) { return leave(one.school, terms_.group); });
      case GroupRequestKind::extend:
        return each_school([&](const auto& one) { return extend(one.school); });
      case GroupRequestKind::merge:
        return merge();
      case GroupRequestKind::split:
        KECANG_TRY(make_group());
        return each_school([&](const auto& one) -> Result<void> {
          KECANG_TRY(leave(one.school, terms_.group));
          return join(one, request_.made);
        });
      case GroupRequestKind::hand_over:
        return hand_over();
    }
    return {};
  }

  std::set<std::string> concerned() && { return std::move(concerned_); }

 private:
  Result<void> check_groups() {
    for (const auto& id : {terms_.group, terms_.into}) {
      if (id.empty()) continue;
      KECANG_ASSIGN(const auto row, tx_.get(keys::group(id)));
      if (!row) return Error::invalid("group_request.group_absent").at("group");
      concerned_.insert(id.text());
    }
    return {};
  }

  template <class Act>
  Result<void> each_school(const Act& act) {
    for (const auto& one : terms_.schools) {
      KECANG_ASSIGN(const auto school, (rows::find<School>(tx_, keys::school(one.school))));
      if (!school)
        return Error::invalid("group_request.school_absent").at("schools").with("value", one.school.text());
      school_name_ = school->name;
      KECANG_TRY(act(one));
    }
    return {};
  }

  /// Its key is its own id: rosters name groups by keys of theirs and never meet it by chance.
  Result<void> make_group() {
    Group group;
    group.id = GroupId::make(now_);
    group.version = 1;
    group.key = group.id.text();
    group.name = terms_.name;
    group.kind = terms_.group_kind;
    group.tie = terms_.tie;
    group.pattern = terms_.pattern;
    group.created_at = now_;
    KECANG_TRY(rows::put(tx_, keys::group(group.id), group));
    KECANG_TRY(tx_.put(keys::group_by_key(group.key), group.id.text()));
    request_.made = group.id;
    concerned_.insert(group.id.text());
    return {};
  }

  /// Those of a school or person in a group that count on the date or later.
  Result<std::vector<Membership>> lasting(const std::string& subject, const GroupId& group) {
    std::vector<Membership> found;
    KECANG_TRY(rows::each_noun<Membership>(
        tx_, keys::memberships_of(subject), [&](const auto&, const Membership& membership) {
          if (membership.container == group.text() && membership.until > from_) found.push_back(membership);
        }));
    return found;
  }

  Result<void> add(Membership membership) {
    membership.id = MembershipId::make(now_);
    membership.version = 1;
    concerned_.insert(membership.subject);
    return put_membership_rows(tx_, membership);
  }

  Result<void> end(Membership membership) {
    membership.until = std::max(membership.from, from_);
    ++membership.version;
    concerned_.insert(membership.subject);
    return put_membership_rows(tx_, membership);
  }

  Result<void> join(const RequestedSchool& one, const GroupId& group) {
    KECANG_ASSIGN(const auto already, lasting(one.school.text(), group));
    if (!already.empty()) return Error::conflict("group_request.already_member").with("school", school_name_);
    Membership membership;
    membership.kind = MembershipKind::school_in_group;
    membership.subject = one.school.text();
    membership.container = group.text();
    membership.role = one.role;
    membership.from = from_;
    membership.until = terms_.until;
    return add(std::move(membership));
  }

  Result<void> leave(const SchoolId& school, const GroupId& group) {
    KECANG_ASSIGN(const auto now, lasting(school.text(), group));
    if (now.empty()) return Error::conflict("group_request.not_member").with("school", school_name_);
    for (const auto& membership : now) KECANG_TRY(end(membership));
    return {};
  }

  /// The old membership stays as it is: how long it was is its history.
  Result<void> extend(const SchoolId& school) {
    std::optional<Membership> last;
    KECANG_TRY(rows::each_noun<Membership>(tx_, keys::memberships_of(school.text()),
                                           [&](const auto&, const Membership& membership) {
                                             if (membership.container != terms_.group.text()) return;
                                             if (!last || membership.until > last->until) last = membership;
                                           }));
    if (!last) return Error::conflict("group_request.not_member").with("school", school_name_);
    if (last->until == kForever)
      return Error::conflict("group_request.already_member").with("school", school_name_);
    auto next = *last;
    next.from = last->until > now_ ? last->until : from_;
    next.until = terms_.until;
    if (next.until <= next.from) return Error::invalid("group_request.dates_reversed").at("until");
    return add(std::move(next));
  }

  Result<void> merge() {
    std::vector<Membership> members;
    KECANG_ASSIGN(auto listed, rows::page_of(tx_, keys::members_in(terms_.group.text()),
                                             {.after = {}, .limit = kLooked}, rows::Order::ascending));
    for (const auto& row : listed.items) {
      KECANG_ASSIGN(const auto membership,
                    (rows::need<Membership>(tx_, keys::membership(row.value, keys::last_part(row.key)),
                                            "membership.absent")));
      if (membership.until > from_) members.push_back(membership);
    }
    if (!listed.next.empty() || members.size() > GroupRequestCatalog::kMostMembers)
      return Error::too_large("group_request.too_many_members")
          .with("limit", std::to_string(GroupRequestCatalog::kMostMembers));
    for (const auto& membership : members) KECANG_TRY(go_over(membership));
    return {};
  }

  /// Who led the group that ends is a member of the other like the rest.
  Result<void> go_over(const Membership& membership) {
    KECANG_TRY(end(membership));
    KECANG_ASSIGN(const auto there, lasting(membership.subject, terms_.into));
    if (!there.empty()) return {};
    auto next = membership;
    next.container = terms_.into.text();
    next.from = std::max(membership.from, from_);
    if (next.role == MemberRole::core) next.role = MemberRole::member;
    if (next.role == MemberRole::group_administrator) next.role = MemberRole::teacher;
    return add(std::move(next));
  }

  /// The resources follow from their date on, a few in each transaction (hand_overs.h).
  Result<void> hand_over() {
    KECANG_ASSIGN(const auto receiver, tx_.get(keys::school(terms_.receiver)));
    if (!receiver)
      return Error::invalid("group_request.school_absent")
          .at("receiver")
          .with("value", terms_.receiver.text());
    KECANG_TRY(each_school([](const auto&) { return Result<void>(); }));
    if (request_.id.empty()) return {};  // a trial
    KECANG_TRY(tx_.put(keys::open_hand_over(from_, request_.id), ""));
    return rows::put(tx_, keys::hand_over(request_.id),
                     HandOver{.request = request_.id, .due = from_, .by = by_});
  }

  static constexpr std::size_t kLooked = 200;

  Transaction& tx_;
  GroupRequest& request_;
  const GroupRequestTerms& terms_;
  std::string by_;
  Time now_;
  Time from_;
  std::string school_name_;
  std::set<std::string> concerned_;
};

}  // namespace

Result<std::set<std::string>> carry_out(Transaction& tx, GroupRequest& request, const std::string& by,
                                        Time now) {
  Effects effects(tx, request, by, now);
  KECANG_TRY(effects.carry_out());
  return std::move(effects).concerned();
}

}  // namespace kecang
