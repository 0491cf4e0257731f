#pragma once
/// Moodle's embedded answers: "Rome lies in {1:SHORTANSWER:=Italy#yes}". Any thread may call.
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

struct Cloze {
  std::string stem;                  ///< blanks instead of the answers, with what can be chosen behind them
  std::vector<std::string> answers;  ///< a blank's right answers each
  std::string remarks;               ///< the feedback of all
};
Cloze read_cloze(std::string_view text);

}  // namespace kecang::extract
