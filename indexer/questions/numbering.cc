#include "indexer/questions/numbering.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "indexer/questions/evidence.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kRunsAhead = 8;
constexpr int kWidestJump = 200;

struct Run {
  std::size_t first = 0;  // of the candidates
  std::size_t last = 0;
};

class Numbering {
 public:
  Numbering(const std::vector<Line>& lines, const std::vector<bool>& usable)
      : lines_(lines), usable_(usable) {}

  std::vector<Block> blocks() {
    count_headings();
    style_ = main_style();
    find_candidates();
    find_runs();
    for (std::size_t run = 0; run < runs_.size();) run = place(run);
    return std::move(blocks_);
  }

 private:
  bool is_number(std::size_t i) const { return usable_[i] && lines_[i].kind == LineKind::number; }

  // headings_[i]: how many stand before line i.
  void count_headings() {
    headings_.assign(lines_.size() + 1, 0);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const bool heading = lines_[i].kind == LineKind::section || lines_[i].kind == LineKind::chapter;
      headings_[i + 1] = headings_[i] + (heading ? 1 : 0);
    }
  }

  // How far each style counts without a gap.
  std::array<int, kNumberStyles> chains() const {
    std::array<std::unordered_map<int, int>, kNumberStyles> reached;
    std::array<int, kNumberStyles> longest{};
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!is_number(i)) continue;
      const auto style = static_cast<std::size_t>(lines_[i].style);
      const auto before = reached[style].find(lines_[i].number - 1);
      const int length = before == reached[style].end() ? 1 : before->second + 1;
      if (lines_[i].weak && length < 2 && lines_[i].number != 1) continue;
      int& here = reached[style][lines_[i].number];
      here = std::max(here, length);
      longest[style] = std::max(longest[style], length);
    }
    return longest;
  }

  // Questions count further than the lists within them; where both count far, the outer style is the
  // question's.
  NumberStyle main_style() const {
    const auto longest = chains();
    const auto of = [&](NumberStyle style) { return longest[static_cast<std::size_t>(style)]; };
    int most = 0;
    for (const auto style : {NumberStyle::ordinal, NumberStyle::letter_q, NumberStyle::dot,
                             NumberStyle::bracket, NumberStyle::half_paren, NumberStyle::paren})
      most = std::max(most, of(style));
    for (const auto style : {NumberStyle::ordinal, NumberStyle::letter_q, NumberStyle::dot,
                             NumberStyle::bracket, NumberStyle::half_paren})
      if (of(style) > 0 && of(style) * 4 >= most) return style;
    return NumberStyle::paren;
  }

  // Tags begin questions by themselves where they are more than the numbers; else they stand within numbered
  // ones.
  bool tags_count() const {
    std::size_t tags = 0;
    std::size_t numbers = 0;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!is_number(i)) continue;
      tags += lines_[i].style == NumberStyle::tag ? 1 : 0;
      numbers += lines_[i].style == style_ && !lines_[i].weak ? 1 : 0;
    }
    return tags > numbers;
  }

  void find_candidates() {
    const bool tags = tags_count();
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!is_number(i)) continue;
      const Line& line = lines_[i];
      const bool tagged = line.style == NumberStyle::tag ? tags : line.question_kind.has_value();
      const bool due = !candidates_.empty() && line.number == number(candidates_.size() - 1) + 1;
      const bool first_weak = line.weak && line.number == 1;
      const bool counted = line.style == style_ && (!line.weak || due || first_weak);
      if (tagged || counted) candidates_.push_back(i);
    }
  }

  int number(std::size_t candidate) const { return lines_[candidates_[candidate]].number; }

  void find_runs() {
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const bool follows = i > 0 && number(i) == number(i - 1) + 1;
      if (follows)
        runs_.back().last = i;
      else
        runs_.push_back({i, i});
    }
  }

  Evidence evidence(std::size_t candidate) const {
    const std::size_t end = candidate + 1 < candidates_.size() ? candidates_[candidate + 1] : lines_.size();
    return evidence_of(lines_, candidates_[candidate], end);
  }

  // With what stands in lists of its own: up to the next number that is higher.
  bool is_evident(std::size_t candidate) const {
    const std::size_t from = candidates_[candidate];
    std::size_t end = candidate + 1;
    while (end < candidates_.size() && end < candidate + 20 && number(end) <= number(candidate)) ++end;
    const std::size_t to = end < candidates_.size() ? candidates_[end] : lines_.size();
    return evidence_of(lines_, from, std::min(to, from + 200)).any();
  }

  std::size_t strong_items(const Run& run) const {
    std::size_t strong = 0;
    for (std::size_t i = run.first; i <= run.last; ++i) strong += evidence(i).strong() ? 1 : 0;
    return strong;
  }

  std::size_t evident_items(const Run& run) const {
    std::size_t evident = 0;
    for (std::size_t i = run.first; i <= run.last; ++i) evident += evidence(i).any() ? 1 : 0;
    return evident;
  }

  bool heading_between(std::size_t from, std::size_t to) const { return headings_[to] > headings_[from]; }

  // The run that goes on with `next` after lists within a question; `run` itself if there is none.
  std::size_t continuation(std::size_t run, int next) const {
    for (std::size_t later = run + 1; later < runs_.size() && later <= run + kRunsAhead; ++later) {
      if (number(runs_[later].first) != next) continue;
      const bool all_strong = strong_items(runs_[run]) == runs_[run].last - runs_[run].first + 1;
      return all_strong ? run : later;
    }
    return run;
  }

  // Takes one run, or passes it over; returns the next one to look at.
  std::size_t place(std::size_t run) {
    const Run& here = runs_[run];
    const int first = number(here.first);
    if (blocks_.empty()) return accept(run, true);
    if (first == last_number_ + 1) return accept(run, false);
    if (lines_[candidates_[here.first]].question_kind) return accept(run, true);
    const bool heading = heading_between(last_line_, candidates_[here.first]);
    if (!heading) {
      const std::size_t later = continuation(run, last_number_ + 1);
      if (later != run) return later;
    }
    if (first > last_number_ && first <= last_number_ + kWidestJump && is_evident(here.first)) {
      const bool jumps = !heading && last_number_ > 0;
      accept(run, heading);
      blocks_.back().jumps = blocks_.back().jumps || jumps;
      return run + 1;
    }
    const std::size_t size = here.last - here.first + 1;
    const bool begins_anew = heading ? evident_items(here) * 3 >= size : strong_items(here) * 2 >= size;
    return begins_anew ? accept(run, true) : run + 1;
  }

  std::size_t accept(std::size_t run, bool new_block) {
    if (new_block) blocks_.emplace_back();
    for (std::size_t i = runs_[run].first; i <= runs_[run].last; ++i)
      blocks_.back().starts.push_back(candidates_[i]);
    last_number_ = number(runs_[run].last);
    last_line_ = candidates_[runs_[run].last];
    return run + 1;
  }

  const std::vector<Line>& lines_;
  const std::vector<bool>& usable_;
  NumberStyle style_ = NumberStyle::dot;
  std::vector<std::size_t> candidates_;
  std::vector<Run> runs_;
  std::vector<std::size_t> headings_;
  std::vector<Block> blocks_;
  int last_number_ = 0;
  std::size_t last_line_ = 0;
};

}  // namespace

std::vector<Block> question_blocks(const std::vector<Line>& lines, const std::vector<bool>& usable) {
  return Numbering(lines, usable).blocks();
}

}  // namespace kecang::questions
