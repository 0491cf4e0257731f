#pragma once
/// What ends soon and concerns who administers it: agreements and memberships of schools in groups, from 90
/// days before. Worked out when it is asked for, from what counts then. Any thread may call.
#include <array>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "server/access/viewer.h"
#include "server/library/names.h"
#include "storage/catalog/directory.h"

namespace kecang {

enum class Reminded { agreement, membership };
template <>
struct EnumNames<Reminded> {
  static constexpr auto values =
      std::array{std::pair{Reminded::agreement, "agreement"}, std::pair{Reminded::membership, "membership"}};
};

struct Reminder {
  Reminded what = Reminded::agreement;
  std::string id;      ///< id text of the agreement or membership
  std::string title;   ///< of the agreement, or the group's name
  std::string school;  ///< whose membership; its name
  GroupId group{};     ///< of a membership
  SchoolId member{};   ///< of a membership
  Time until{};
  std::uint32_t stage = 90;  ///< 90, 30 or 7: at most so many days are left
  std::uint32_t days = 0;    ///< left, begun ones counted
};

class Reminders {
 public:
  Reminders(const Directory& directory, const Clock& clock) : directory_(directory), clock_(clock) {}
  /// Soonest first; without agreements that are renewed and memberships that go on.
  Result<std::vector<Reminder>> of(const access::Viewer& viewer) const;

 private:
  Result<void> add_agreements(const std::string& place, std::vector<Reminder>& to) const;
  Result<void> add_memberships_of(const SchoolId& school, std::vector<Reminder>& to, Names& names) const;
  Result<void> add_members_of(const GroupId& group, std::vector<Reminder>& to, Names& names) const;
  Result<void> add_membership(const Membership& membership, std::vector<Reminder>& to, Names& names) const;
  bool is_soon(Time until) const;
  Reminder reminder(Time until) const;

  const Directory& directory_;
  const Clock& clock_;
};

}  // namespace kecang
