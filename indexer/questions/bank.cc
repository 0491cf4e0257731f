#include "indexer/questions/bank.h"

#include <algorithm>
#include <iterator>

#include "indexer/questions/csv.h"
#include "indexer/questions/printed_answers.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kLongestHeading = 2048;

// The rows from the first line on that heads a bank, and where in the text they begin.
struct TableWithin {
  std::vector<Row> rows{};  ///< none if there is no such line
  std::size_t at = 0;
};

TableWithin table_within(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.size() < kLongestHeading && line.find('\t') != std::string_view::npos) {
      const auto first = rows_of_tabbed(line, 0);
      if (heading_at(first, 0)) return {rows_of_tabbed(text.substr(at), first[0].size()), at};
    }
    at = end + 1;
  }
  return {};
}

std::vector<Question> questions_of_tables(const std::vector<Table>& tables) {
  std::vector<Question> all;
  for (const Table& table : tables) {
    auto questions = questions_of_table(table, static_cast<std::uint32_t>(all.size()));
    std::move(questions.begin(), questions.end(), std::back_inserter(all));
  }
  drop_ornaments(all);
  return all;
}

std::vector<std::size_t> segments_at(const Locator& locator, const std::vector<Segment>& segments) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (segments[i].locator == locator) found.push_back(i);
  return found;
}

}  // namespace

Paper read_tables(const std::vector<Table>& tables, const std::vector<Segment>& segments) {
  Paper bank{.questions = questions_of_tables(tables), .answers = {}};
  if (bank.questions.empty()) return bank;
  PrintedAnswers printed(segments);
  for (const Table& table : tables)
    add_answers_of_table(table, segments_at(table.locator, segments), 0, printed);
  bank.answers = printed.take();
  return bank;
}

Paper read_text(const std::vector<Segment>& segments, const std::vector<Picture>& pictures) {
  PrintedAnswers printed(segments);
  std::vector<Table> tables;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    auto [rows, at] = table_within(segments[i].text);
    if (rows.empty()) continue;
    tables.push_back({segments[i].locator, std::move(rows)});
    add_answers_of_table(tables.back(), {i}, at, printed);
  }
  Paper paper = read_paper(segments, pictures);
  auto questions = questions_of_tables(tables);
  if (questions.empty()) return paper;
  // Beside the tables there may be a paper, too: its answers are none the less.
  for (std::size_t i = 0; i < paper.answers.size(); ++i)
    for (const auto& [from, to] : paper.answers[i])
      printed.add(i, std::string_view(segments[i].text).substr(from, to - from));
  return {.questions = std::move(questions), .answers = printed.take()};
}

}  // namespace kecang::questions
