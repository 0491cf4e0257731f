#include "server/library/roster_words.h"

#include <algorithm>
#include <array>

#include "schemas/base/text.h"

namespace kecang::roster {
namespace {

template <class E>
struct Spelling {
  std::string_view text;
  E value;
};

constexpr auto kGroupKinds = std::to_array<Spelling<GroupKind>>({
    {"教育集团", GroupKind::joined_group},
    {"集团", GroupKind::joined_group},
    {"融合型集团", GroupKind::merged_group},
    {"教育集团（融合型）", GroupKind::merged_group},
    {"聚合型集团", GroupKind::joined_group},
    {"教育集团（聚合型）", GroupKind::joined_group},
    {"联合型集团", GroupKind::allied_group},
    {"教育集团（联合型）", GroupKind::allied_group},
    {"联盟", GroupKind::alliance},
    {"学区", GroupKind::district},
    {"教联体", GroupKind::community},
    {"对口帮扶", GroupKind::pairing},
    {"学科教研中心", GroupKind::subject_centre},
    {"名师工作室", GroupKind::studio},
    {"教育联盟", GroupKind::alliance},
    {"共同体", GroupKind::alliance},
    {"师徒结对", GroupKind::apprenticeship},
});
constexpr auto kGroupTies = std::to_array<Spelling<GroupTie>>({
    {"紧密型", GroupTie::tight},
    {"紧密", GroupTie::tight},
    {"松散型", GroupTie::loose},
    {"松散", GroupTie::loose},
});
constexpr auto kGroupPatterns = std::to_array<Spelling<GroupPattern>>({
    {"母子式", GroupPattern::parent},
    {"师徒式", GroupPattern::mentor},
    {"伙伴式", GroupPattern::partners},
});
constexpr auto kRegionKinds = std::to_array<Spelling<RegionKind>>({
    {"市", RegionKind::city},
    {"县", RegionKind::county},
    {"区", RegionKind::county},
    {"乡镇", RegionKind::town},
    {"镇", RegionKind::town},
    {"乡", RegionKind::town},
    {"街道", RegionKind::town},
});
constexpr auto kSchoolKinds = std::to_array<Spelling<SchoolKind>>({
    {"小学", SchoolKind::primary},
    {"初级中学", SchoolKind::junior},
    {"初中", SchoolKind::junior},
    {"高级中学", SchoolKind::senior},
    {"高中", SchoolKind::senior},
    {"九年一贯制学校", SchoolKind::nine_year},
    {"九年一贯制", SchoolKind::nine_year},
    {"完全中学", SchoolKind::twelve_year},
    {"十二年一贯制学校", SchoolKind::twelve_year},
    {"十二年一贯制", SchoolKind::twelve_year},
    {"教学点", SchoolKind::teaching_point},
    {"幼儿园", SchoolKind::kindergarten},
    {"中等职业学校", SchoolKind::vocational},
    {"其他", SchoolKind::other},
});
constexpr auto kMembershipKinds = std::to_array<Spelling<MembershipKind>>({
    {"教师属于学校", MembershipKind::user_in_school},
    {"人员属于学校", MembershipKind::user_in_school},
    {"学校加入组织", MembershipKind::school_in_group},
    {"学校属于集团", MembershipKind::school_in_group},
    {"教师加入组织", MembershipKind::user_in_group},
    {"人员属于集团", MembershipKind::user_in_group},
    {"人员属于地区", MembershipKind::user_in_region},
    {"教育局人员", MembershipKind::user_in_region},
});
constexpr auto kMemberRoles = std::to_array<Spelling<MemberRole>>({
    {"教师", MemberRole::teacher},
    {"督导", MemberRole::inspector},
    {"审核员", MemberRole::reviewer},
    {"专题编辑", MemberRole::curator},
    {"集团管理员", MemberRole::group_administrator},
    {"教育局", MemberRole::bureau_officer},
    {"教研组长", MemberRole::research_leader},
    {"学校管理员", MemberRole::school_administrator},
    {"核心校", MemberRole::core},
    {"成员校", MemberRole::member},
    {"合作单位", MemberRole::partner},
});
constexpr auto kSystemRoles = std::to_array<Spelling<SystemRole>>({
    {"普通", SystemRole::none},
    {"普通用户", SystemRole::none},
    {"管理员", SystemRole::administrator},
    {"系统管理员", SystemRole::administrator},
});

const auto& spellings(GroupKind) {
  return kGroupKinds;
}
const auto& spellings(GroupTie) {
  return kGroupTies;
}
const auto& spellings(GroupPattern) {
  return kGroupPatterns;
}
const auto& spellings(RegionKind) {
  return kRegionKinds;
}
const auto& spellings(SchoolKind) {
  return kSchoolKinds;
}
const auto& spellings(MembershipKind) {
  return kMembershipKinds;
}
const auto& spellings(MemberRole) {
  return kMemberRoles;
}
const auto& spellings(SystemRole) {
  return kSystemRoles;
}

}  // namespace

std::vector<Column> columns_of(RosterKind kind) {
  switch (kind) {
    case RosterKind::regions:
      return {{"key", {"区划编号", "编号", "行政区划代码", "代码"}, true},
              {"name", {"名称", "地区", "区域"}},
              {"kind", {"级别", "类型", "层级"}},
              {"parent", {"上级", "上级编号", "所属"}}};
    case RosterKind::schools:
      return {{"key", {"学校编号", "编号", "学校代码", "代码"}, true},
              {"name", {"学校名称", "名称", "学校"}},
              {"region", {"地区", "区域", "所在地区"}},
              {"place", {"区划", "区划编号", "行政区划代码"}},
              {"kind", {"类型", "学校类型", "办学类型"}},
              {"stages", {"学段", "办学学段"}}};
    case RosterKind::groups:
      return {{"key", {"编号", "组织编号", "集团编号", "代码"}, true},
              {"name", {"名称", "组织名称", "集团名称"}},
              {"kind", {"类型", "组织类型", "类别"}},
              {"tie", {"紧密程度", "松紧"}},
              {"pattern", {"模式", "合作模式"}}};
    case RosterKind::users:
      return {{"key", {"工号", "编号", "教师编号"}},
              {"login", {"登录名", "账号", "用户名"}},
              {"name", {"姓名", "名字"}},
              {"password", {"密码", "初始密码"}},
              {"role", {"角色", "系统角色"}}};
    case RosterKind::memberships:
      return {{"kind", {"类型", "关系", "关系类型"}, true},
              {"member", {"成员", "成员编号"}, true},
              {"container", {"所属", "所属编号", "加入"}, true},
              {"role", {"角色", "身份"}},
              {"from", {"开始", "开始日期", "起"}},
              {"until", {"结束", "结束日期", "止"}}};
  }
  return {};
}

/// The product's own name of a value, or what people write for it.
template <class E>
Result<E> spelled(const std::string& text, const char* column) {
  const auto wanted = text::normalise(text);
  for (const auto& [name, value] : spellings(E()))
    if (text::normalise(name) == wanted) return value;
  if (auto known = parse_enum<E>(wanted)) return *known;
  std::string allowed;
  for (const auto& [enumerator, name] : EnumNames<E>::values)
    allowed += (allowed.empty() ? "" : ", ") + std::string(name);
  return Error::invalid("roster.value_unknown").at(column).with("value", text).with("allowed", allowed);
}

template Result<GroupKind> spelled<GroupKind>(const std::string&, const char*);
template Result<GroupTie> spelled<GroupTie>(const std::string&, const char*);
template Result<GroupPattern> spelled<GroupPattern>(const std::string&, const char*);
template Result<RegionKind> spelled<RegionKind>(const std::string&, const char*);
template Result<SchoolKind> spelled<SchoolKind>(const std::string&, const char*);
template Result<MembershipKind> spelled<MembershipKind>(const std::string&, const char*);
template Result<MemberRole> spelled<MemberRole>(const std::string&, const char*);
template Result<SystemRole> spelled<SystemRole>(const std::string&, const char*);

/// 小学、初中: what stands between separators, in one column.
std::vector<std::string> list_in(std::string_view text) {
  constexpr std::array<std::string_view, 6> kSeparators = {"、", "，", ",", ";", "；", " "};
  std::vector<std::string> items{""};
  while (!text.empty()) {
    const auto separator = std::find_if(kSeparators.begin(), kSeparators.end(),
                                        [&](std::string_view one) { return text.starts_with(one); });
    if (separator == kSeparators.end()) {
      items.back() += text.front();
      text.remove_prefix(1);
      continue;
    }
    text.remove_prefix(separator->size());
    items.emplace_back();
  }
  std::erase(items, "");
  return items;
}

}  // namespace kecang::roster
