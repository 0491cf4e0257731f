#include "indexer/questions/layout.h"

#include <algorithm>

#include "indexer/questions/numbering.h"
#include "indexer/questions/options.h"
#include "indexer/questions/scan.h"

namespace kecang::questions {
namespace {

// "8-10题", "第16～18小题", "1 至 3 题": the numbers before 题.
std::optional<std::pair<int, int>> number_range(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool digit = text[at] >= '0' && text[at] <= '9';
    if (!digit || (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9')) continue;
    Cursor cursor(text.substr(at));
    const auto first = cursor.number();
    cursor.skip_spaces();
    cursor.eat_word({"题", "小题"});
    bool joined = false;
    while (cursor.eat_any(U"-~\u2014\u2013\u2015\u301C、, ") || cursor.eat_word({"至", "到", "和", "—"}))
      joined = true;
    cursor.eat_word("第");
    cursor.skip_spaces();
    const auto last = cursor.number();
    cursor.skip_spaces();
    const bool ends = cursor.eat_word({"小题", "题", "各题", "两题", "三题"});
    if (first && joined && last && ends && *last > *first && *last - *first < 60)
      return std::pair(*first, *last);
  }
  return std::nullopt;
}

// The line that says that some questions share what follows.
std::optional<std::pair<int, int>> shared_by(std::string_view text) {
  text = text.substr(0, 1200);
  if (!contains_any(text, {"回答", "完成", "据此", "阅读", "根据", "材料", "下图", "读图"}))
    return std::nullopt;
  if (contains_any(text, {"完成下面小题", "完成下列小题", "回答下面小题", "回答下列小题", "完成下面各题",
                          "完成下列各题", "完成各题", "完成小题"}))
    return std::pair(0, 0);
  return contains_any(text, {"题"}) ? number_range(text) : std::nullopt;
}

class LayoutReader {
 public:
  LayoutReader(const std::vector<Line>& lines, const std::vector<KeyRegion>& keys)
      : lines_(lines), usable_(lines.size(), true) {
    for (const KeyRegion& key : keys)
      std::fill(usable_.begin() + static_cast<std::ptrdiff_t>(key.from),
                usable_.begin() + static_cast<std::ptrdiff_t>(key.to), false);
  }

  Layout read() {
    auto blocks = question_blocks(lines_, usable_);
    if (auto unnumbered = unnumbered_blocks(blocks)) blocks = std::move(*unnumbered);
    if (blocks.empty()) blocks = section_blocks();
    for (std::size_t block = 0; block < blocks.size(); ++block)
      for (const std::size_t start : blocks[block].starts)
        layout_.items.push_back({.from = start, .block = block});
    find_sections();
    find_passages_and_ends();
    count_headings();
    assign_passages();
    mark_jumps();
    return std::move(layout_);
  }

 private:
  bool begins_options(std::size_t i) const {
    if (!usable_[i]) return false;
    const Line& line = lines_[i];
    if (line.kind != LineKind::option) return false;
    const auto options = split_options(line.rest.substr(0, 4096));
    return !options.empty() && options[0].label == "A";
  }

  // Choices without numbered stems above them: each group's stem is the text between it and the group before.
  std::optional<std::vector<Block>> unnumbered_blocks(const std::vector<Block>& numbered) const {
    std::vector<std::size_t> groups;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (begins_options(i)) groups.push_back(i);
    std::size_t starts = 0;
    for (const Block& block : numbered) starts += block.starts.size();
    if (groups.size() < 2 || starts * 2 > groups.size()) return std::nullopt;
    Block block;
    std::size_t floor = 0;
    for (const std::size_t group : groups) {
      block.starts.push_back(stem_above(group, floor));
      floor = group + 1;
    }
    return std::vector{block};
  }

  std::size_t stem_above(std::size_t group, std::size_t floor) const {
    std::size_t start = group;
    while (start > floor && start + 12 > group) {
      const LineKind kind = lines_[start - 1].kind;
      const bool stem = kind == LineKind::text || kind == LineKind::kind_word || kind == LineKind::number;
      if (!stem && !(kind == LineKind::blank && start == group)) break;
      --start;
    }
    while (start < group && lines_[start].kind == LineKind::blank) ++start;
    return start;
  }

  // Papers that count their questions 一、二、三、.
  std::vector<Block> section_blocks() const {
    Block block;
    for (std::size_t i = 0; i < lines_.size(); ++i)
      if (usable_[i] && lines_[i].kind == LineKind::section && !lines_[i].rest.empty())
        block.starts.push_back(i);
    return block.starts.empty() ? std::vector<Block>() : std::vector{block};
  }

  void find_sections() {
    SectionFacts facts;
    std::size_t next = 0;
    for (Item& item : layout_.items) {
      for (; next < item.from; ++next) {
        if (lines_[next].kind == LineKind::section) facts = {lines_[next].question_kind, lines_[next].score};
        if (lines_[next].kind == LineKind::chapter) facts = {};
      }
      item.section = facts;
    }
  }

  // A question reaches to the next one, unless a heading, a passage or the key comes first.
  void find_passages_and_ends() {
    auto& items = layout_.items;
    find_passages(0, items.empty() ? 0 : items[0].from);
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::size_t limit = i + 1 < items.size() ? items[i + 1].from : lines_.size();
      std::size_t end = items[i].from + 1;
      bool closed = false;  // its answer was given
      for (; end < limit && usable_[end]; ++end) {
        const Line& line = lines_[end];
        closed = closed || line.kind == LineKind::answer || line.kind == LineKind::explanation;
        if (line.kind == LineKind::chapter || line.kind == LineKind::key_heading) break;
        if (line.kind == LineKind::section && (line.question_kind || !closed)) break;
        if (i + 1 < items.size() && begins_passage(end)) break;
      }
      items[i].to = end;
      items[i].evidence = evidence_of(lines_, items[i].from, std::min(end, items[i].from + 400));
      if (i + 1 < items.size()) find_passages(end, limit);
    }
  }

  bool begins_passage(std::size_t i) const {
    const bool kind = lines_[i].kind == LineKind::text || lines_[i].kind == LineKind::section ||
                      lines_[i].kind == LineKind::number;
    return kind && shared_by(lines_[i].text).has_value();
  }

  void find_passages(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      if (!usable_[i] || !begins_passage(i)) continue;
      const auto range = shared_by(lines_[i].text);
      layout_.passages.push_back({.from = i, .to = to, .first = range->first, .last = range->second});
      return;
    }
  }

