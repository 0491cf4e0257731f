#pragma once
/// Requests that change who belongs to which group, or which school what belongs to: a group is founded,
/// schools join, leave or stay longer, groups merge or split, a school hands over what it has. Each side
/// consents, a bureau files it, and only then something changes.
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/agreement.h"
#include "schemas/model/describe.h"
#include "schemas/model/people.h"

namespace kecang {

using GroupRequestId = Id<struct GroupRequestTag>;

enum class GroupRequestKind : std::uint8_t { found, join, leave, extend, merge, split, hand_over };
template <>
struct EnumNames<GroupRequestKind> {
  static constexpr auto values = std::array{
      std::pair{GroupRequestKind::found, "found"},           // 成立
      std::pair{GroupRequestKind::join, "join"},             // 纳新
      std::pair{GroupRequestKind::leave, "leave"},           // 退出
      std::pair{GroupRequestKind::extend, "extend"},         // 续约
      std::pair{GroupRequestKind::merge, "merge"},           // 合并: the group's members go over to `into`
      std::pair{GroupRequestKind::split, "split"},           // 分设: some members make a group of their own
      std::pair{GroupRequestKind::hand_over, "hand_over"}};  // 移交: resources change their school of record
};

enum class GroupRequestState : std::uint8_t {
  proposed,  ///< the sides consent one by one
  agreed,    ///< all sides did; a bureau files it
  filed,     ///< memberships or owners changed, or will on its date
  refused,
  withdrawn,
};
template <>
struct EnumNames<GroupRequestState> {
  static constexpr auto values = std::array{
      std::pair{GroupRequestState::proposed, "proposed"}, std::pair{GroupRequestState::agreed, "agreed"},
      std::pair{GroupRequestState::filed, "filed"}, std::pair{GroupRequestState::refused, "refused"},
      std::pair{GroupRequestState::withdrawn, "withdrawn"}};
};

/// Whose consent it needs.
struct RequestSide {
  PartyKind kind = PartyKind::school;
  std::string id;        ///< id text of the school or group
  UserId approved_by{};  ///< empty: not yet
  Time approved_at{};
};
template <class V>
void describe(V& v, RequestSide& s) {
  v("kind", s.kind);
  v("id", s.id);
  v("approved_by", s.approved_by);
  v("approved_at", s.approved_at);
}

struct RequestedSchool {
  SchoolId school;
  MemberRole role = MemberRole::member;  ///< in the group it comes to
};
template <class V>
void describe(V& v, RequestedSchool& s) {
  v("school", s.school);
  v("role", s.role);
}

/// What people ask for; which of it counts depends on the kind.
struct GroupRequestTerms {
  GroupRequestKind kind = GroupRequestKind::join;
  GroupId group;     ///< joined, left, stayed in, merged into another, or split; empty: one is founded
  GroupId into;      ///< of a merger: the group that goes on
  std::string name;  ///< of the group that is founded or split off
  GroupKind group_kind = GroupKind::joined_group;
  GroupTie tie = GroupTie::unspecified;
  GroupPattern pattern = GroupPattern::unspecified;
  std::vector<RequestedSchool>
      schools;                        ///< who founds, joins, leaves, stays, goes with the new group, or gives
  SchoolId receiver;                  ///< of a hand-over
  std::vector<ResourceId> resources;  ///< of a hand-over, ascending; empty: all that the school has
  Time from{};                        ///< not before it is filed
  Time until = kForever;              ///< of new memberships
  std::string reason;

  static constexpr std::size_t kMostSchools = 60;
  static constexpr std::size_t kMostChosen = 1'000;
};
template <class V>
void describe(V& v, GroupRequestTerms& t) {
  v("kind", t.kind);
  v("group", t.group);
  v("into", t.into);
  v("name", t.name);
  v("group_kind", t.group_kind);
  v("tie", t.tie);
  v("pattern", t.pattern);
  v("schools", t.schools);
  v("receiver", t.receiver);
  v("resources", t.resources);
  v("from", t.from);
  v("until", t.until);
  v("reason", t.reason);
}

struct GroupRequest {
  GroupRequestId id;
  std::uint64_t version = 0;
  GroupRequestTerms terms;
  std::vector<RequestSide> sides;
  GroupRequestState state = GroupRequestState::proposed;
  std::string filing_number;  ///< 备案号
  GroupId made;               ///< the group that came of it
  UserId created_by;
  Time created_at{};
};
template <class V>
void describe(V& v, GroupRequest& r) {
  v("id", r.id);
  v("version", r.version);
  v("terms", r.terms);
  v("sides", r.sides);
  v("state", r.state);
  v("filing_number", r.filing_number);
  v("made", r.made);
  v("created_by", r.created_by);
  v("created_at", r.created_at);
}

/// Whose consent these terms need: the schools they name, and the groups that change.
std::vector<RequestSide> sides_of(const GroupRequestTerms& terms);

}  // namespace kecang

KECANG_NOUN(kecang::RequestSide);
KECANG_NOUN(kecang::RequestedSchool);
KECANG_NOUN(kecang::GroupRequestTerms);
KECANG_NOUN(kecang::GroupRequest);
