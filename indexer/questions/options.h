#pragma once
/// The choices of a question: "A. 长江", "Ａ．①②　Ｂ．②③", "(A) water", "A 柏拉图B 亚里士多德".
#include <optional>
#include <string_view>
#include <vector>

#include "schemas/model/question.h"

namespace kecang::questions {

/// The text begins with the label of a choice.
bool is_option_start(std::string_view text);

/// Where the choices begin that follow a stem on its own line; nothing if there are no two.
std::optional<std::size_t> options_within(std::string_view text);

/// The choices of a text that begins with one; each next letter is looked for to the right of the former.
std::vector<QuestionOption> split_options(std::string_view text);

/// "A" for the first, "B" for the second …
std::string option_label(std::size_t index);

}  // namespace kecang::questions
