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

class Splitter {
 public:
  explicit Splitter(std::vector<Line>& lines) : lines_(lines) {}

  void take(std::string_view line, std::size_t segment) {
    while (!line.empty()) {
      const auto end = next_start(line);
      take_part(line.substr(0, end), segment);
      line.remove_prefix(std::min(end, line.size()));
    }
  }

  void take_part(std::string_view part, std::size_t segment) {
    add(classify(part, segment));
    if (lines_.empty()) return;
    Line& last = lines_.back();
    const bool answers =
        last.kind == LineKind::answer || (last.kind == LineKind::number && part.find("答案") < 64);
    if (!answers) return;
    const auto explanation = explanation_behind(part);
    if (explanation == std::string_view::npos) return;
    lines_.pop_back();
    add(classify(part.substr(0, explanation), segment));
    add(classify(part.substr(explanation), segment));
  }

 private:
  void add(const Line& line) {
    if (lines_.size() < kMostLines) lines_.push_back(line);
  }

  std::vector<Line>& lines_;
};

}  // namespace

std::vector<Line> lines_of(const std::vector<Segment>& segments) {
  std::vector<Line> lines;
  Splitter splitter(lines);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    std::string_view text = segments[i].text;
    while (!text.empty()) {
      const auto end = text.find('\n');
      const std::string_view line = text.substr(0, end);
      if (trimmed_wide(line).empty()) splitter.take_part({}, i);
      splitter.take(line, i);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
  }
  settle_answer_headings(lines);
  return lines;
}

}  // namespace kecang::questions
