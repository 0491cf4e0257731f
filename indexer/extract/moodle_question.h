#pragma once
/// One question as Moodle keeps it, whether its XML or a backup tells it, and what it becomes.
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/question_writer.h"

namespace kecang::extract {

struct MoodleAnswer {
  std::string text;
  double share = 0;  ///< of the score, in percent
  std::string feedback;
};

struct MoodleQuestion {
  std::string type{};  ///< "multichoice", "cloze", …
  std::string name{};
  std::string stem{};
  std::string explanation{};
  std::string remarks{};  ///< feedback and hints beside those of the answers
  double score = 0;
  bool single = true;
  std::vector<MoodleAnswer> answers{};
  Pairs pairs{};                     ///< of matching questions
  std::vector<std::string> boxes{};  ///< what can be put into the gaps [[1]], [[2]], … of the stem
  std::vector<std::string> images{};
  std::vector<std::string> answer_images{};
};

/// Text in Moodle's `format` ("html", "plain_text", "1", …) as plain text.
std::string moodle_text(std::string_view text, std::string_view format);

void write_moodle_question(const MoodleQuestion& source, QuestionWriter& writer);

}  // namespace kecang::extract
