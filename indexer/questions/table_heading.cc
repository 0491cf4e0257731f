#include "indexer/questions/table_heading.h"

#include <algorithm>
#include <array>

#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kLongestName = 90;

struct Name {
  std::string_view text;
  Column column;
};

// In half width, small letters, without spaces and remarks in brackets.
constexpr auto kNames = std::to_array<Name>({
    {"题干", Column::stem},
    {"题目", Column::stem},
    {"题目内容", Column::stem},
    {"试题", Column::stem},
    {"试题内容", Column::stem},
    {"题目描述", Column::stem},
    {"题干内容", Column::stem},
    {"试题题干", Column::stem},
    {"问题", Column::stem},
    {"问题内容", Column::stem},
    {"题文", Column::stem},
    {"内容", Column::stem},
    {"试题描述", Column::stem},
    {"题目名称", Column::stem},
    {"试题题目", Column::stem},
    {"question", Column::stem},
    {"questiontext", Column::stem},
    {"stem", Column::stem},
    {"questions", Column::stem},
    {"questionstem", Column::stem},
    {"prompt", Column::stem},
    {"题型", Column::kind},
    {"题目类型", Column::kind},
    {"试题类型", Column::kind},
    {"类型", Column::kind},
    {"试题题型", Column::kind},
    {"题类", Column::kind},
    {"type", Column::kind},
    {"questiontype", Column::kind},
    {"kind", Column::kind},
    {"选项", Column::options},
    {"选项内容", Column::options},
    {"备选项", Column::options},
    {"备选答案", Column::options},
    {"候选项", Column::options},
    {"可选项", Column::options},
    {"全部选项", Column::options},
    {"options", Column::options},
    {"choices", Column::options},
    {"答案", Column::answer},
    {"正确答案", Column::answer},
    {"参考答案", Column::answer},
    {"标准答案", Column::answer},
    {"试题答案", Column::answer},
    {"题目答案", Column::answer},
    {"正确选项", Column::answer},
    {"answer", Column::answer},
    {"correctanswer", Column::answer},
    {"correct", Column::answer},
    {"key", Column::answer},
    {"rightanswer", Column::answer},
    {"correctoption", Column::answer},
    {"answerkey", Column::answer},
    {"answers", Column::answer},
    {"解析", Column::explanation},
    {"答案解析", Column::explanation},
    {"试题解析", Column::explanation},
    {"题目解析", Column::explanation},
    {"详解", Column::explanation},
    {"解题思路", Column::explanation},
    {"分析", Column::explanation},
    {"解释", Column::explanation},
    {"explanation", Column::explanation},
    {"analysis", Column::explanation},
    {"rationale", Column::explanation},
    {"feedback", Column::explanation},
    {"solution", Column::explanation},
    {"分值", Column::score},
    {"分数", Column::score},
    {"得分", Column::score},
    {"score", Column::score},
    {"points", Column::score},
    {"marks", Column::score},
    {"序号", Column::number},
    {"题号", Column::number},
    {"编号", Column::number},
    {"no", Column::number},
    {"no.", Column::number},
    {"id", Column::number},
    {"#", Column::number},
    {"number", Column::number},
    {"材料", Column::parent},
    {"材料内容", Column::parent},
    {"大题题干", Column::parent},
    {"阅读材料", Column::parent},
    {"passage", Column::parent},
});

// "选项A（必填）*" → "选项a"
std::string plain_name(std::string_view cell) {
  std::string name = folded(cell.substr(0, kLongestName));
  const auto bracket = name.find_first_of("([");
  if (bracket != std::string::npos && bracket > 0) name.resize(bracket);
  for (const std::string_view mark : {"【", "：", "："})
    if (const auto at = name.find(mark); at != std::string::npos && at > 0) name.resize(at);
  while (!name.empty() && (name.back() == '*' || name.back() == ':')) name.pop_back();
  while (!name.empty() && name.front() == '*') name.erase(0, 1);
  return name;
}

