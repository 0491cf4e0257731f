#include "indexer/questions/line.h"

#include <algorithm>
#include <array>

#include "indexer/questions/answers.h"
#include "indexer/questions/kind_words.h"
#include "indexer/questions/options.h"
#include "indexer/questions/scan.h"
#include "schemas/base/trim.h"

namespace kecang::questions {
namespace {

constexpr int kHighestNumber = 100000;

// "**1.** …", "> …", "### …", "- A. …": marks of Markdown, and of pictures before a line.
void skip_decoration(Cursor& cursor) {
  while (cursor.eat_any(U"#*>\U0001F512\U0001F4DD\U0001F539\u2605\u2606\u25CF\u25C6\uFE0F") ||
         cursor.eat_word("__"))
    cursor.skip_spaces();
}

// "- A. …", "• A. …": a choice in a list of Markdown, or of an office program.
void skip_bullet_of_option(Cursor& cursor) {
  Cursor ahead = cursor;
  if (!ahead.eat_any(U"-+\u2022\u00B7") || !is_space(ahead.peek())) return;
  ahead.skip_spaces();
  if (is_option_start(ahead.rest())) cursor = ahead;
}

// "B**" of "**答案：B**", and "**B**".
std::string_view without_bold(std::string_view text) {
  constexpr std::string_view kBold = "**";
  constexpr std::size_t kLongest = 4096;  // a line may be read from many places
  text = trimmed_wide(text);
  if (text.size() > kLongest || !text.ends_with(kBold)) return text;
  const bool opened = text.starts_with(kBold);
  const auto inner = opened ? text.find(kBold, kBold.size()) : text.find(kBold);
  if (inner == std::string_view::npos || inner + kBold.size() != text.size()) return text;
  text.remove_suffix(kBold.size());
  return trimmed_wide(opened ? text.substr(kBold.size()) : text);
}

bool eat_key_mark(Cursor& cursor) {
  return cursor.eat(U'\U0001F511') || cursor.eat(U'\U0001F5DD');
}

// "：", ":" and marks that stand around labels.
bool eat_colon(Cursor& cursor) {
  cursor.skip_spaces();
  const bool eaten = cursor.eat_any(U":") || cursor.eat_word({"】", "]", "］", "〗", "**"});
  cursor.eat_word("**");
  cursor.skip_spaces();
  cursor.eat_any(U":");
  return eaten;
}

constexpr auto kAnswerWords =
    std::to_array<std::string_view>({"正确答案",       "参考答案",       "标准答案", "本题答案",
                                     "试题答案",       "答案为",         "答案是",   "答案",
                                     "正确选项",       "正解",           "答",       "Correct answer",
                                     "Correct Answer", "CORRECT ANSWER", "Answers",  "Answer",
                                     "ANSWER",         "answer",         "Key",      "Ans"});
constexpr auto kExplanationWords = std::to_array<std::string_view>(
    {"答案解析",    "试题解析",    "试题分析",    "答案详解",  "解析",     "详解",
     "分析",        "点评",        "解答",        "点睛",      "名师点睛", "思路点拨",
     "题目解析",    "考点",        "专题",        "导语",      "知识点",   "解题思路",
     "Explanation", "EXPLANATION", "explanation", "Rationale", "Solution", "Feedback"});
constexpr auto kLabelWords =
    std::to_array<std::string_view>({"选项", "难度系数", "难度", "分值", "来源", "题型", "题号", "试题类型",
                                     "难易程度", "Difficulty", "Options", "章节"});

// A label in 【】 needs nothing more; a bare one needs its colon.
bool eat_label(Cursor& cursor, std::span<const std::string_view> words) {
  Cursor ahead = cursor;
  const bool bracketed = ahead.eat_word({"【", "[", "［", "〖", "**"});
  ahead.skip_spaces();
  if (!ahead.eat_word(words) || !eat_colon(ahead)) return false;
  if (bracketed) ahead.eat_word({"】", "]"});
  ahead.skip_spaces();
  cursor = ahead;
  return true;
}

// "答案 B" and "答案 C D": a letter needs no colon.
bool eat_answer_before_letter(Cursor& cursor) {
  Cursor ahead = cursor;
  if (!ahead.eat_word({"正确答案", "参考答案", "答案", "Answer", "ANSWER"})) return false;
  ahead.skip_spaces();
  Cursor letters = ahead;
  std::size_t count = 0;
  while (letters.peek() >= U'A' && letters.peek() <= U'H') {
    letters.take();
    letters.skip_spaces();
    ++count;
  }
  if (count == 0 || is_latin(letters.peek())) return false;
  cursor = ahead;
  return true;
}

// 【小问2详解】
bool eat_sub_explanation(Cursor& cursor) {
  Cursor ahead = cursor;
  if (!ahead.eat_word("【小问") || !ahead.number() || !ahead.eat_word({"详解】", "解析】", "答案】"}))
    return false;
  cursor = ahead;
  return true;
}

// "历史试题答案", "七年级数学期末试卷答案": the title of a page of answers.
bool is_key_title(std::string_view text) {
  std::string plain = folded(text);
  for (const std::string_view mark : {":", "】"})
    if (plain.ends_with(mark)) plain.resize(plain.size() - mark.size());
  if (!shorter_than(plain, 30) || contains_any(plain, {"请", "选", "写", "填", "的", ",", "?", "("}))
    return false;
  static constexpr auto kTitles = std::to_array<std::string_view>(
      {"试题答案", "试卷答案", "练习答案", "习题答案", "作业答案", "测试答案", "测验答案", "检测答案",
       "考试答案", "单元答案", "期中答案", "期末答案", "月考答案", "模拟答案", "语文答案", "数学答案",
       "英语答案", "物理答案", "化学答案", "生物答案", "历史答案", "地理答案", "政治答案"});
  return std::any_of(kTitles.begin(), kTitles.end(),
                     [&](std::string_view title) { return plain.ends_with(title); });
}

// "参考答案：B" under a question is its answer, whatever else "参考答案" heads.
bool names_one_answer(Cursor cursor) {
  if (!eat_label(cursor, kAnswerWords)) return false;
  const std::string_view rest = without_bold(cursor.rest());
  return letters_of(rest).has_value() || verdict_of(rest).has_value();
}

bool is_key_heading(std::string_view text) {
  if (!shorter_than(text, 40)) return false;
  if (names_one_answer(Cursor(text))) return false;
  if (is_key_title(text)) return true;
  Cursor cursor(text);
  cursor.eat_word({"【", "附", "一、", "二、", "三、", "四、", "五、", "六、", "七、"});
  const std::string_view rest = cursor.rest();
  if (!contains_any(rest, {"答案", "Answer Key", "ANSWER KEY", "Answer key", "Answers", "Keys"}))
    return false;
  if (contains_any(rest, {"参考答案", "答案与", "答案及", "答案和", "答案解析", "答案部分", "Answer Key",
                          "ANSWER KEY", "Answer key"}))
    return !contains_any(rest, {"。", "，", "?", "？"}) &&
           !contains_any(rest.substr(0, rest.find("答案")), {"无", "不含"});
  const std::string plain = folded(rest);
  return plain == "答案" || plain == "答案:" || plain == "答案】" || plain == "标准答案" ||
         plain == "试卷答案" || plain == "试题答案" || plain == "answers" || plain == "keys";
}

struct Numbered {
  NumberStyle style = NumberStyle::dot;
  int number = 0;
  bool weak = false;
};

std::optional<Numbered> eat_ordinal(Cursor& cursor) {
  Cursor ahead = cursor;
  if (!ahead.eat_word("第")) return std::nullopt;
  ahead.skip_spaces();
  auto number = ahead.number();
  if (!number) number = ahead.han_number();
  ahead.skip_spaces();
  ahead.eat_word({"小", "道"});
  if (!number || !ahead.eat_word("题")) return std::nullopt;
  // "第3题图", "第5题的答案" speak of a question and begin none.
  const char32_t next = ahead.peek();
  if (!ahead.at_end() && !is_space(next) &&
      std::u32string_view(U":.、,()[【").find(next) == std::u32string_view::npos)
    return std::nullopt;
  ahead.skip_spaces();
  ahead.eat_any(U":.、,");
  cursor = ahead;
  return Numbered{NumberStyle::ordinal, *number};
}

std::optional<Numbered> eat_letter_q(Cursor& cursor) {
  Cursor ahead = cursor;
  if (!ahead.eat_word(
          {"Question", "QUESTION", "Problem", "Exercise", "题目", "试题", "问题", "习题", "例题", "Q"}))
    return std::nullopt;
  ahead.skip_spaces();
  ahead.eat_word({"No.", "#"});
  const auto number = ahead.number();
  if (!number) return std::nullopt;
  ahead.skip_spaces();
  const bool marked = ahead.eat_any(U":.、,)") || ahead.at_end();
  if (!marked && !is_space(cursor.peek()) && is_latin(ahead.peek())) return std::nullopt;
  cursor = ahead;
  return Numbered{NumberStyle::letter_q, *number};
}

std::optional<Numbered> eat_enclosed(Cursor& cursor) {
  Cursor ahead = cursor;
  const char32_t open = ahead.take();
  const bool bracket = open == U'\u3010' || open == U'[';
  if (open != U'(' && !bracket) return std::nullopt;
  ahead.skip_spaces();
  const auto number = ahead.number();
  ahead.skip_spaces();
  if (!number) return std::nullopt;
  if (bracket ? !ahead.eat_any(U"\u3011]") : !ahead.eat(U')')) return std::nullopt;
  ahead.skip_spaces();
  ahead.eat_any(U".、:");
  cursor = ahead;
  return Numbered{bracket ? NumberStyle::bracket : NumberStyle::paren, *number};
}

// ⑴ and ① as they come ready made.
std::optional<Numbered> eat_ready_made(Cursor& cursor) {
  const char32_t c = cursor.peek();
  const bool circled = c >= 0x2460 && c <= 0x2473;
  const bool paren = c >= 0x2474 && c <= 0x2487;
  const bool dotted = c >= 0x2488 && c <= 0x249B;
  if (!circled && !paren && !dotted) return std::nullopt;
  cursor.take();
  cursor.eat_any(U".、");
  if (circled) return Numbered{NumberStyle::circled, static_cast<int>(c - 0x2460) + 1};
  if (paren) return Numbered{NumberStyle::paren, static_cast<int>(c - 0x2474) + 1};
  return Numbered{NumberStyle::dot, static_cast<int>(c - 0x2488) + 1};
}

std::optional<Numbered> eat_plain_number(Cursor& cursor) {
  Cursor ahead = cursor;
  const auto number = ahead.number();
  if (!number || *number > kHighestNumber) return std::nullopt;
  const std::size_t after_digits = ahead.rest().size();
  ahead.skip_spaces();
  const bool spaced = ahead.rest().size() != after_digits;
  Numbered found{NumberStyle::dot, *number};
  if (ahead.eat(U')')) {
    found.style = NumberStyle::half_paren;
  } else if (ahead.eat_any(U".、:,") || ahead.eat_word("\\.")) {
    found.weak = is_digit(ahead.peek());  // "1.2010年…" may be a number, "1.5 kg" is none
  } else if (ahead.peek() != U'\u3010') {
    if (!spaced || ahead.at_end()) return std::nullopt;
    found.weak = true;  // "15 上肢骨折"
  }
  cursor = ahead;
  return found;
}

std::optional<Numbered> eat_number(Cursor& cursor) {
  if (auto found = eat_ordinal(cursor)) return found;
  if (auto found = eat_letter_q(cursor)) return found;
  if (auto found = eat_enclosed(cursor)) return found;
  if (auto found = eat_ready_made(cursor)) return found;
  return eat_plain_number(cursor);
}

// "（  ）" or "（B）" before the number, as on papers where the answer is written in front.
std::string_view eat_leading_brackets(Cursor& cursor) {
  Cursor ahead = cursor;
  if (!ahead.eat(U'(') && !ahead.eat_word({"〔", "["})) return {};
  const std::string_view inside = ahead.rest();
  for (int i = 0; i < 10 && !ahead.at_end(); ++i) {
    const std::size_t length = inside.size() - ahead.rest().size();
    if (ahead.eat(U')') || ahead.eat_word({"〕", "]"})) {
      ahead.skip_spaces();
      if (!is_digit(ahead.peek())) return {};
      Cursor number = ahead;
      if (!eat_plain_number(number)) return {};
      cursor = ahead;
      return trimmed_wide(inside.substr(0, length));
    }
    const char32_t c = ahead.take();
    if (is_digit(c)) return {};
  }
  return {};
}

std::optional<QuestionKind> eat_kind_tag(Cursor& cursor) {
  Cursor ahead = cursor;
  const bool open = ahead.eat_word({"【", "[", "［", "（", "(", "〖", "<"});
  ahead.skip_spaces();
  const auto kind = eat_kind_word(ahead);
  if (!kind) return std::nullopt;
  ahead.skip_spaces();
  const bool closed = ahead.eat_word({"】", "]", "］", "）", ")", "〗", ">"});
  const bool colon = ahead.eat_any(U":");
  if (open ? !closed : !colon) return std::nullopt;
  ahead.skip_spaces();
  cursor = ahead;
  return kind;
}

// The kind that a heading names, if it is about questions at all: "教学分析" is not.
std::optional<QuestionKind> heading_kind(std::string_view text) {
  if (!shorter_than(text, 120)) return std::nullopt;
  Cursor cursor(text);
  const auto word = eat_kind_word(cursor);
  const bool whole = word && shorter_than(trimmed_wide(cursor.rest()), 1);
  const bool told = contains_any(text.substr(0, 90), {"题"}) || score_in(text) > 0;
  return whole || told ? kind_in(text.substr(0, 90)) : std::nullopt;
}

bool is_chapter(std::string_view text) {
  if (!shorter_than(text, 50)) return false;
  Cursor cursor(text);
  if (cursor.eat_word("第")) {
    cursor.skip_spaces();
    if (!cursor.number() && !cursor.han_number()) return false;
    cursor.skip_spaces();
    return cursor.eat_word({"章", "单元", "节", "课", "讲", "关", "回", "周", "套"});
  }
  if (cursor.eat_word({"Unit", "UNIT", "Chapter", "CHAPTER", "Module", "Lesson"})) {
    cursor.skip_spaces();
    return cursor.number().has_value();
  }
  return contains_any(text, {"单元测试", "章节测试", "章测试", "节测试", "见面课", "课后作业", "课后习题",
                             "随堂测验"}) &&
         !contains_any(text, {"。", "，"});
}

bool eat_part_mark(Cursor& cursor) {
  Cursor ahead = cursor;
  if (ahead.eat_word("第")) {
    ahead.skip_spaces();
    const bool numbered =
        ahead.han_number() || ahead.number() || ahead.eat_word({"Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "II", "I"});
    ahead.skip_spaces();
    if (!numbered || !ahead.eat_word({"部分", "大题", "卷"})) return false;
  } else {
    const bool enclosed = ahead.eat(U'(');
    if (!ahead.han_number() && !ahead.eat_word({"Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ"})) return false;
    ahead.skip_spaces();
    if (enclosed ? !ahead.eat(U')') : !(ahead.eat_any(U".、:,") || ahead.eat_word({"，"}))) return false;
  }
  ahead.skip_spaces();
  ahead.eat_any(U":、.");
  ahead.skip_spaces();
  cursor = ahead;
  return true;
}

bool is_page_mark(std::string_view text) {
  if (!shorter_than(text, 30)) return false;
  const std::string plain = folded(text);
  Cursor cursor(plain);
  const bool dashed = cursor.eat_any(U"-\u2014\u00B7");
  if (dashed) {
    const bool number = cursor.number().has_value();
    return number && cursor.eat_any(U"-\u2014\u00B7") && cursor.at_end();
  }
  if (cursor.eat_word("第") && cursor.number() && cursor.eat_word("页")) return true;
  Cursor page(plain);
  return page.eat_word("page") && page.number() && (page.at_end() || page.eat_word({"of", "/"}));
}

// A heading without a number: "单项选择题（共10题，每题2分）".
bool is_bare_section(std::string_view text) {
  if (!shorter_than(text, 60)) return false;
  Cursor cursor(text);
  if (!eat_kind_word(cursor)) return false;
  cursor.skip_spaces();
  return cursor.eat(U'(') && score_in(text) > 0;
}

void read_number(Cursor& cursor, const Numbered& numbered, Line& line) {
  line.kind = LineKind::number;
  line.style = numbered.style;
  line.number = numbered.number;
  line.weak = numbered.weak;
  cursor.skip_spaces();
  cursor.eat_word("**");
  cursor.skip_spaces();
  line.rest = without_bold(cursor.rest());
}

bool read_label(Cursor cursor, Line& line) {
  const bool key_mark = eat_key_mark(cursor);
  cursor.skip_spaces();
  if (eat_label(cursor, kExplanationWords) || eat_sub_explanation(cursor)) {
    line.kind = LineKind::explanation;
  } else if (eat_label(cursor, kAnswerWords) || eat_answer_before_letter(cursor) || key_mark) {
    line.kind = LineKind::answer;
  } else if (eat_label(cursor, kLabelWords)) {
    line.kind = LineKind::label;
  } else {
    return false;
  }
  cursor.skip_spaces();
  line.rest = without_bold(cursor.rest());
  return true;
}

bool read_section(Cursor cursor, Line& line) {
  const std::string_view whole = cursor.rest();
  if (is_chapter(whole)) {
    line.kind = LineKind::chapter;
    return true;
  }
  if (!eat_part_mark(cursor) && !is_bare_section(whole)) return false;
  line.kind = LineKind::section;
  line.rest = cursor.rest();
  line.question_kind = heading_kind(cursor.rest());
  line.score = line.question_kind ? score_in(whole) : 0;
  return true;
}

bool read_kind_tag(Cursor cursor, Line& line) {
  Cursor bare = cursor;
  if (const auto kind = eat_kind_word(bare); kind && trimmed_wide(bare.rest()).empty()) {
    line.kind = LineKind::kind_word;
    line.question_kind = kind;
    return true;
  }
  const auto kind = eat_kind_tag(cursor);
  if (!kind) return false;
  line.question_kind = kind;
  line.kind = LineKind::number;
  line.style = NumberStyle::tag;
  line.rest = cursor.rest();
  if (const auto numbered = eat_number(cursor); numbered && numbered->style != NumberStyle::circled) {
    read_number(cursor, *numbered, line);
    line.weak = false;
  }
  return true;
}

}  // namespace

Line classify(std::string_view raw, std::size_t segment) {
  Line line{.text = trimmed_wide(raw), .segment = segment};
  line.rest = line.text;
  if (line.text.empty() || is_page_mark(line.text)) return line;
  line.kind = LineKind::text;
  Cursor cursor(line.text);
  skip_decoration(cursor);
  if (cursor.at_end()) {  // a quotation's empty line, a rule
    line.kind = LineKind::blank;
    return line;
  }
  if (is_key_heading(cursor.rest())) {
    line.kind = LineKind::key_heading;
    return line;
  }
  if (read_label(cursor, line) || read_kind_tag(cursor, line)) return line;
  skip_bullet_of_option(cursor);
  if (is_option_start(cursor.rest())) {
    line.kind = LineKind::option;
    line.rest = cursor.rest();
    return line;
  }
  if (read_section(cursor, line)) return line;
  line.leading_answer = eat_leading_brackets(cursor);
  if (const auto numbered = eat_number(cursor)) read_number(cursor, *numbered, line);
  return line;
}

std::optional<std::string_view> behind_answer_label(std::string_view text) {
  Cursor cursor(text);
  skip_decoration(cursor);
  if (!eat_label(cursor, kAnswerWords)) return std::nullopt;
  return without_bold(cursor.rest());
}

double score_in(std::string_view text) {
  // The number before 分; "每小题4分" wins over "共40分".
  double found = 0;
  text = text.substr(0, 400);
  for (auto at = text.find("分"); at != std::string_view::npos; at = text.find("分", at + 1)) {
    auto start = at;
    while (start > 0 && text[start - 1] == ' ') --start;
    const auto end = start;
    while (start > 0 && (std::string_view("0123456789.").find(text[start - 1]) != std::string_view::npos))
      --start;
    if (start == end || end - start > 5) continue;
    const std::string digits(text.substr(start, end - start));
    const double value = std::strtod(digits.c_str(), nullptr);
    const std::string_view before = trimmed_wide(text.substr(0, start));
    const bool total = before.ends_with("共") || before.ends_with("共计") || before.ends_with("满分") ||
                       before.ends_with("合计");
    if (!total && contains_any(text.substr(0, start), {"每"})) return value;
    if (!total && found == 0 && !contains_any(text, {"共"})) found = value;
  }
  return found;
}

double eat_score(std::string_view& text) {
  Cursor cursor(text);
  if (!cursor.eat(U'(') && !cursor.eat_word("【") && !cursor.eat_word("[")) return 0;
  cursor.eat_word({"本小题", "本题", "本大题", "每题"});
  cursor.eat_word({"满分", "共", "计"});
  cursor.skip_spaces();
  const std::string_view digits = cursor.rest();
  if (!cursor.number()) return 0;
  if (cursor.eat(U'.')) cursor.number();
  const double score = std::strtod(std::string(digits.substr(0, 8)).c_str(), nullptr);
  cursor.skip_spaces();
  if (!cursor.eat_word("分")) return 0;
  if (!cursor.eat(U')') && !cursor.eat_word("】") && !cursor.eat_word("]")) return 0;
  cursor.skip_spaces();
  text = cursor.rest();
  return score;
}

}  // namespace kecang::questions
