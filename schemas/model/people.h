#pragma once
/// Users, sessions, tokens, regions, schools, groups and the dated memberships between them.
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
  UserId viewing_as{};  ///< whose school's part of the library an administrator looks at; empty: their own
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
  v("viewing_as", s.viewing_as);
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

enum class RegionKind { city, county, town };
template <>
struct EnumNames<RegionKind> {
  static constexpr auto values = std::array{std::pair{RegionKind::city, "city"},      // 市
                                            std::pair{RegionKind::county, "county"},  // 县, 区
                                            std::pair{RegionKind::town, "town"}};     // 乡镇, 街道
};

/// A tree: towns stand in counties, counties in cities.
struct Region {
  RegionId id;
  std::uint64_t version = 0;
  std::string key;  ///< the roster's stable key, unique
  std::string name;
  RegionKind kind = RegionKind::county;
  RegionId parent;  ///< empty: none
  Time created_at;
  bool closed = false;  ///< nothing is placed in it any more
};
template <class V>
void describe(V& v, Region& r) {
  v("id", r.id);
  v("version", r.version);
  v("key", r.key);
  v("name", r.name);
  v("kind", r.kind);
  v("parent", r.parent);
  v("created_at", r.created_at);
  v("closed", r.closed);
}

enum class SchoolKind {
  unspecified,
  primary,
  junior,
  senior,
  nine_year,
  twelve_year,
  teaching_point,
  kindergarten,
  vocational,
  other
};
template <>
struct EnumNames<SchoolKind> {
  static constexpr auto values =
      std::array{std::pair{SchoolKind::unspecified, "unspecified"},
                 std::pair{SchoolKind::primary, "primary"},                // 小学
                 std::pair{SchoolKind::junior, "junior"},                  // 初级中学
                 std::pair{SchoolKind::senior, "senior"},                  // 高级中学
                 std::pair{SchoolKind::nine_year, "nine_year"},            // 九年一贯制
                 std::pair{SchoolKind::twelve_year, "twelve_year"},        // 完全中学, 十二年一贯制
                 std::pair{SchoolKind::teaching_point, "teaching_point"},  // 教学点
                 std::pair{SchoolKind::kindergarten, "kindergarten"},      // 幼儿园
                 std::pair{SchoolKind::vocational, "vocational"},          // 中等职业学校
                 std::pair{SchoolKind::other, "other"}};                   // 企业, 协会, 高校 …
};

struct School {
  SchoolId id;
  std::uint64_t version = 0;
  std::string key;  ///< the roster's stable key, unique
  std::string name;
  std::string region;  ///< as people write it
  RegionId place;      ///< in the tree of regions; empty: in none
  SchoolKind kind = SchoolKind::unspecified;
  std::vector<std::string> stages;  ///< 小学 初中 高中
  Time created_at;
};
template <class V>
void describe(V& v, School& s) {
  v("id", s.id);
  v("version", s.version);
  v("key", s.key);
  v("name", s.name);
  v("region", s.region);
  v("place", s.place);
  v("kind", s.kind);
  v("stages", s.stages);
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
  studio,
  apprenticeship
};
template <>
struct EnumNames<GroupKind> {
  static constexpr auto values =
      std::array{std::pair{GroupKind::merged_group, "merged_group"},       // 教育集团（融合型）
                 std::pair{GroupKind::joined_group, "joined_group"},       // 教育集团（聚合型）
                 std::pair{GroupKind::allied_group, "allied_group"},       // 教育集团（联合型）
                 std::pair{GroupKind::alliance, "alliance"},               // 联盟
                 std::pair{GroupKind::district, "district"},               // 学区
                 std::pair{GroupKind::community, "community"},             // 教联体
                 std::pair{GroupKind::pairing, "pairing"},                 // 对口帮扶
                 std::pair{GroupKind::subject_centre, "subject_centre"},   // 学科教研中心
                 std::pair{GroupKind::studio, "studio"},                   // 名师工作室
                 std::pair{GroupKind::apprenticeship, "apprenticeship"}};  // 师徒结对
};

