#pragma once
/// What people write as an answer → the one form of Question::answer.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/model/question.h"

namespace kecang::questions {

/// "A", "ABD", "A、B", "a,c": letters of choices, in capitals, in order, each once; nothing for other texts.
std::optional<std::string> letters_of(std::string_view text);

/// √, 对, 正确, T, True → "对"; ×, 错, 错误, F, False → "错".
std::optional<std::string> verdict_of(std::string_view text);

/// The question's answer from what stands behind 答案：. Letters, texts of choices and verdicts are
/// recognised; whatever else stays as it is.
std::string normal_answer(std::string_view raw, const Question& question);

/// "B" of "下列正确的是（ B ）".
struct BracketAnswer {
  std::size_t from = 0;  ///< bytes [from, to) are what stands within the brackets
  std::size_t to = 0;
  std::string answer{};
};
std::optional<BracketAnswer> bracket_answer_in(std::string_view stem);
/// The same; the brackets are emptied.
std::optional<std::string> take_bracket_answer(std::string& stem);

/// "D" of "本课程的宗旨： D"; it is taken off. Does not know whether the letter names a choice.
std::optional<std::string> take_trailing_answer(std::string& stem);

/// "C" of "故选：C．" near the end of an explanation.
std::optional<std::string> answer_in_explanation(std::string_view explanation);

}  // namespace kecang::questions
