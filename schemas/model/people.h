#pragma once
/// Users, sessions, tokens, schools, groups and the dated memberships between them.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "schemas/model/describe.h"

namespace kecang {

/// What a user may do for the whole installation. Rights inside schools and groups come from memberships.
enum class SystemRole { none, administrator };
template <>
struct EnumNames<SystemRole> {
  static constexpr auto values =
      std::array{std::pair{SystemRole::none, "none"}, std::pair{SystemRole::administrator, "administrator"}};
};

struct User {
  UserId id;
  std::uint64_t version = 0;
  std::string login;         ///< unique, NFKC lower case
  std::string name;          ///< as people read it
  std::string external_key;  ///< the roster's own stable key, e.g. a staff number; unique if not empty
  SystemRole role = SystemRole::none;
  bool disabled = false;
  bool must_change_password = false;
  std::string password_hash;  ///< argon2id, libsodium's string form
  Time created_at;
};
template <class V>
void describe(V& v, User& u) {
  v("id", u.id);
  v("version", u.version);
  v("login", u.login);
  v("name", u.name);
  v.secret("external_key", u.external_key);
  v("role", u.role);
  v("disabled", u.disabled);
  v("must_change_password", u.must_change_password);
  v.secret("password_hash", u.password_hash);
  v("created_at", u.created_at);
}

/// Found by the SHA-256 of the secret in the cookie; the secret itself is kept nowhere.
struct Session {
  SessionId id;
  UserId user;
  Digest secret_hash;
  std::string csrf_token;
  Time created_at;
  Time last_seen_at;
  Time expires_at;
};
template <class V>
void describe(V& v, Session& s) {
  v("id", s.id);
  v("user", s.user);
  v.secret("secret_hash", s.secret_hash);
  v.secret("csrf_token", s.csrf_token);
  v("created_at", s.created_at);
  v("last_seen_at", s.last_seen_at);
  v("expires_at", s.expires_at);
}

struct ApiToken {
  TokenId id;
  UserId user;
  std::string name;
  Digest secret_hash;
  Time created_at;
  Time expires_at;
};
template <class V>
void describe(V& v, ApiToken& t) {
  v("id", t.id);
  v("user", t.user);
  v("name", t.name);
  v.secret("secret_hash", t.secret_hash);
  v("created_at", t.created_at);
  v("expires_at", t.expires_at);
}

struct School {
  SchoolId id;
  std::uint64_t version = 0;
  std::string key;  ///< the roster's stable key, unique
  std::string name;
  std::string region;
  Time created_at;
};
template <class V>
void describe(V& v, School& s) {
  v("id", s.id);
  v("version", s.version);
  v("key", s.key);
  v("name", s.name);
  v("region", s.region);
  v("created_at", s.created_at);
}

enum class GroupKind {
  merged_group,
  joined_group,
  allied_group,
  alliance,
  district,
  community,
  pairing,
  subject_centre,
  studio
};
template <>
struct EnumNames<GroupKind> {
  static constexpr auto values =
      std::array{std::pair{GroupKind::merged_group, "merged_group"},      // 教育集团（融合型）
                 std::pair{GroupKind::joined_group, "joined_group"},      // 教育集团（聚合型）
                 std::pair{GroupKind::allied_group, "allied_group"},      // 教育集团（联合型）
                 std::pair{GroupKind::alliance, "alliance"},              // 联盟
                 std::pair{GroupKind::district, "district"},              // 学区
                 std::pair{GroupKind::community, "community"},            // 教联体
                 std::pair{GroupKind::pairing, "pairing"},                // 对口帮扶
                 std::pair{GroupKind::subject_centre, "subject_centre"},  // 学科教研中心
                 std::pair{GroupKind::studio, "studio"}};                 // 名师工作室
};

struct Group {
  GroupId id;
  std::uint64_t version = 0;
  std::string key;  ///< the roster's stable key, unique
  std::string name;
  GroupKind kind = GroupKind::joined_group;
  Time created_at;
};
template <class V>
void describe(V& v, Group& g) {
  v("id", g.id);
  v("version", g.version);
  v("key", g.key);
  v("name", g.name);
  v("kind", g.kind);
  v("created_at", g.created_at);
}

/// user → school, school → group, or user → group.
enum class MembershipKind { user_in_school, school_in_group, user_in_group };
template <>
struct EnumNames<MembershipKind> {
  static constexpr auto values = std::array{std::pair{MembershipKind::user_in_school, "user_in_school"},
                                            std::pair{MembershipKind::school_in_group, "school_in_group"},
                                            std::pair{MembershipKind::user_in_group, "user_in_group"}};
};

/// teacher and leader are people's roles; core, member and partner are schools' roles in a group.
enum class MemberRole { teacher, research_leader, school_administrator, core, member, partner };
template <>
struct EnumNames<MemberRole> {
  static constexpr auto values =
      std::array{std::pair{MemberRole::teacher, "teacher"},
                 std::pair{MemberRole::research_leader, "research_leader"},            // 教研组长
                 std::pair{MemberRole::school_administrator, "school_administrator"},  // 学校管理员
                 std::pair{MemberRole::core, "core"},                                  // 核心校
                 std::pair{MemberRole::member, "member"},                              // 成员校
                 std::pair{MemberRole::partner, "partner"}};                           // 合作单位
};

/// Counts in [from, until). Ended ones stay as history.
struct Membership {
  MembershipId id;
  std::uint64_t version = 0;
  MembershipKind kind = MembershipKind::user_in_school;
  std::string subject;    ///< id text of the user or school that belongs
  std::string container;  ///< id text of the school or group it belongs to
  MemberRole role = MemberRole::teacher;
  Time from;
  Time until = kForever;
  bool counts_at(Time now) const { return from <= now && now < until; }
};
template <class V>
void describe(V& v, Membership& m) {
  v("id", m.id);
  v("version", m.version);
  v("kind", m.kind);
  v("subject", m.subject);
  v("container", m.container);
  v("role", m.role);
  v("from", m.from);
  v("until", m.until);
}

}  // namespace kecang

KECANG_NOUN(kecang::User);
KECANG_NOUN(kecang::Session);
KECANG_NOUN(kecang::ApiToken);
KECANG_NOUN(kecang::School);
KECANG_NOUN(kecang::Group);
KECANG_NOUN(kecang::Membership);
