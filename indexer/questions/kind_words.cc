#include "indexer/questions/kind_words.h"

#include <array>

namespace kecang::questions {
namespace {

struct Word {
  std::string_view text;
  QuestionKind kind;
};

// Longer names stand before those they contain.
constexpr auto kWords = std::to_array<Word>({
    {"不定项选择", QuestionKind::multiple_choice},
    {"多项选择", QuestionKind::multiple_choice},
    {"多选", QuestionKind::multiple_choice},
    {"不定项", QuestionKind::multiple_choice},
    {"单项选择", QuestionKind::single_choice},
    {"单项填空", QuestionKind::single_choice},
    {"单选", QuestionKind::single_choice},
    {"完形填空", QuestionKind::single_choice},
    {"选择填空", QuestionKind::single_choice},
    {"选择", QuestionKind::single_choice},
    {"是非", QuestionKind::true_false},
    {"判断", QuestionKind::true_false},
    {"辨析", QuestionKind::short_answer},
    {"填空", QuestionKind::fill_in},
    {"默写", QuestionKind::fill_in},
    {"名句", QuestionKind::fill_in},
    {"连线", QuestionKind::matching},
    {"匹配", QuestionKind::matching},
    {"配对", QuestionKind::matching},
    {"排序", QuestionKind::ordering},
    {"简答", QuestionKind::short_answer},
    {"问答", QuestionKind::short_answer},
    {"主观", QuestionKind::short_answer},
    {"论述", QuestionKind::short_answer},
    {"计算", QuestionKind::short_answer},
    {"解答", QuestionKind::short_answer},
    {"证明", QuestionKind::short_answer},
    {"应用", QuestionKind::short_answer},
    {"实验", QuestionKind::short_answer},
    {"探究", QuestionKind::short_answer},
    {"综合", QuestionKind::short_answer},
    {"分析", QuestionKind::short_answer},
    {"作图", QuestionKind::short_answer},
    {"作文", QuestionKind::short_answer},
    {"写作", QuestionKind::short_answer},
    {"书面表达", QuestionKind::short_answer},
    {"翻译", QuestionKind::short_answer},
    {"名词解释", QuestionKind::short_answer},
    {"非选择", QuestionKind::short_answer},
    {"材料", QuestionKind::short_answer},
    {"案例", QuestionKind::short_answer},
    {"阅读理解", QuestionKind::other},
    {"听力", QuestionKind::single_choice},
});

// In half width, small letters, without spaces.
constexpr auto kEnglish = std::to_array<Word>({
    {"multiplechoice", QuestionKind::single_choice},
    {"singlechoice", QuestionKind::single_choice},
    {"multipleanswer", QuestionKind::multiple_choice},
    {"multipleresponse", QuestionKind::multiple_choice},
    {"multipleselect", QuestionKind::multiple_choice},
    {"multiselect", QuestionKind::multiple_choice},
    {"true/false", QuestionKind::true_false},
    {"trueorfalse", QuestionKind::true_false},
    {"truefalse", QuestionKind::true_false},
    {"fillin", QuestionKind::fill_in},
    {"fill-in", QuestionKind::fill_in},
    {"cloze", QuestionKind::fill_in},
    {"shortanswer", QuestionKind::short_answer},
    {"essay", QuestionKind::short_answer},
    {"matching", QuestionKind::matching},
    {"ordering", QuestionKind::ordering},
    {"single", QuestionKind::single_choice},
    {"multiple", QuestionKind::multiple_choice},
});

}  // namespace

std::optional<QuestionKind> eat_kind_word(Cursor& cursor) {
  for (const Word& word : kWords) {
    if (!cursor.eat_word(word.text)) continue;
    cursor.eat_word("题");
    return word.kind;
  }
  return std::nullopt;
}

std::optional<QuestionKind> kind_in(std::string_view text) {
  std::string_view first = text.substr(0, 256);
  if (contains_any(first, {"非选择"})) return QuestionKind::short_answer;
  for (const Word& word : kWords)
    if (first.find(word.text) != std::string_view::npos) return word.kind;
  const std::string plain = folded(first);
  for (const Word& word : kEnglish)
    if (plain.find(word.text) != std::string_view::npos) return word.kind;
  return std::nullopt;
}

bool is_choice(QuestionKind kind) {
  return kind == QuestionKind::single_choice || kind == QuestionKind::multiple_choice;
}

}  // namespace kecang::questions
