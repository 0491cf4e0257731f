#include "server/library/plan_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "schemas/base/csv.h"
#include "schemas/base/text.h"
#include "server/library/tagging.h"

namespace kecang::plan_table {
namespace {

constexpr std::string_view kNumber = "序号";
constexpr std::string_view kPath = "路径";
constexpr std::string_view kAction = "处理";
constexpr std::string_view kTitle = "标题";
constexpr std::string_view kCertainty = "把握";
constexpr std::string_view kHint = "提示";
constexpr std::string_view kImport = "导入编号";
/// In the order of kResourceTags.
constexpr auto kTagColumns =
    std::to_array<std::string_view>({"类型", "学段", "学科", "年级", "册次", "版本", "章节", "年份"});
static_assert(kTagColumns.size() == kResourceTags.size());
constexpr std::string_view kClear = "-";

constexpr auto kActions = std::to_array<std::pair<EntryAction, std::string_view>>(
    {{EntryAction::add, "入库"}, {EntryAction::replace, "作为新版本"}, {EntryAction::leave_out, "不入库"}});

std::string_view in_chinese(EntryAction action) {
  for (const auto& [one, name] : kActions)
    if (one == action) return name;
  return "";
}

std::optional<EntryAction> action_of(std::string_view text) {
  for (const auto& [one, name] : kActions)
    if (name == text || enum_text(one) == text) return one;
  return std::nullopt;
}

/// The least certain of type and subject, in per cent.
std::string certainty(const ResourceTags& tags) {
  const auto of = [](const Tag& tag) { return tag.value.empty() ? 0.0 : tag.confidence; };
  return std::to_string(std::lround(100 * std::min(of(tags.type), of(tags.subject)))) + "%";
}

std::string hint(const ImportEntry& entry) {
  if (!entry.duplicate_of.empty()) return "与已有资源相同：" + entry.duplicate_of;
  if (entry.plan->same_as > 0) return "与第 " + std::to_string(entry.plan->same_as) + " 个文件相同";
  if (entry.plan->maybe) return "可能是新版本：" + entry.plan->maybe->title;
  return entry.plan->unsure ? "请核对" : "";
}

class Columns {
 public:
  explicit Columns(const csv::Row& names) {
    for (std::size_t i = 0; i < names.cells.size(); ++i) places_.emplace(names.cells[i], i);
  }
  bool has(std::string_view name) const { return places_.contains(std::string(name)); }
  /// Nothing for a column that is not there or a cell that is empty.
  std::optional<std::string> cell(const csv::Row& row, std::string_view name) const {
    const auto place = places_.find(std::string(name));
    if (place == places_.end() || place->second >= row.cells.size() || row.cells[place->second].empty())
      return std::nullopt;
    const auto& cell = row.cells[place->second];
    // The apostrophe that keeps spreadsheets from calculating (csv::line).
    const bool guarded = cell.size() > 1 && cell.front() == '\'' &&
                         std::string_view("=+-@").find(cell[1]) != std::string_view::npos;
    return guarded ? cell.substr(1) : cell;
  }

 private:
  std::map<std::string, std::size_t> places_;
};

class RowReader {
 public:
  RowReader(const Columns& columns, const ImportId& import, std::vector<TableOutcome::Problem>& problems)
      : columns_(columns), import_(import), problems_(problems) {}

  std::optional<Row> read(const csv::Row& from) {
    Row row;
    row.line = from.line;
    if (columns_.cell(from, kImport).value_or(import_.text()) != import_.text())
      return refuse(from, kImport, "plan.other_import");
    const auto number = columns_.cell(from, kNumber).value_or("");
    const auto* end = number.data() + number.size();
    if (std::from_chars(number.data(), end, row.index).ptr != end || row.index == 0)
      return refuse(from, kNumber, "plan.number_unknown");
    --row.index;
    row.title = columns_.cell(from, kTitle);
    if (row.title && row.title->size() > kTitleBytes) return refuse(from, kTitle, "value.too_long");
    if (const auto action = columns_.cell(from, kAction)) {
      row.action = action_of(*action);
      if (!row.action) return refuse(from, kAction, "plan.action_unknown");
    }
    for (std::size_t i = 0; i < kTagColumns.size(); ++i) {
      row.tags[i] = columns_.cell(from, kTagColumns[i]);
      if (row.tags[i] && row.tags[i]->size() > kTagBytes)
        return refuse(from, kTagColumns[i], "value.too_long");
      if (row.tags[i] == kClear) row.tags[i] = "";
    }
    return row;
  }

 private:
  std::optional<Row> refuse(const csv::Row& row, std::string_view column, std::string code) {
    problems_.push_back({.line = row.line, .column = std::string(column), .code = std::move(code)});
    return std::nullopt;
  }

  const Columns& columns_;
  const ImportId& import_;
  std::vector<TableOutcome::Problem>& problems_;
};

}  // namespace

std::string head() {
  std::vector<std::string> names{std::string(kNumber), std::string(kPath), std::string(kAction),
                                 std::string(kTitle)};
  for (const auto name : kTagColumns) names.emplace_back(name);
  names.emplace_back(kCertainty);
  names.emplace_back(kHint);
  names.emplace_back(kImport);
  return std::string(csv::kByteOrderMark) + csv::line(names);
}

std::string line(const ImportId& import, const ImportEntry& entry) {
  const EntryPlan& plan = *entry.plan;
  std::vector<std::string> cells{std::to_string(entry.index + 1), entry.path,
                                 std::string(in_chinese(plan.action)), plan.title};
  for (const auto& [name, tag] : kResourceTags) cells.push_back((plan.tags.*tag).value);
  cells.push_back(certainty(plan.tags));
  cells.push_back(hint(entry));
  cells.push_back(import.text());
  return csv::line(cells);
}

Result<std::vector<Row>> read(std::string_view csv, const ImportId& import,
                              std::vector<TableOutcome::Problem>& problems) {
  KECANG_ASSIGN(const auto table, csv::parse(csv));
  const Columns columns(table.front());
  if (!columns.has(kNumber)) return Error::invalid("plan.table_without_number");
  RowReader reader(columns, import, problems);
  std::vector<Row> rows;
  for (std::size_t i = 1; i < table.size(); ++i)
    if (auto row = reader.read(table[i])) rows.push_back(std::move(*row));
  return rows;
}

void write(const Row& row, EntryPlan& plan) {
  if (row.title && *row.title != plan.title) {
    plan.title = text::nfc(*row.title);
    plan.titled = true;
  }
  for (std::size_t i = 0; i < row.tags.size(); ++i) {
    auto& tag = plan.tags.*kResourceTags[i].tag;
    if (row.tags[i] && *row.tags[i] != tag.value) tag = said_by_person(text::nfc(*row.tags[i]));
  }
}

}  // namespace kecang::plan_table
