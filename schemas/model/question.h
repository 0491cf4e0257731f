#pragma once
/// One question of a paper or a bank, as a file has it.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "schemas/model/extraction.h"

namespace kecang {

enum class QuestionKind {
  single_choice,
  multiple_choice,
  true_false,
  fill_in,
  short_answer,  ///< an answer in sentences: 简答, 计算, 论述, 作文
  matching,
  ordering,
  passage,  ///< the shared stem of those that name it as their parent: 材料
  other,
};
template <>
struct EnumNames<QuestionKind> {
  static constexpr auto values = std::array{
      std::pair{QuestionKind::single_choice, "single_choice"},
      std::pair{QuestionKind::multiple_choice, "multiple_choice"},
      std::pair{QuestionKind::true_false, "true_false"},
      std::pair{QuestionKind::fill_in, "fill_in"},
      std::pair{QuestionKind::short_answer, "short_answer"},
      std::pair{QuestionKind::matching, "matching"},
      std::pair{QuestionKind::ordering, "ordering"},
      std::pair{QuestionKind::passage, "passage"},
      std::pair{QuestionKind::other, "other"},
  };
};

struct QuestionOption {
  std::string label;  ///< "A"; a half-width capital letter where the source has letters
  std::string text;
  bool operator==(const QuestionOption&) const = default;
};
template <class V>
void describe(V& v, QuestionOption& o) {
  v("label", o.label);
  v("text", o.text);
}

struct Question {
  std::uint32_t index = 0;   ///< its place in the file, from 0; a parent comes before what belongs to it
  std::int64_t parent = -1;  ///< index of the passage it belongs to; -1: stands alone
  std::string number{};      ///< as the source counts: "12", "三(2)"; empty when it does not
  QuestionKind kind = QuestionKind::other;
  std::string stem{};
  std::vector<QuestionOption> options{};
  std::string answer{};  ///< "B", "ABD", "对" or "错", blanks joined by "；", or sentences; empty: none given
  std::string explanation{};
  double score = 0;                          ///< 0: not said
  std::vector<std::string> images{};         ///< names within the file of the pictures of stem and options
  std::vector<std::string> answer_images{};  ///< of those of answer and explanation, for their readers
  Locator locator{};                         ///< where the stem begins
  double confidence = 1;                     ///< 0 to 1: how sure the split is
  std::string doubt{};  ///< stable code question.* of what a person should look at; empty: nothing
  bool operator==(const Question&) const = default;
};
template <class V>
void describe(V& v, Question& q) {
  v("index", q.index);
  v("parent", q.parent);
  v("number", q.number);
  v("kind", q.kind);
  v("stem", q.stem);
  v("options", q.options);
  v("answer", q.answer);
  v("explanation", q.explanation);
  v("score", q.score);
  v("images", q.images);
  v.secret("answer_images", q.answer_images);
  v("locator", q.locator);
  v("confidence", q.confidence);
  v("doubt", q.doubt);
}

}  // namespace kecang

KECANG_NOUN(kecang::QuestionOption);
KECANG_NOUN(kecang::Question);
