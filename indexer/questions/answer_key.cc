#include "indexer/questions/answer_key.h"

#include <algorithm>

#include "indexer/questions/answers.h"
#include "indexer/questions/options.h"
#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr std::size_t kLookedAhead = 40;
constexpr int kWidestRange = 200;
constexpr std::size_t kLongestToken = 200;
constexpr std::size_t kLongestHeading = 2048;

bool is_between_entries(char32_t c) {
  return is_space(c) || c == U',' || c == U';' || c == U'、' || c == U'|' || c == U'。' || c == U'.';
}

void skip_between(Cursor& cursor) {
  while (!cursor.at_end() && is_between_entries(cursor.peek())) cursor.take();
}

bool ends_token(const Cursor& cursor) {
  const char32_t c = cursor.peek();
  return cursor.at_end() || is_between_entries(c) || is_digit(c) || c == U'(' || c == U'\u3010' || c == U')';
}

// One answer: letters, or √ × 对 错 T F.
std::optional<std::string> eat_token(Cursor& cursor) {
  Cursor ahead = cursor;
  const bool enclosed = ahead.eat(U'(');
  ahead.skip_spaces();
  const std::string_view start = ahead.rest();
  std::string token;
  if (ahead.eat_word({"√", "✓", "对", "正确", "True", "TRUE"}))
    token = "对";
  else if (ahead.eat_word({"×", "✗", "错误", "错", "False", "FALSE"}))
    token = "错";
  while (token.empty() || (token[0] >= 'A' && token[0] <= 'Z')) {
    const char32_t c = ahead.peek();
    const bool letter = (c >= U'A' && c <= U'J') || ((c == U'T') && token.empty());
    if (!letter || token.size() > kLongestToken) break;
    token += static_cast<char>(ahead.take());
  }
  if (token.empty() || start.size() == ahead.rest().size()) return std::nullopt;
  if (!enclosed && !ends_token(ahead) && is_latin(ahead.peek())) return std::nullopt;
  ahead.skip_spaces();
  if (enclosed && !ahead.eat(U')')) return std::nullopt;
  cursor = ahead;
  return token;
}

