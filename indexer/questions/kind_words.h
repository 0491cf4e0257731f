#pragma once
/// The names people give to kinds of questions: 单选题, 判断, True/False …
#include <optional>
#include <string_view>

#include "indexer/questions/scan.h"
#include "schemas/model/question.h"

namespace kecang::questions {

/// Takes the name of a kind off the cursor, with a closing 题 if there is one.
std::optional<QuestionKind> eat_kind_word(Cursor& cursor);

/// The kind that a cell or a heading names anywhere: "一、单项选择题（每题2分）".
std::optional<QuestionKind> kind_in(std::string_view text);

bool is_choice(QuestionKind kind);

}  // namespace kecang::questions
