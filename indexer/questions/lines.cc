#include "indexer/questions/lines.h"

#include <algorithm>

#include "indexer/questions/kind_words.h"
#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kMostLines = 2'000'000;

bool begins_label(std::string_view text) {
  Cursor cursor(text);
  cursor.eat_word("【");
  Cursor kind = cursor;
  if (eat_kind_word(kind) && kind.eat_word("】")) return true;
  return cursor.eat_word({"正确答案】", "参考答案】", "答案】", "解析】", "详解】", "分析】", "点评】",
                          "解答】", "点睛】", "考点】", "答案解析】", "试题解析】", "专题】", "难度】",
                          "正确答案:", "正确答案：", "答案:", "答案："});
}

// "答案：B　解析：…": behind an answer the explanation may follow on the same line.
std::size_t explanation_behind(std::string_view text) {
  std::size_t best = std::string_view::npos;
  for (const std::string_view words : {"解析：", "解析:", "答案解析：", "分析：", "详解："}) {
    const auto at = text.find(words, 1);
    if (at == std::string_view::npos || at >= best) continue;
    const std::string_view before = text.substr(0, at);
    if (before.ends_with(' ') || before.ends_with('\t') || before.ends_with("　") || before.ends_with("；") ||
        before.ends_with("。") || before.ends_with(";") || before.ends_with("，") || before.ends_with(','))
      best = at;
  }
  return best;
}

// Where the next thing on this line begins.
std::size_t next_start(std::string_view text) {
  for (auto at = text.find("【", 1); at != std::string_view::npos; at = text.find("【", at + 1))
    if (begins_label(text.substr(at, 64))) return at;
  return std::string_view::npos;
}

// "参考答案：" under every question is a label, with or without the answer behind it; once or twice in a
// paper it heads the key.
void settle_answer_headings(std::vector<Line>& lines) {
  const auto is_label = [](const Line& line) {
    return line.kind == LineKind::key_heading && behind_answer_label(line.text).has_value();
  };
  if (std::count_if(lines.begin(), lines.end(), is_label) < 3) return;
  for (Line& line : lines) {
    if (!is_label(line)) continue;
    line.rest = *behind_answer_label(line.text);
    line.kind = LineKind::answer;
  }
}

// Where a line begins; of pictures that stand just there, the first part of a line takes them, a later one
// leaves them to the part before it.
struct Place {
  std::size_t segment = 0;
  std::size_t at = 0;
  bool amid = false;

  bool is_before(const Picture& picture) const {
    if (segment != picture.segment) return segment < picture.segment;
    return amid ? at < picture.at : at <= picture.at;
  }
};

class Splitter {
 public:
  explicit Splitter(std::vector<Line>& lines) : lines_(lines) {}

  void begin(const std::vector<Segment>& segments, std::size_t segment) {
    segment_ = segment;
    start_ = segments[segment].text.data();
  }

  void take(std::string_view line) {
    bool amid = false;
    while (!line.empty()) {
      const auto end = next_start(line);
      take_part(line.substr(0, end), amid);
      line.remove_prefix(std::min(end, line.size()));
      amid = true;
    }
  }

  void take_part(std::string_view part, bool amid = false) {
    add(part, amid);
    if (lines_.empty()) return;
    Line& last = lines_.back();
    const bool answers =
        last.kind == LineKind::answer || (last.kind == LineKind::number && part.find("答案") < 64);
    if (!answers) return;
    const auto explanation = explanation_behind(part);
    if (explanation == std::string_view::npos) return;
    lines_.pop_back();
    places_.pop_back();
    add(part.substr(0, explanation), amid);
    add(part.substr(explanation), true);
  }

  void place(std::span<const Picture> pictures) {
    std::size_t next = 0;
    while (next < pictures.size() && (places_.empty() || !places_[0].is_before(pictures[next]))) ++next;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::size_t first = next;
      while (next < pictures.size() && (i + 1 == places_.size() || !places_[i + 1].is_before(pictures[next])))
        ++next;
      lines_[i].pictures = pictures.subspan(first, next - first);
    }
  }

 private:
  void add(std::string_view part, bool amid) {
    if (lines_.size() == kMostLines) return;
    lines_.push_back(classify(part, segment_));
    places_.push_back({segment_, static_cast<std::size_t>(part.data() - start_), amid});
  }

  std::vector<Line>& lines_;
  std::vector<Place> places_;  ///< of each line
  std::size_t segment_ = 0;
  const char* start_ = nullptr;  ///< of the segment's text
};

}  // namespace

std::vector<Line> lines_of(const std::vector<Segment>& segments, const std::vector<Picture>& pictures) {
  std::vector<Line> lines;
  Splitter splitter(lines);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    splitter.begin(segments, i);
    std::string_view text = segments[i].text;
    while (!text.empty()) {
      const auto end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      if (trimmed_wide(line).empty()) splitter.take_part(line.substr(0, 0));
      splitter.take(line);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }
  splitter.place(pictures);
  settle_answer_headings(lines);
  return lines;
}

}  // namespace kecang::questions