// "ABCDA" for five questions, or five words.
bool eat_range(Cursor& cursor, int first, int last, std::vector<KeyEntry>& entries) {
  const auto count = static_cast<std::size_t>(last) - static_cast<std::size_t>(first) + 1;
  std::vector<std::string> tokens;
  while (tokens.size() < count) {
    skip_between(cursor);
    Cursor ahead = cursor;
    const auto token = eat_token(ahead);
    if (!token) break;
    cursor = ahead;
    tokens.push_back(*token);
  }
  std::string joined;
  for (const std::string& token : tokens) joined += token;
  const bool letters = !joined.empty() &&
                       std::all_of(joined.begin(), joined.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (tokens.size() != count) {
    if (!letters || joined.size() != count) return false;
    tokens.clear();
    for (const char letter : joined) tokens.emplace_back(1, letter);
  }
  for (std::size_t i = 0; i < count; ++i)
    entries.push_back({.number = first + static_cast<int>(i), .answer = tokens[i]});
  return true;
}

std::optional<int> eat_entry_number(Cursor& cursor) {
  const bool ordinal = cursor.eat_word("第");
  const bool enclosed = !ordinal && cursor.eat_word({"【", "（", "("});
  cursor.skip_spaces();
  const auto number = cursor.number();
  if (!number) return std::nullopt;
  cursor.skip_spaces();
  if (ordinal && !cursor.eat_word({"小题", "题"}) && cursor.peek() != U'-') return std::nullopt;
  if (enclosed && !cursor.eat_word({"】", "）", ")"})) return std::nullopt;
  return number;
}

bool eat_range_mark(Cursor& cursor) {
  Cursor ahead = cursor;
  ahead.skip_spaces();
  bool found = false;
  while (ahead.eat_any(U"-~\u2014\u2013\u2015\u301C\uFF5E\u2500\u2012\u2212") || ahead.eat_word({"至", "到"}))
    found = true;
  if (!found) return false;
  ahead.skip_spaces();
  ahead.eat_word("第");
  if (!is_digit(ahead.peek())) return false;
  cursor = ahead;
  return true;
}

bool eat_entry(Cursor& cursor, std::vector<KeyEntry>& entries) {
  const auto first = eat_entry_number(cursor);
  if (!first) return false;
  std::optional<int> last;
  if (eat_range_mark(cursor)) {
    last = cursor.number();
    if (!last || *last <= *first || *last - *first > kWidestRange) return false;
  }
  cursor.skip_spaces();
  cursor.eat_word({"小题", "题"});
  cursor.eat(U')');
  cursor.skip_spaces();
  while (cursor.eat_any(U".、:")) cursor.skip_spaces();
  cursor.eat_word({"【答案】", "答案：", "答案:"});
  cursor.skip_spaces();
  if (last) return eat_range(cursor, *first, *last, entries);
  const auto token = eat_token(cursor);
  if (!token) return false;
  entries.push_back({.number = *first, .answer = *token});
  return true;
}

// The first thing that stands under a number.
bool has_question_text(const std::vector<Line>& lines, std::size_t at) {
  const Line& first = lines[at];
  if (options_within(first.rest.substr(0, 4096)) && !letters_of(first.rest.substr(0, 1))) return true;
  const bool long_text = !shorter_than(first.rest, 13);
  for (std::size_t i = at + 1; i < lines.size() && i < at + kLookedAhead; ++i) {
    switch (lines[i].kind) {
      case LineKind::option:
        return true;
      case LineKind::answer:
        return long_text;
      case LineKind::number:
        if (lines[i].style == first.style) return false;
        break;
      case LineKind::explanation:
      case LineKind::section:
      case LineKind::chapter:
      case LineKind::key_heading:
        return false;
      default:
        break;
    }
  }
  return false;
}

bool is_compact(std::string_view text) {
  std::size_t end = 0;
  return compact_entries(text, end).size() > 1 && trimmed_wide(text.substr(end)).empty();
}

bool begins_key(const Line& line) {
  return line.kind == LineKind::key_heading || (line.kind == LineKind::answer && is_compact(line.rest));
}

// Where questions begin again: their headings belong to them.
std::size_t key_end(const std::vector<Line>& lines, std::size_t from) {
  std::size_t end = lines.size();
  for (std::size_t i = from + 1; i < lines.size(); ++i) {
    const bool numbered = lines[i].kind == LineKind::number && lines[i].style != NumberStyle::circled;
    if (!numbered || is_compact(lines[i].text) || !has_question_text(lines, i)) continue;
    end = i;
    break;
  }
  const auto is_heading = [&](std::size_t i) {
    return lines[i].kind == LineKind::section || lines[i].kind == LineKind::chapter ||
           lines[i].kind == LineKind::blank;
  };
  while (end < lines.size() && end > from + 1 && is_heading(end - 1)) --end;
  return end;
}

// "题号 1 2 3" over "答案 A B C".
std::vector<KeyEntry> table_entries(const Line& numbers, const Line& answers) {
  Cursor head(numbers.text);
  if (!head.eat_word({"题号", "序号", "题 号", "题目"})) return {};
  Cursor row(answers.text);
  if (!row.eat_word({"答案", "答 案", "选项"})) return {};
  std::vector<KeyEntry> entries;
  for (;;) {
    skip_between(head);
    skip_between(row);
    const auto number = head.number();
    if (!number) break;
    const auto token = eat_token(row);
    if (!token) return {};
    entries.push_back({.number = *number, .answer = *token});
  }
  return entries;
}

class KeyReader {
 public:
  KeyReader(const std::vector<Line>& lines, const KeyRegion& region) : lines_(lines), region_(region) {}

  std::vector<KeyEntry> read() {
    for (std::size_t i = region_.from; i < region_.to; ++i) {
      if (i + 1 < region_.to) {
        auto table = table_entries(lines_[i], lines_[i + 1]);
        if (!table.empty()) {
          add(std::move(table));
          ++i;
          continue;
        }
      }
      take(lines_[i]);
      if (current_ == nullptr) continue;
      for (const Picture& picture : lines_[i].pictures) current_->images.push_back(picture.name);
    }
    return std::move(entries_);
  }

 private:
  void take(const Line& line) {
    switch (line.kind) {
      case LineKind::blank:
      case LineKind::key_heading:
      case LineKind::kind_word:
      case LineKind::label:
        return;
      case LineKind::section:
      case LineKind::chapter:
        kind_ = line.question_kind;
        current_ = nullptr;
        return take_compact(line.rest);
      case LineKind::answer:
        if (current_ == nullptr || is_compact(line.rest)) return take_compact(line.rest);
        current_is_explanation_ = false;
        return append(current_->answer, line.rest);
      case LineKind::explanation:
        current_is_explanation_ = true;
        if (current_ != nullptr) append(current_->explanation, line.rest);
        return;
      case LineKind::number:
        return take_number(line);
      default:
        return take_text(line.text);
    }
  }

  void take_number(const Line& line) {
    const bool own =
        line.style != NumberStyle::circled &&
        !(line.style == NumberStyle::paren && current_ != nullptr && outer_ != NumberStyle::paren);
    const bool follows = current_ == nullptr || !current_is_explanation_ || line.number == last_number_ + 1 ||
                         is_compact(line.text);
    if (!own || !follows || (line.weak && line.number != last_number_ + 1)) return take_text(line.text);
    outer_ = line.style;
    std::size_t end = 0;
    auto entries = compact_entries(line.text, end);
    if (!entries.empty()) {
      const std::string_view rest = trimmed_wide(line.text.substr(end));
      add(std::move(entries));
      if (!rest.empty() && current_ != nullptr) append(current_->explanation, rest);
      current_is_explanation_ = !rest.empty();
      return;
    }
    add({{.number = line.number, .answer = std::string(line.rest)}});
    current_is_explanation_ = false;
  }

  void take_text(std::string_view text) {
    std::size_t end = 0;
    auto entries = compact_entries(text, end);
    if (!entries.empty() && trimmed_wide(text.substr(end)).empty()) return add(std::move(entries));
    if (current_ != nullptr) append(current_is_explanation_ ? current_->explanation : current_->answer, text);
  }

  void take_compact(std::string_view text) {
    // "选择题：1.A 2.B": the entries begin behind the heading.
    text = text.substr(0, kLongestHeading);
    for (std::size_t at = 0; at < text.size() && at < 400; ++at) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte < '0' || byte > '9' || (at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9')) continue;
      std::size_t end = 0;
      auto entries = compact_entries(text.substr(at), end);
      if (!entries.empty() && trimmed_wide(text.substr(at + end)).empty()) return add(std::move(entries));
    }
  }

  void add(std::vector<KeyEntry> entries) {
    for (KeyEntry& entry : entries) {
      entry.kind = kind_;
      last_number_ = entry.number;
      entries_.push_back(std::move(entry));
    }
    current_ = entries_.empty() ? nullptr : &entries_.back();
    current_is_explanation_ = false;
  }

  static void append(std::string& to, std::string_view text) {
    if (text.empty()) return;
    if (!to.empty()) to += '\n';
    to += text;
  }

  const std::vector<Line>& lines_;
  KeyRegion region_;
  std::vector<KeyEntry> entries_;
  KeyEntry* current_ = nullptr;
  std::optional<QuestionKind> kind_;
  NumberStyle outer_ = NumberStyle::dot;
  int last_number_ = 0;
  bool current_is_explanation_ = false;
};

}  // namespace

