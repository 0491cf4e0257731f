#pragma once
/// Short ways to ask for the questions of a text, and to print them.
#include <string>
#include <vector>

#include "indexer/questions/bank.h"

namespace kecang::questions {

inline std::vector<Question> read(const std::string& text) {
  return read_text({{Locator{}, text}}).questions;
}

inline std::vector<std::string> answers(const std::vector<Question>& questions) {
  std::vector<std::string> answers;
  for (const Question& question : questions) answers.push_back(question.answer);
  return answers;
}

inline std::vector<std::string> numbers(const std::vector<Question>& questions) {
  std::vector<std::string> numbers;
  for (const Question& question : questions) numbers.push_back(question.number);
  return numbers;
}

inline std::string choices(const Question& question) {
  std::string text;
  for (const QuestionOption& option : question.options) text += option.label + "=" + option.text + "|";
  return text;
}

}  // namespace kecang::questions
