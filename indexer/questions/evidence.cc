#include "indexer/questions/evidence.h"

#include "indexer/questions/options.h"
#include "indexer/questions/scan.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kLooked = 4096;  // of one line

// "（　　）" or "____"
bool has_blank(std::string_view text) {
  if (text.find("___") != std::string_view::npos || text.find("＿＿") != std::string_view::npos) return true;
  for (const std::string_view open : {"（", "("}) {
    for (auto at = text.find(open); at != std::string_view::npos; at = text.find(open, at + 1)) {
      Cursor cursor(text.substr(at + open.size(), 64));
      cursor.skip_spaces();
      if (cursor.eat(U')')) return true;
    }
  }
  return false;
}

// What questions say anywhere, and the words with which tasks begin.
bool asks(std::string_view text) {
  if (contains_any(text, {"？", "?", "下列", "求证", "试求", "为什么", "说明理由", "____"}) ||
      score_in(text.substr(0, 24)) > 0)
    return true;
  Cursor cursor(text);
  return cursor.eat_word({"求",   "试",   "设",       "证明", "计算", "简述", "简要", "简答",
                          "说明", "写出", "解方程",   "化简", "翻译", "分析", "谈谈", "概括",
                          "回答", "论述", "补写",     "赏析", "指出", "比较", "判断", "选择",
                          "画出", "列举", "名词解释", "解释", "已知", "如图", "请",   "填"});
}

}  // namespace

Evidence evidence_of(const std::vector<Line>& lines, std::size_t from, std::size_t to) {
  Evidence evidence;
  std::size_t options = 0;
  for (std::size_t i = from; i < to && i < lines.size(); ++i) {
    const Line& line = lines[i];
    const std::string_view text = line.text.substr(0, kLooked);
    if (line.kind == LineKind::option) options += split_options(line.rest.substr(0, kLooked)).size();
    if (line.kind == LineKind::answer) evidence.answer = true;
    if (line.kind == LineKind::kind_word || (line.kind == LineKind::number && line.question_kind))
      evidence.tag = true;
    if (!line.leading_answer.empty()) evidence.answer = true;
    if (line.kind == LineKind::answer || line.kind == LineKind::explanation || options > 1) continue;
    evidence.options = evidence.options || options_within(text).has_value();
    evidence.blank = evidence.blank || has_blank(text);
    evidence.asks = evidence.asks || asks(line.rest.substr(0, kLooked));
  }
  evidence.options = evidence.options || options > 1;
  return evidence;
}

}  // namespace kecang::questions