/// How close a group is, which decides what an agreement between its schools says unless they say otherwise.
enum class GroupTie { unspecified, tight, loose };
template <>
struct EnumNames<GroupTie> {
  static constexpr auto values = std::array{std::pair{GroupTie::unspecified, "unspecified"},
                                            std::pair{GroupTie::tight, "tight"},   // 紧密型
                                            std::pair{GroupTie::loose, "loose"}};  // 松散型
};

/// Who leads whom.
enum class GroupPattern { unspecified, parent, mentor, partners };
template <>
struct EnumNames<GroupPattern> {
  static constexpr auto values = std::array{std::pair{GroupPattern::unspecified, "unspecified"},
                                            std::pair{GroupPattern::parent, "parent"},       // 母子式
                                            std::pair{GroupPattern::mentor, "mentor"},       // 师徒式
                                            std::pair{GroupPattern::partners, "partners"}};  // 伙伴式
};

struct Group {
  GroupId id;
  std::uint64_t version = 0;
  std::string key;  ///< the roster's stable key, unique
  std::string name;
  GroupKind kind = GroupKind::joined_group;
  GroupTie tie = GroupTie::unspecified;
  GroupPattern pattern = GroupPattern::unspecified;
  Time created_at;
};
template <class V>
void describe(V& v, Group& g) {
  v("id", g.id);
  v("version", g.version);
  v("key", g.key);
  v("name", g.name);
  v("kind", g.kind);
  v("tie", g.tie);
  v("pattern", g.pattern);
  v("created_at", g.created_at);
}

/// user → school, school → group, user → group, or user → region.
enum class MembershipKind { user_in_school, school_in_group, user_in_group, user_in_region };
template <>
struct EnumNames<MembershipKind> {
  static constexpr auto values = std::array{std::pair{MembershipKind::user_in_school, "user_in_school"},
                                            std::pair{MembershipKind::school_in_group, "school_in_group"},
                                            std::pair{MembershipKind::user_in_group, "user_in_group"},
                                            std::pair{MembershipKind::user_in_region, "user_in_region"}};
};

/// People's roles first, from fewest rights to most; core, member and partner are schools' roles in a group.
/// Which role goes with which kind of membership is one table (role_fits).
enum class MemberRole {
  inspector,
  teacher,
  reviewer,
  curator,
  research_leader,
  school_administrator,
  group_administrator,
  bureau_officer,
  core,
  member,
  partner
};
template <>
struct EnumNames<MemberRole> {
  static constexpr auto values =
      std::array{std::pair{MemberRole::inspector, "inspector"},                        // 督导, 只读
                 std::pair{MemberRole::teacher, "teacher"},                            // 教师
                 std::pair{MemberRole::reviewer, "reviewer"},                          // 审核员
                 std::pair{MemberRole::curator, "curator"},                            // 专题编辑
                 std::pair{MemberRole::research_leader, "research_leader"},            // 教研组长
                 std::pair{MemberRole::school_administrator, "school_administrator"},  // 学校管理员
                 std::pair{MemberRole::group_administrator, "group_administrator"},    // 集团管理员
                 std::pair{MemberRole::bureau_officer, "bureau_officer"},              // 教育局
                 std::pair{MemberRole::core, "core"},                                  // 核心校, 牵头校
                 std::pair{MemberRole::member, "member"},                              // 成员校
                 std::pair{MemberRole::partner, "partner"}};                           // 合作单位
};
bool role_fits(MemberRole role, MembershipKind kind);

/// Counts in [from, until). Ended ones stay as history.
struct Membership {
  MembershipId id;
  std::uint64_t version = 0;
  MembershipKind kind = MembershipKind::user_in_school;
  std::string subject;    ///< id text of the user or school that belongs
  std::string container;  ///< id text of the school, group or region it belongs to
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
KECANG_NOUN(kecang::Region);
KECANG_NOUN(kecang::School);
KECANG_NOUN(kecang::Group);
KECANG_NOUN(kecang::Membership);
