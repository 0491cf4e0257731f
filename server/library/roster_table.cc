#include "server/library/roster_table.h"

#include <algorithm>
#include <set>

#include "schemas/base/csv.h"
#include "schemas/base/text.h"

namespace kecang::roster {
namespace {

std::string plain(std::string_view heading) {
  auto text = text::normalise(heading);
  std::erase_if(text, [](char c) { return c == ' ' || c == '_' || c == '*'; });
  return text;
}

const Column* column_called(std::string_view heading, const std::vector<Column>& columns) {
  const auto wanted = plain(heading);
  for (const auto& column : columns) {
    if (plain(column.name) == wanted) return &column;
    if (std::any_of(column.headings.begin(), column.headings.end(),
                    [&](auto known) { return plain(known) == wanted; }))
      return &column;
  }
  return nullptr;
}

std::string names_of(const std::vector<Column>& columns) {
  std::string names;
  for (const auto& column : columns) {
    if (!names.empty()) names += ", ";
    names += column.name;
    if (!column.headings.empty()) names += "（" + std::string(column.headings.front()) + "）";
  }
  return names;
}

/// The product's name of each column of the file, in the file's order.
Result<std::vector<std::string>> columns_of(const csv::Row& heading, const std::vector<Column>& columns) {
  std::vector<std::string> order;
  std::set<std::string_view> seen;
  for (const auto& cell : heading.cells) {
    const auto* column = column_called(cell, columns);
    if (column == nullptr && !cell.empty())
      return Error::invalid("roster.column_unknown").with("column", cell).with("known", names_of(columns));
    if (column != nullptr && !seen.insert(column->name).second)
      return Error::invalid("roster.column_twice").with("column", cell);
    order.emplace_back(column == nullptr ? "" : column->name);
  }
  for (const auto& column : columns)
    if (column.required && !seen.contains(column.name))
      return Error::invalid("roster.column_missing")
          .with("column", std::string(column.name))
          .with("known", names_of(columns));
  return order;
}

}  // namespace

std::optional<std::string> Line::cell(std::string_view column) const {
  const auto found = cells_.find(column);
  if (found == cells_.end()) return std::nullopt;
  return found->second;
}

Result<std::string> Line::needed(std::string_view column) const {
  auto value = text(column);
  if (value.empty()) return Error::invalid("roster.cell_empty").at(std::string(column));
  return value;
}

Result<Table> read(std::string_view bytes, const std::vector<Column>& columns) {
  KECANG_ASSIGN(const auto rows, csv::parse(bytes));
  KECANG_ASSIGN(const auto order, columns_of(rows.front(), columns));
  if (rows.size() == 1) return Error::invalid("roster.no_rows");
  Table table;
  for (std::size_t i = 0; i < order.size(); ++i)
    if (!order[i].empty()) table.headings[order[i]] = rows.front().cells[i];
  for (std::size_t r = 1; r < rows.size(); ++r) {
    std::map<std::string, std::string, std::less<>> cells;
    for (std::size_t i = 0; i < order.size(); ++i)
      if (!order[i].empty()) cells[order[i]] = i < rows[r].cells.size() ? rows[r].cells[i] : "";
    table.lines.emplace_back(rows[r].line, std::move(cells));
  }
  return table;
}

}  // namespace kecang::roster