// "选项a", "a选项", "选项1", "选项一", "答案a", "optiona", "choice1", "a", "a.": the option's place.
std::optional<std::size_t> option_place(std::string_view name) {
  constexpr auto kWords = std::to_array<std::string_view>(
      {"选项", "备选项", "选择项", "答案选项", "备选答案", "答案", "option", "choice", "answer", "选择"});
  for (const std::string_view word : kWords) {
    if (name.starts_with(word) && name.size() > word.size()) {
      name.remove_prefix(word.size());
      break;
    }
    if (name.ends_with(word) && name.size() > word.size()) {
      name.remove_suffix(word.size());
      break;
    }
  }
  while (!name.empty() && (name.front() == '_' || name.front() == '-')) name.remove_prefix(1);
  while (!name.empty() && (name.back() == '.' || name.back() == '_')) name.remove_suffix(1);
  if (name.size() == 1 && name[0] >= 'a' && name[0] <= 'j') return static_cast<std::size_t>(name[0] - 'a');
  return std::nullopt;
}

std::optional<std::size_t> counted_option(std::string_view name) {
  for (const std::string_view word : {"选项", "备选项", "备选答案", "option", "choice"}) {
    if (!name.starts_with(word)) continue;
    Cursor cursor(name.substr(word.size()));
    cursor.eat_any(U"_-");
    auto number = cursor.number();
    if (!number) number = cursor.han_number();
    if (number && cursor.at_end() && *number >= 1 && *number <= 10)
      return static_cast<std::size_t>(*number - 1);
  }
  return std::nullopt;
}

ColumnRole role_of(std::string_view cell) {
  if (cell.empty() || cell.size() > kLongestName) return {};
  const std::string name = plain_name(cell);
  if (const auto place = option_place(name)) return {Column::option, *place};
  if (const auto place = counted_option(name)) return {Column::option, *place};
  const auto found =
      std::find_if(kNames.begin(), kNames.end(), [&](const Name& known) { return known.text == name; });
  return {found == kNames.end() ? Column::other : found->column};
}

std::size_t count(const std::vector<ColumnRole>& roles, Column column) {
  return static_cast<std::size_t>(std::count_if(
      roles.begin(), roles.end(), [&](const ColumnRole& role) { return role.column == column; }));
}

// A stem alone is any table's column; an answer or choices beside it make a bank.
bool is_heading(const std::vector<ColumnRole>& roles) {
  const bool stem = count(roles, Column::stem) > 0;
  const bool choices = count(roles, Column::option) > 1 || count(roles, Column::options) > 0;
  return stem && (count(roles, Column::answer) > 0 || choices);
}

std::vector<ColumnRole> roles_of(const Row& row) {
  std::vector<ColumnRole> roles;
  for (const std::string& cell : row) roles.push_back(role_of(trimmed_wide(cell)));
  // Two columns may be called 题目; the first is meant. "内容" is a stem only if nothing else is.
  bool stem = false;
  for (ColumnRole& role : roles) {
    if (role.column != Column::stem) continue;
    if (stem) role.column = Column::other;
    stem = true;
  }
  return roles;
}

// The second row names what the first leaves open: A, B, C under 选项.
std::vector<ColumnRole> combined(const std::vector<ColumnRole>& upper, const std::vector<ColumnRole>& lower) {
  std::vector<ColumnRole> roles(std::max(upper.size(), lower.size()));
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (i < upper.size()) roles[i] = upper[i];
    const bool open = roles[i].column == Column::other || roles[i].column == Column::options;
    if (open && i < lower.size() && lower[i].column != Column::other) roles[i] = lower[i];
  }
  return roles;
}

}  // namespace

std::optional<Heading> heading_at(const std::vector<Row>& rows, std::size_t at) {
  const auto upper = roles_of(rows[at]);
  if (at + 1 < rows.size()) {
    const auto lower = roles_of(rows[at + 1]);
    const auto both = combined(upper, lower);
    const bool adds =
        count(lower, Column::option) > 1 || (!is_heading(upper) && count(lower, Column::answer) > 0);
    if (adds && !is_heading(lower) && is_heading(both)) return Heading{both, 2};
  }
  if (!is_heading(upper)) return std::nullopt;
  return Heading{upper, 1};
}

}  // namespace kecang::questions
