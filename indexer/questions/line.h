#pragma once
/// One line of a paper, and what its beginning says it is.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "indexer/questions/pictures.h"
#include "schemas/model/question.h"

namespace kecang::questions {

enum class LineKind {
  blank,
  text,
  number,       ///< may begin a question: "1.", "（1）", "第1题"
  section,      ///< "一、选择题（每小题4分）", "第二部分"
  chapter,      ///< "第三章 单元测试": numbers begin anew
  option,       ///< "A. 长江"
  answer,       ///< "答案：B", "【答案】"
  explanation,  ///< "解析：", "【详解】"
  kind_word,    ///< "单选题" alone on its line
  label,        ///< "选项：", "难度：易": says nothing of the question itself
  key_heading,  ///< "参考答案"
};

/// How a number is written. Dots, commas and the like are mixed freely by those who type, so they are one
/// style.
enum class NumberStyle {
  ordinal,     ///< 第1题
  letter_q,    ///< Q1, Question 1
  bracket,     ///< 【1】 [1]
  dot,         ///< 1. 1、 1．
  half_paren,  ///< 1)
  paren,       ///< （1）
  circled,     ///< ①: never a question by itself
  tag,         ///< no number, a tag such as 【单选题】
};
inline constexpr std::size_t kNumberStyles = 8;

struct Line {
  LineKind kind = LineKind::blank;
  std::string_view text{};              ///< without spaces around
  std::string_view rest{};              ///< what follows the mark
  std::size_t segment = 0;              ///< which piece of the text it stands in
  std::span<const Picture> pictures{};  ///< that stand in it, or between it and the next line
  NumberStyle style = NumberStyle::dot;
  int number = 0;
  bool weak = false;                  ///< "1.5 …": a number only if one is due
  std::string_view leading_answer{};  ///< "B" of "（B）1. …"
  std::optional<QuestionKind> question_kind{};
  double score = 0;  ///< of a section: each question's
};

/// Reads no more than the beginning of the line.
Line classify(std::string_view text, std::size_t segment);

/// What stands behind "参考答案：" at the beginning of a line; nothing for other lines.
std::optional<std::string_view> behind_answer_label(std::string_view text);

/// "（每小题4分，共40分）" → 4; "（12分）" → 12; 0 if none is said.
double score_in(std::string_view text);

/// Takes "（本题12分）", "(1分)" off the front.
double eat_score(std::string_view& text);

}  // namespace kecang::questions