  void assign_passages() {
    std::size_t next = 0;
    std::int64_t current = -1;
    bool entered = false;
    for (Item& item : layout_.items) {
      for (; next < layout_.passages.size() && layout_.passages[next].from < item.from; ++next) {
        current = static_cast<std::int64_t>(next);
        entered = false;
      }
      if (current < 0) continue;
      const Passage& passage = layout_.passages[static_cast<std::size_t>(current)];
      const int number = lines_[item.from].number;
      const bool within = passage.last == 0 ? !heading_between(passage.to, item.from)
                                            : number >= passage.first && number <= passage.last;
      if (within) item.passage = current;
      if (entered && !within) current = -1;
      entered = entered || within;
    }
  }

  bool heading_between(std::size_t from, std::size_t to) const { return headings_[to] > headings_[from]; }

  // headings_[i]: how many stand before line i.
  void count_headings() {
    headings_.assign(lines_.size() + 1, 0);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const bool heading = lines_[i].kind == LineKind::section || lines_[i].kind == LineKind::chapter;
      headings_[i + 1] = headings_[i] + (heading ? 1 : 0);
    }
  }

  void mark_jumps() {
    auto& items = layout_.items;
    for (std::size_t i = 1; i < items.size(); ++i) {
      const int number = lines_[items[i].from].number;
      const int before = lines_[items[i - 1].from].number;
      items[i].jump = items[i].block == items[i - 1].block && number > 0 && number != before + 1;
    }
  }

  const std::vector<Line>& lines_;
  std::vector<bool> usable_;
  std::vector<std::size_t> headings_;
  Layout layout_;
};

}  // namespace

Layout layout_of(const std::vector<Line>& lines, const std::vector<KeyRegion>& keys) {
  return LayoutReader(lines, keys).read();
}

}  // namespace kecang::questions
