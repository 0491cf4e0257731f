#include "indexer/pipeline/plan_files.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>

#include "schemas/base/csv.h"

namespace kecang::pipeline {
namespace {

constexpr std::string_view kImport = "导入编号";

Result<std::string> content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.good() && !in.eof()) return Error::invalid("report.cannot_read").with("path", file.string());
  return bytes;
}

std::string without_head(const std::string& table) {
  return table.substr(std::min(table.find('\n'), table.size() - 1) + 1);
}

/// The rows of each import, with the names of the columns first, and where they stood.
struct Part {
  std::string table;
  std::vector<std::uint32_t> lines;
};

Result<std::map<ImportId, Part>> parts_of(const std::string& bytes) {
  KECANG_ASSIGN(const auto rows, csv::parse(bytes));
  const auto& names = rows.front().cells;
  const auto column = std::find(names.begin(), names.end(), kImport);
  if (column == names.end()) return Error::invalid("plan.table_without_import");
  const auto place = static_cast<std::size_t>(column - names.begin());
  std::map<ImportId, Part> parts;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto id = ImportId::parse(place < rows[i].cells.size() ? rows[i].cells[place] : "");
    if (!id) return Error::invalid("plan.table_without_import").with("row", std::to_string(rows[i].line));
    auto& part = parts[*id];
    if (part.table.empty()) {
      part.table = csv::line(names);
      part.lines.push_back(rows.front().line);
    }
    part.table += csv::line(rows[i].cells);
    part.lines.push_back(rows[i].line);
  }
  return parts;
}

/// A problem's line in the part as its line in the operator's file; cells may hold line ends, so rows are
/// counted.
Result<void> take_part(InternalClient& client, const ImportId& id, const Part& part, AppliedPlans& applied) {
  KECANG_ASSIGN(const auto now, client.import(id));
  if (now.import.state != ImportState::planned) return {};
  KECANG_ASSIGN(const auto taken, client.take_plan_table(id, part.table));
  applied.changed += taken.changed;
  for (auto problem : taken.problems) {
    if (problem.line >= 1 && problem.line <= part.lines.size()) problem.line = part.lines[problem.line - 1];
    applied.problems.push_back(std::move(problem));
  }
  return {};
}

}  // namespace

Result<void> write_plans(InternalClient& client, const ImportedFiles& planned,
                         const std::filesystem::path& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  bool first = true;
  for (const auto& one : planned.imports) {
    if (one.import.state != ImportState::planned) continue;
    KECANG_ASSIGN(const auto table, client.plan_table(one.import.id));
    out << (first ? table : without_head(table));
    first = false;
  }
  out.close();
  if (out.fail()) return Error::invalid("report.cannot_write").with("path", file.string());
  return {};
}

Result<AppliedPlans> apply_plans(InternalClient& client, const std::filesystem::path& table, Wait wait,
                                 Show show, Stop& stop) {
  KECANG_ASSIGN(const auto bytes, content_of(table));
  KECANG_ASSIGN(const auto parts, parts_of(bytes));
  AppliedPlans applied;
  for (const auto& [id, part] : parts) KECANG_TRY(take_part(client, id, part, applied));
  if (!applied.problems.empty()) return applied;
  for (const auto& [id, part] : parts) {
    KECANG_ASSIGN(auto import, client.apply_plan(id));
    applied.imported.imports.push_back({.import = std::move(import), .counts = {}});
  }
  if (wait == Wait::until_done)
    for (auto& one : applied.imported.imports) {
      KECANG_ASSIGN(one, wait_for_import(client, one.import, show, stop));
    }
  return applied;
}

}  // namespace kecang::pipeline