std::vector<KeyEntry> compact_entries(std::string_view text, std::size_t& end) {
  std::vector<KeyEntry> entries;
  Cursor cursor(text);
  end = 0;
  for (;;) {
    skip_between(cursor);
    Cursor ahead = cursor;
    if (!eat_entry(ahead, entries)) break;
    cursor = ahead;
    end = text.size() - cursor.rest().size();
  }
  return entries;
}

std::vector<KeyRegion> key_regions(const std::vector<Line>& lines) {
  std::vector<KeyRegion> regions;
  bool seen_number = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool numbered = lines[i].kind == LineKind::number;
    const bool table = i + 1 < lines.size() && lines[i].kind == LineKind::text &&
                       !table_entries(lines[i], lines[i + 1]).empty();
    if (!seen_number || !(begins_key(lines[i]) || table)) {
      seen_number = seen_number || numbered || lines[i].kind == LineKind::option;
      continue;
    }
    // A line of answers is one line; a heading reaches to the next question.
    const std::size_t end = lines[i].kind == LineKind::key_heading ? key_end(lines, i) : i + (table ? 2 : 1);
    if (end > i + 1 || lines[i].kind != LineKind::key_heading) regions.push_back({i, end});
    i = std::max(i, end - 1);
  }
  return regions;
}

std::vector<KeyEntry> read_key(const std::vector<Line>& lines, const KeyRegion& region) {
  return KeyReader(lines, region).read();
}

}  // namespace kecang::questions
