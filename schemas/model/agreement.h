#pragma once
/// Agreements between schools and groups: the only way rights cross schools beside the groups they belong to.
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "schemas/model/action.h"
#include "schemas/model/describe.h"
#include "schemas/model/standing.h"
#include "schemas/model/trail_event.h"

namespace kecang {

/// Whether what a party has goes to the others by itself (紧密), or what it releases to the agreement (松散).
enum class Sharing : std::uint8_t { by_default, by_release };
template <>
struct EnumNames<Sharing> {
  static constexpr auto values =
      std::array{std::pair{Sharing::by_default, "by_default"}, std::pair{Sharing::by_release, "by_release"}};
};

/// Which way it goes between the lead party and the members.
enum class Flow : std::uint8_t {
  both,  ///< everyone gives, everyone receives (伙伴式)
  down,  ///< the lead gives, the members receive (母子式, 师徒式, 帮扶)
  up,    ///< the members give, the lead receives
};
template <>
struct EnumNames<Flow> {
  static constexpr auto values =
      std::array{std::pair{Flow::both, "both"}, std::pair{Flow::down, "down"}, std::pair{Flow::up, "up"}};
};

/// What of a giver's resources that are not shared is told to those who receive.
enum class Unshared : std::uint8_t {
  hidden,
  titles,  ///< that they exist, so that somebody can ask for access
};
template <>
struct EnumNames<Unshared> {
  static constexpr auto values =
      std::array{std::pair{Unshared::hidden, "hidden"}, std::pair{Unshared::titles, "titles"}};
};

enum class PartyKind : std::uint8_t { school, group };
template <>
struct EnumNames<PartyKind> {
  static constexpr auto values =
      std::array{std::pair{PartyKind::school, "school"}, std::pair{PartyKind::group, "group"}};
};

enum class PartyRole : std::uint8_t {
  lead,
  member,
  partner,  ///< receives what is released to partners and nothing else, and gives nothing (X)
};
template <>
struct EnumNames<PartyRole> {
  static constexpr auto values =
      std::array{std::pair{PartyRole::lead, "lead"}, std::pair{PartyRole::member, "member"},
                 std::pair{PartyRole::partner, "partner"}};
};

/// Counts in [from, until), within the time of the agreement.
struct AgreementParty {
  PartyKind kind = PartyKind::school;
  std::string id;  ///< id text of the school or group
  PartyRole role = PartyRole::member;
  Time from{};
  Time until = kForever;
  UserId approved_by{};  ///< empty: not yet
  Time approved_at{};

  bool counts_at(Time now) const { return from <= now && now < until; }
  bool gives(Flow flow) const;
  bool receives(Flow flow) const;
};
template <class V>
void describe(V& v, AgreementParty& p) {
  v("kind", p.kind);
  v("id", p.id);
  v("role", p.role);
  v("from", p.from);
  v("until", p.until);
  v("approved_by", p.approved_by);
  v("approved_at", p.approved_at);
}

/// Empty lists stand for any value.
struct AgreementContent {
  std::vector<std::string> types;
  std::vector<std::string> subjects;
  Standing least = Standing::none;
};
template <class V>
void describe(V& v, AgreementContent& c) {
  v("types", c.types);
  v("subjects", c.subjects);
  v("least", c.least);
}

/// As far as people took it. Whether a filed one is active or ended, the clock says (phase_at).
enum class AgreementState : std::uint8_t {
  draft,
  proposed,    ///< its terms stand; the parties approve it one by one
  approved,    ///< by all parties
  filed,       ///< 备案, by a bureau
  terminated,  ///< before its time
};
template <>
struct EnumNames<AgreementState> {
  static constexpr auto values =
      std::array{std::pair{AgreementState::draft, "draft"}, std::pair{AgreementState::proposed, "proposed"},
                 std::pair{AgreementState::approved, "approved"}, std::pair{AgreementState::filed, "filed"},
                 std::pair{AgreementState::terminated, "terminated"}};
};

enum class AgreementPhase : std::uint8_t { draft, proposed, approved, filed, active, ended, terminated };
template <>
struct EnumNames<AgreementPhase> {
  static constexpr auto values = std::array{
      std::pair{AgreementPhase::draft, "draft"},          std::pair{AgreementPhase::proposed, "proposed"},
      std::pair{AgreementPhase::approved, "approved"},    std::pair{AgreementPhase::filed, "filed"},
      std::pair{AgreementPhase::active, "active"},        std::pair{AgreementPhase::ended, "ended"},
      std::pair{AgreementPhase::terminated, "terminated"}};
};

struct Agreement {
  AgreementId id;
  std::uint64_t version = 0;
  std::string title;
  Sharing sharing = Sharing::by_release;
  Flow flow = Flow::both;
  AgreementContent content;
  std::vector<Action> actions{Action::find, Action::view, Action::download};
  Unshared unshared = Unshared::hidden;
  std::vector<AgreementParty> parties;  ///< at most kMostParties
  Time from{};
  Time until = kForever;
  std::string duties;         ///< 权利义务, as people write it
  std::string filing_number;  ///< 备案号
  std::vector<ResourceId> attachments;
  AgreementState state = AgreementState::draft;
  AgreementId renews;  ///< the one it goes on from; empty: none
  UserId created_by;
  Time created_at{};

  static constexpr std::size_t kMostParties = 100;
  /// Rights come from it.
  bool counts_at(Time now) const { return state == AgreementState::filed && from <= now && now < until; }
};
template <class V>
void describe(V& v, Agreement& a) {
  v("id", a.id);
  v("version", a.version);
  v("title", a.title);
  v("sharing", a.sharing);
  v("flow", a.flow);
  v("content", a.content);
  v("actions", a.actions);
  v("unshared", a.unshared);
  v("parties", a.parties);
  v("from", a.from);
  v("until", a.until);
  v("duties", a.duties);
  v("filing_number", a.filing_number);
  v("attachments", a.attachments);
  v("state", a.state);
  v("renews", a.renews);
  v("created_by", a.created_by);
  v("created_at", a.created_at);
}
AgreementPhase phase_at(const Agreement& agreement, Time now);

}  // namespace kecang

KECANG_NOUN(kecang::AgreementParty);
KECANG_NOUN(kecang::AgreementContent);
KECANG_NOUN(kecang::Agreement);
