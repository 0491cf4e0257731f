#include "indexer/questions/printed_answers.h"

#include <algorithm>
#include <string>
#include <utility>

#include "indexer/questions/answers.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

// Cells that are not found where they should be; a table with more of them is not followed any further.
constexpr int kMostLost = 100;

std::string with_doubled_quotes(std::string_view text) {
  std::string doubled;
  for (const char c : text) doubled.append(c == '"' ? 2 : 1, c);
  return doubled;
}

class TableFollower {
 public:
  TableFollower(const Table& table, std::vector<std::size_t> segments, std::size_t from, PrintedAnswers& to)
      : table_(table), segments_(std::move(segments)), at_(from), to_(to) {}

  void follow(const TableHeading& heading) {
    if (segments_.empty()) return;
    for (std::size_t row = 0; row < table_.rows.size(); ++row)
      follow_row(table_.rows[row], row < heading.first_row ? nullptr : &heading.roles);
  }

 private:
  void follow_row(const Row& row, const std::vector<ColumnRole>* roles) {
    const bool answered = roles != nullptr && has_answer(row, *roles);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const auto cell = trimmed_wide(row[i]);
      if (cell.empty() || lost_ > kMostLost) continue;
      const auto found = find(cell);
      if (found.empty())
        lose();
      else if (roles != nullptr && i < roles->size())
        take((*roles)[i].column, found, answered);
    }
  }

  static bool has_answer(const Row& row, const std::vector<ColumnRole>& roles) {
    for (std::size_t i = 0; i < row.size() && i < roles.size(); ++i)
      if (roles[i].column == Column::answer && !trimmed_wide(row[i]).empty()) return true;
    return false;
  }

  void take(Column column, std::string_view found, bool answered) {
    if (column == Column::answer || column == Column::explanation) return to_.add(segments_[place_], found);
    if (column != Column::stem || answered) return;
    if (const auto bracket = bracket_answer_in(found))
      to_.add(segments_[place_], found.substr(bracket->from, bracket->to - bracket->from));
  }

  // Where the cell stands: behind the one before it, or in the table's next segment.
  std::string_view find(std::string_view cell) {
    const std::string doubled = with_doubled_quotes(cell);
    for (auto place = place_; place < std::min(place_ + 2, segments_.size()); ++place) {
      const std::string_view text = text_of(place);
      for (const std::string_view form : {cell, std::string_view(doubled)}) {
        const auto found = text.find(form, place == place_ ? at_ : 0);
        if (found == std::string_view::npos) continue;
        place_ = place;
        at_ = found + form.size();
        return text.substr(found, form.size());
      }
    }
    return {};
  }

  std::string_view text_of(std::size_t place) const { return to_.segments()[segments_[place]].text; }

  void lose() {
    to_.add(segments_[place_], text_of(place_).substr(at_));
    if (++lost_ <= kMostLost) return;
    for (auto place = place_ + 1; place < segments_.size(); ++place)
      to_.add(segments_[place], text_of(place));
  }

  const Table& table_;
  const std::vector<std::size_t> segments_;
  std::size_t place_ = 0;  ///< among them
  std::size_t at_;         ///< in the text of that one
  PrintedAnswers& to_;
  int lost_ = 0;
};

}  // namespace

void PrintedAnswers::add(std::size_t segment, std::string_view text) {
  if (text.empty()) return;
  const auto from = static_cast<std::uint32_t>(text.data() - segments_[segment].text.data());
  found_[segment].push_back({from, from + static_cast<std::uint32_t>(text.size())});
}

std::vector<AnswerPassages> PrintedAnswers::take() {
  for (std::size_t i = 0; i < found_.size(); ++i) {
    auto& passages = found_[i];
    std::sort(passages.begin(), passages.end(), [](const auto& a, const auto& b) { return a.from < b.from; });
    const std::string_view text = segments_[i].text;
    AnswerPassages merged;
    for (const auto& passage : passages) {
      const bool joins =
          !merged.empty() &&
          (passage.from <= merged.back().to ||
           trimmed_wide(text.substr(merged.back().to, passage.from - merged.back().to)).empty());
      if (joins)
        merged.back().to = std::max(merged.back().to, passage.to);
      else
        merged.push_back(passage);
    }
    passages = std::move(merged);
  }
  return std::move(found_);
}

void add_answers_of_table(const Table& table, std::vector<std::size_t> segments, std::size_t from,
                          PrintedAnswers& to) {
  if (const auto heading = heading_of(table))
    TableFollower(table, std::move(segments), from, to).follow(*heading);
}

}  // namespace kecang::questions
