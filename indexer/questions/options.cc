#include "indexer/questions/options.h"

#include <algorithm>

#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr char32_t kLastLabel = U'J';

enum class Separator { none, space, mark, enclosed };

struct Label {
  std::size_t start = 0;
  std::size_t text = 0;
  char32_t letter = 0;  // as it stands: a small or a capital one
  Separator separator = Separator::none;
};

bool is_label_letter(char32_t c) {
  return (c >= U'A' && c <= kLastLabel) || (c >= U'a' && c <= kLastLabel + 32);
}

char32_t capital(char32_t c) {
  return c >= U'a' ? c - 32 : c;
}

// The label that begins at `at`.
std::optional<Label> label_at(std::string_view text, std::size_t at) {
  Cursor cursor(text.substr(at));
  const bool enclosed = cursor.eat(U'(') || cursor.eat_word({"[", "【"});
  const char32_t letter = cursor.take();
  if (!is_label_letter(letter)) return std::nullopt;
  const Cursor behind_letter = cursor;
  cursor.skip_spaces();
  const bool spaced = cursor.rest().size() != behind_letter.rest().size();
  Label label{.start = at, .letter = letter};
  if (enclosed) {
    if (!cursor.eat(U')') && !cursor.eat_word({"]", "】"})) return std::nullopt;
    label.separator = Separator::enclosed;
  } else if (cursor.eat_any(U".、:,)\u00B7") || cursor.eat_word("\\.")) {
    label.separator = Separator::mark;
  } else if (spaced && letter <= kLastLabel && !(cursor.peek() >= U'a' && cursor.peek() <= U'z')) {
    label.separator = Separator::space;
  } else {
    return std::nullopt;
  }
  cursor.skip_spaces();
  label.text = text.size() - cursor.rest().size();
  return label;
}

// "A、B、C三点共线" and "A, B and C" name points and no choices.
bool is_enumeration(std::string_view text, const Label& label) {
  const auto next = label_at(text, label.text);
  if (label.separator == Separator::enclosed || !next) return false;
  return capital(next->letter) == capital(label.letter) + 1 && next->separator == label.separator &&
         label_at(text, next->text).has_value() == false &&
         text.substr(label.text).find('\t') == std::string_view::npos;
}

bool may_stand_before(std::string_view text, std::size_t at, Separator separator) {
  if (at == 0) return true;
  const char before = text[at - 1];
  const auto byte = static_cast<unsigned char>(before);
  if (byte >= 0x80 || before == ' ' || before == '\t' || before == '\n') return true;
  // "A AttractiveB Attainable" runs together; "CA " does not.
  if (separator == Separator::space) return !(before >= 'A' && before <= 'Z') && before != '(';
  return !is_latin(static_cast<char32_t>(byte)) &&
         std::string_view("(+=/").find(before) == std::string_view::npos;
}

std::string encoded(char32_t c) {
  std::string text;
  append_utf8(text, c);
  return text;
}

// The next label with this letter, written as strictly as asked.
std::optional<Label> find_label(std::string_view text, std::size_t from, char32_t letter, Separator least) {
  const std::string half = encoded(letter);
  const std::string full = encoded(letter + 0xFEE0);
  std::size_t next_half = text.find(half, from);
  std::size_t next_full = text.find(full, from);
  while (next_half != std::string_view::npos || next_full != std::string_view::npos) {
    const std::size_t at = std::min(next_half, next_full);
    if (at == next_half) next_half = text.find(half, at + 1);
    if (at == next_full) next_full = text.find(full, at + 1);
    std::size_t start = at;
    if (start > from && text[start - 1] == '(') --start;
    if (start >= from + 3 && text.substr(start - 3, 3) == "（") start -= 3;
    auto label = label_at(text, start);
    if (!label && start != at) label = label_at(text, start = at);
    if (label && label->separator >= least && may_stand_before(text, start, label->separator)) return label;
  }
  return std::nullopt;
}

// A mark behind the letter is looked for first; "B 每天换药" among "A." and "C." is taken if there is no
// "B.".
std::optional<Label> next_label(std::string_view text, const Label& last) {
  const char32_t wanted = last.letter + 1;
  if (capital(wanted) > kLastLabel) return std::nullopt;
  if (last.separator == Separator::enclosed) return find_label(text, last.text, wanted, Separator::enclosed);
  if (auto marked = find_label(text, last.text, wanted, Separator::mark)) {
    const auto later = find_label(text.substr(0, marked->start), last.text, wanted + 1, Separator::mark);
    if (!later) return marked;
  }
  auto spaced = find_label(text, last.text, wanted, Separator::space);
  if (!spaced || last.separator == Separator::space) return spaced;
  const char before = text[spaced->start - 1];
  return before == ' ' || before == '\t' ? spaced : std::nullopt;
}

// "✓ A. …", "🔑 A. …" mark the right one; the mark is no part of its text.
std::string_view without_marks(std::string_view text) {
  for (const std::string_view mark : {"✓", "✔", "✅", "🔑"})
    if (text.ends_with(mark)) text.remove_suffix(mark.size());
  while (!text.empty() && (text.back() == ';' || text.back() == '|')) text.remove_suffix(1);
  for (const std::string_view mark : {"；"})
    if (text.ends_with(mark)) text.remove_suffix(mark.size());
  return trimmed_wide(text);
}

}  // namespace

bool is_option_start(std::string_view text) {
  const auto label = label_at(text, 0);
  if (!label || (label->letter > kLastLabel && label->separator == Separator::space)) return false;
  return !is_enumeration(text, *label);
}

std::optional<std::size_t> options_within(std::string_view text) {
  for (const char32_t letter : {U'A', U'a'}) {
    const auto first = find_label(text, 0, letter, Separator::mark);
    if (!first || is_enumeration(text, *first)) continue;
    const auto second = next_label(text, *first);
    if (second && second->separator >= Separator::mark) return first->start;
  }
  // Without a mark behind the letters, there must be three of them.
  const auto first = find_label(text, 0, U'A', Separator::space);
  if (!first || is_enumeration(text, *first)) return std::nullopt;
  if (first->start > 0 && text[first->start - 1] != ' ' && text[first->start - 1] != '\t')
    return std::nullopt;
  const auto second = next_label(text, *first);
  const auto third = second ? next_label(text, *second) : std::nullopt;
  return third ? std::optional(first->start) : std::nullopt;
}

std::vector<QuestionOption> split_options(std::string_view text) {
  std::vector<QuestionOption> options;
  for (auto label = label_at(text, 0); label;) {
    const auto next = next_label(text, *label);
    const std::size_t end = next ? next->start : text.size();
    const auto index = static_cast<std::size_t>(capital(label->letter) - U'A');
    options.push_back({option_label(index), std::string(without_marks(
                                                trimmed_wide(text.substr(label->text, end - label->text))))});
    label = next;
  }
  return options;
}

std::string option_label(std::size_t index) {
  return std::string(1, static_cast<char>('A' + std::min<std::size_t>(index, 25)));
}

}  // namespace kecang::questions
