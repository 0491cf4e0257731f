#pragma once
/// The heading of a question bank in a table: which column holds what.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kecang::questions {

using Row = std::vector<std::string>;

enum class Column { other, stem, kind, option, options, answer, explanation, score, number, parent };

struct ColumnRole {
  Column column = Column::other;
  std::size_t option = 0;  ///< which one, from 0
};

struct Heading {
  std::vector<ColumnRole> roles;
  std::size_t rows = 1;  ///< one, or two where "选项" stands above A, B, C
};

/// The heading that begins in row `at`; nothing if that row is none.
std::optional<Heading> heading_at(const std::vector<Row>& rows, std::size_t at);

}  // namespace kecang::questions
