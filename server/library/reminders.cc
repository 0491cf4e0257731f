#include "server/library/reminders.h"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace kecang {
namespace {

constexpr std::array<std::uint32_t, 3> kStages{7, 30, 90};  // days
constexpr auto kDay = std::chrono::hours{24};

}  // namespace

bool Reminders::is_soon(Time until) const {
  const auto now = clock_.now();
  return now < until && until != kForever && until - now <= kStages.back() * kDay;
}

Reminder Reminders::reminder(Time until) const {
  Reminder reminder;
  reminder.until = until;
  const auto left = until - clock_.now();
  reminder.days = static_cast<std::uint32_t>((left + kDay - milliseconds{1}) / kDay);
  reminder.stage =
      *std::find_if(kStages.begin(), kStages.end(), [&](std::uint32_t days) { return left <= days * kDay; });
  return reminder;
}

Result<void> Reminders::add_agreements(const std::string& place, std::vector<Reminder>& to) const {
  KECANG_ASSIGN(const auto agreements, directory_.agreements_of(place));
  for (const auto& agreement : agreements) {
    if (!agreement.counts_at(clock_.now()) || !is_soon(agreement.until)) continue;
    const bool renewed = std::any_of(agreements.begin(), agreements.end(), [&](const Agreement& next) {
      return next.renews == agreement.id && next.state == AgreementState::filed;
    });
    if (renewed) continue;
    auto one = reminder(agreement.until);
    one.id = agreement.id.text();
    one.title = agreement.title;
    to.push_back(std::move(one));
  }
  return {};
}

/// One that goes on under another row ends nothing.
Result<void> Reminders::add_membership(const Membership& membership, std::vector<Reminder>& to,
                                       Names& names) const {
  if (membership.kind != MembershipKind::school_in_group || !membership.counts_at(clock_.now()) ||
      !is_soon(membership.until))
    return {};
  KECANG_ASSIGN(const auto all, directory_.memberships_of(membership.subject));
  const bool goes_on = std::any_of(all.begin(), all.end(), [&](const Membership& next) {
    return next.container == membership.container && next.counts_at(membership.until);
  });
  if (goes_on) return {};
  auto one = reminder(membership.until);
  one.what = Reminded::membership;
  one.id = membership.id.text();
  one.member = SchoolId::trusted(membership.subject);
  one.group = GroupId::trusted(membership.container);
  KECANG_ASSIGN(one.title, names.group(one.group));
  KECANG_ASSIGN(one.school, names.school(one.member));
  to.push_back(std::move(one));
  return {};
}

Result<void> Reminders::add_memberships_of(const SchoolId& school, std::vector<Reminder>& to,
                                           Names& names) const {
  KECANG_ASSIGN(const auto memberships, directory_.memberships_of(school.text()));
  for (const auto& membership : memberships) KECANG_TRY(add_membership(membership, to, names));
  return {};
}

Result<void> Reminders::add_members_of(const GroupId& group, std::vector<Reminder>& to, Names& names) const {
  KECANG_ASSIGN(const auto limited, directory_.limited_members(group.text()));
  for (const auto& membership : limited) KECANG_TRY(add_membership(membership, to, names));
  return {};
}

Result<std::vector<Reminder>> Reminders::of(const access::Viewer& viewer) const {
  std::vector<Reminder> all;
  Names names(directory_);
  for (const auto& place : viewer.schools()) {
    if (!viewer.administers(place.school)) continue;
    KECANG_TRY(add_agreements(place.school.text(), all));
    KECANG_TRY(add_memberships_of(place.school, all, names));
  }
  for (const auto& place : viewer.groups()) {
    if (!viewer.administers(place.group)) continue;
    KECANG_TRY(add_agreements(place.group.text(), all));
    KECANG_TRY(add_members_of(place.group, all, names));
  }
  std::sort(all.begin(), all.end(), [](const Reminder& a, const Reminder& b) {
    return std::tie(a.until, a.id) < std::tie(b.until, b.id);
  });
  all.erase(std::unique(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
            all.end());
  return all;
}

}  // namespace kecang
