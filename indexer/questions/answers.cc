#include "indexer/questions/answers.h"

#include <algorithm>
#include <array>
#include <vector>

#include "indexer/questions/kind_words.h"
#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kMostLetters = 10;

std::string_view without_brackets(std::string_view text) {
  text = trimmed_wide(text);
  for (const auto& [open, close] :
       {std::pair{"【", "】"}, std::pair{"[", "]"}, std::pair{"（", "）"}, std::pair{"(", ")"}}) {
    const std::string_view opening(open);
    const std::string_view closing(close);
    if (!text.starts_with(opening) || !text.ends_with(closing) ||
        text.size() < opening.size() + closing.size())
      continue;
    const auto inside = text.substr(opening.size(), text.size() - opening.size() - closing.size());
    if (inside.find(opening) == std::string_view::npos) return trimmed_wide(inside);
  }
  return text;
}

std::string_view without_end_mark(std::string_view text) {
  for (const std::string_view mark : {"。", "．", ".", "；", ";", "，", ","})
    if (text.ends_with(mark)) return trimmed_wide(text.substr(0, text.size() - mark.size()));
  return text;
}

// The parts between ; and line ends.
std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  const auto finish = [&] {
    const std::string_view inner = trimmed_wide(part);
    if (!inner.empty()) parts.emplace_back(inner);
    part.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const std::size_t separator = rest.starts_with("；")                                ? 3
                                  : rest[0] == ';' || rest[0] == '\n' || rest[0] == '|' ? 1
                                                                                        : 0;
    if (separator > 0)
      finish();
    else
      part += rest[0];
    i += std::max<std::size_t>(separator, 1);
  }
  finish();
  return parts;
}

const QuestionOption* option_with_text(const Question& question, std::string_view text) {
  const std::string wanted = folded(text);
  const auto found =
      std::find_if(question.options.begin(), question.options.end(),
                   [&](const QuestionOption& option) { return folded(option.text) == wanted; });
  return found == question.options.end() ? nullptr : &*found;
}

// "长江;黄河" → "AC" when each part is the text of a choice.
std::optional<std::string> letters_by_text(std::string_view text, const Question& question) {
  if (question.options.empty() || text.empty()) return std::nullopt;
  if (const auto* whole = option_with_text(question, text)) return whole->label;
  std::string letters;
  for (const std::string& part : parts_of(text)) {
    const auto* option = option_with_text(question, part);
    if (option == nullptr) return std::nullopt;
    letters += option->label;
  }
  std::sort(letters.begin(), letters.end());
  letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
  return letters.empty() ? std::nullopt : std::optional(letters);
}

// "B. 长江": the letter with the text of its choice, or with some of it.
std::optional<std::string> letter_with_text(std::string_view text, const Question& question) {
  Cursor cursor(text);
  const char32_t letter = cursor.take();
  if (letter < U'A' || letter > U'J') return std::nullopt;
  cursor.skip_spaces();
  if (!cursor.eat_any(U".、:,)")) return std::nullopt;
  const std::string label(1, static_cast<char>(letter));
  const auto found = std::find_if(question.options.begin(), question.options.end(),
                                  [&](const QuestionOption& option) { return option.label == label; });
  if (found == question.options.end() || trimmed_wide(cursor.rest()).empty()) return std::nullopt;
  return folded(without_end_mark(trimmed_wide(cursor.rest()))) == folded(without_end_mark(found->text))
             ? std::optional(label)
             : std::nullopt;
}

bool is_verdict_question(const Question& question) {
  if (question.kind == QuestionKind::true_false) return true;
  return question.options.size() == 2 && verdict_of(question.options[0].text) &&
         verdict_of(question.options[1].text);
}

