#include "indexer/questions/bank.h"

#include <algorithm>
#include <iterator>

#include "indexer/questions/csv.h"
#include "indexer/questions/paper.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kLongestHeading = 2048;

// The rows from the first line on that heads a bank; none if there is no such line.
std::vector<Row> table_within(std::string_view text) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (line.size() < kLongestHeading && line.find('\t') != std::string_view::npos) {
      const auto first = rows_of_tabbed(line, 0);
      if (heading_at(first, 0)) return rows_of_tabbed(text, first[0].size());
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return {};
}

}  // namespace

std::vector<Question> questions_of_tables(const std::vector<Table>& tables) {
  std::vector<Question> all;
  for (const Table& table : tables) {
    auto questions = questions_of_table(table, static_cast<std::uint32_t>(all.size()));
    std::move(questions.begin(), questions.end(), std::back_inserter(all));
  }
  return all;
}

std::vector<Question> questions_of_text(const std::vector<Segment>& segments) {
  std::vector<Table> tables;
  for (const Segment& segment : segments)
    if (auto rows = table_within(segment.text); !rows.empty())
      tables.push_back({segment.locator, std::move(rows)});
  auto questions = questions_of_tables(tables);
  return questions.empty() ? questions_of_paper(segments) : questions;
}

}  // namespace kecang::questions