std::optional<std::string> verdict_by_letter(std::string_view letters, const Question& question) {
  for (const QuestionOption& option : question.options)
    if (option.label == letters) return verdict_of(option.text);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> letters_of(std::string_view text) {
  std::string letters;
  for (Cursor cursor(text); !cursor.at_end();) {
    char32_t c = cursor.take();
    if (is_space(c) || c == U',' || c == U'、' || c == U';' || c == U'.' || c == U'/' || c == U'，') continue;
    if (c >= U'a' && c <= U'j') c -= 32;
    if (c < U'A' || c > U'J' || letters.size() >= kMostLetters) return std::nullopt;
    letters += static_cast<char>(c);
  }
  if (letters.empty()) return std::nullopt;
  std::sort(letters.begin(), letters.end());
  letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
  return letters;
}

std::optional<std::string> verdict_of(std::string_view text) {
  if (text.size() > 24) return std::nullopt;
  const std::string plain = folded(without_end_mark(without_brackets(text)));
  for (const std::string_view yes :
       {"√", "对", "正确", "t", "true", "是", "✓", "✔", "yes", "y", "对的", "∨", "v"})
    if (plain == yes) return "对";
  for (const std::string_view no :
       {"×", "错", "错误", "f", "false", "否", "x", "✗", "✘", "no", "n", "不对", "错的", "╳", "不正确"})
    if (plain == no) return "错";
  return std::nullopt;
}

std::string normal_answer(std::string_view raw, const Question& question) {
  const std::string_view text = without_brackets(trimmed_wide(raw));
  const std::string_view bare = without_end_mark(without_brackets(without_end_mark(text)));
  const auto by_text = letters_by_text(text, question);
  if (is_verdict_question(question)) {
    if (const auto verdict = verdict_of(bare)) return *verdict;
    if (const auto letters = letters_of(bare))
      if (const auto verdict = verdict_by_letter(*letters, question)) return *verdict;
    return std::string(text);
  }
  if (by_text) return *by_text;
  if (is_choice(question.kind) || !question.options.empty()) {
    if (const auto letters = letters_of(bare)) return *letters;
    if (const auto letter = letter_with_text(text, question)) return *letter;
  }
  return std::string(text);
}

std::optional<BracketAnswer> bracket_answer_in(std::string_view stem) {
  // From the right: the answer stands in the last brackets.
  std::size_t at = stem.size();
  for (int tries = 0; tries < 8 && at > 0; ++tries) {
    const std::size_t half = stem.rfind('(', at - 1);
    const std::size_t full = stem.rfind("（", at - 1);
    if (half == std::string::npos && full == std::string::npos) break;
    at = half == std::string::npos ? full : full == std::string::npos ? half : std::max(half, full);
    const std::size_t open = stem[at] == '(' ? 1 : 3;
    const std::string_view rest = stem.substr(at + open, 48);
    const std::size_t close = std::min(rest.find(')'), rest.find("）"));
    if (close == std::string_view::npos) continue;
    const std::string_view inside = trimmed_wide(rest.substr(0, close));
    const bool letter =
        !inside.empty() && letters_of(inside) && inside.find_first_of("abcdefghij") == std::string_view::npos;
    const auto verdict = verdict_of(inside);
    if (!letter && !verdict) continue;
    // "（A）" amid a sentence may name a thing; an answer is followed by nothing, or by the end of the
    // sentence.
    const std::string_view behind =
        trimmed_wide(stem.substr(at + open + close + (rest[close] == ')' ? 1 : 3)));
    const bool padded = rest.substr(0, close) != inside;
    if (!padded && !behind.empty() && !shorter_than(behind, 8) && behind[0] != '\n') continue;
    return BracketAnswer{
        .from = at + open, .to = at + open + close, .answer = letter ? *letters_of(inside) : *verdict};
  }
  return std::nullopt;
}

std::optional<std::string> take_bracket_answer(std::string& stem) {
  auto found = bracket_answer_in(stem);
  if (!found) return std::nullopt;
  stem.replace(found->from, found->to - found->from, stem[found->from - 1] == '(' ? "  " : "　　");
  return std::move(found->answer);
}

std::optional<std::string> take_trailing_answer(std::string& stem) {
  const std::string_view text = trimmed_wide(stem);
  // Behind a space, or behind the mark that ends the stem.
  std::size_t at = std::string_view::npos;
  for (const std::string_view mark : {" ", "\t", "\n", "　", "：", ":", "？", "?", "）", ")", "。"}) {
    const auto found = text.rfind(mark);
    if (found == std::string_view::npos) continue;
    const std::size_t behind = found + mark.size();
    if (at == std::string_view::npos || behind > at) at = behind;
  }
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view tail = trimmed_wide(text.substr(at));
  if (tail.empty() || tail.find_first_of("abcdefghij") != std::string_view::npos || tail.size() > 24)
    return std::nullopt;
  auto answer = letters_of(tail);
  if (!answer && (tail == "√" || tail == "×" || tail == "对" || tail == "错")) answer = verdict_of(tail);
  if (answer) stem = std::string(trimmed_wide(text.substr(0, at)));
  return answer;
}

std::optional<std::string> answer_in_explanation(std::string_view explanation) {
  for (const std::string_view words : {"故选", "应选", "因此选", "所以选", "故答案为", "答案选", "选择"}) {
    const auto at = explanation.rfind(words);
    if (at == std::string_view::npos) continue;
    Cursor cursor(explanation.substr(at + words.size(), 64));
    cursor.eat_word({"择", "项", "答案"});
    cursor.eat_any(U":");
    cursor.skip_spaces();
    std::string letters;
    while (cursor.peek() >= U'A' && cursor.peek() <= U'J') {
      letters += static_cast<char>(cursor.take());
      while (cursor.eat_any(U"、, ")) {
      }
    }
    if (!letters.empty() && !is_latin(cursor.peek())) return letters_of(letters);
  }
  return std::nullopt;
}

}  // namespace kecang::questions
