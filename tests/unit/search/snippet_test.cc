#include "schemas/base/snippet.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "schemas/base/text.h"

namespace kecang::text {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// What a browser's slice would give.
std::string slice(const std::string& text, const TextRange& range) {
  std::u32string part;
  std::uint32_t at = 0;
  for (const auto c : to_utf32(text)) {
    if (at >= range.begin && at < range.end) part += c;
    at += c > 0xFFFF ? 2 : 1;
  }
  return to_utf8(part);
}

std::vector<std::string> marked(const Snippet& snippet) {
  std::vector<std::string> parts;
  for (const auto& range : snippet.ranges) parts.push_back(slice(snippet.text, range));
  return parts;
}

Snippet snippet(const std::vector<std::string_view>& segments, const std::vector<std::string>& words,
                std::size_t width = 40) {
  return best_snippet(segments, words, width);
}

TEST(BestSnippet, TakesTheSegmentWithTheMostDifferentWords) {
  const auto found = snippet({"加法，加法，加法，加法。", "有理数的加法法则。"}, {"有理数", "加法"});
  EXPECT_EQ(found.segment, 1U);
  EXPECT_THAT(marked(found), ElementsAre("有理数", "加法"));
}

TEST(BestSnippet, MarksTraditionalAndFullWidthFormsOfAWord) {
  const auto found = snippet({"學習有理數的ＡＢＣ"}, {"有理数", "abc"});
  EXPECT_THAT(marked(found), ElementsAre("有理數", "ＡＢＣ"));
  EXPECT_EQ(found.text, "學習有理數的ＡＢＣ");
}

TEST(BestSnippet, CountsRangesInUtf16) {
  const auto found = snippet({"😀😀有理数"}, {"有理数"});
  EXPECT_THAT(found.ranges, ElementsAre(TextRange{4, 7}));
}

TEST(BestSnippet, StaysWithinItsWidthAndSaysWhereItWasCut) {
  std::string long_text(3'000, 'a');
  long_text += " 光合作用 ";
  long_text += std::string(3'000, 'b');
  const auto found = snippet({long_text}, {"光合作用"}, 50);
  EXPECT_LE(to_utf32(found.text).size(), 50U);
  EXPECT_THAT(marked(found), ElementsAre("光合作用"));
  EXPECT_TRUE(found.cut_front);
  EXPECT_TRUE(found.cut_back);
}

TEST(BestSnippet, BeginsWithTheSentenceWhenThereIsRoom) {
  const auto found =
      snippet({"这是前一句话，和问题没有关系。植物的光合作用需要光。后面还有许多别的话，说的是别的事情。"},
              {"光合作用"}, 30);
  EXPECT_THAT(found.text, testing::StartsWith("植物的光合作用"));
}

TEST(BestSnippet, WithoutAnyWordIsTheBeginning) {
  const auto found = snippet({" \n ", "第一段\n正文"}, {"没有的词"});
  EXPECT_EQ(found.segment, 1U);
  EXPECT_EQ(found.text, "第一段 正文");
  EXPECT_THAT(found.ranges, IsEmpty());
  EXPECT_FALSE(found.cut_back);
}

TEST(BestSnippet, OfNoTextIsEmpty) {
  EXPECT_EQ(snippet({}, {"词"}).text, "");
  EXPECT_EQ(snippet({"", "  "}, {"词"}).text, "");
}

TEST(BestSnippet, MarksPiecesOfAWordThatIsNotThereWhole) {
  const auto found = snippet({"植物的光合反应"}, {"光合作用"});
  EXPECT_THAT(marked(found), ElementsAre("光合"));
}

TEST(BestSnippet, FindsAWordAcrossTheWrapOfALine) {
  const auto found = snippet({"植物的光合\n作用需要光"}, {"光合作用"});
  EXPECT_THAT(marked(found), ElementsAre("光合 作用"));
}

TEST(BestSnippet, MarksWholeLatinWordsOnly) {
  const auto found = snippet({"the catalogue of a cat"}, {"cat"});
  EXPECT_THAT(found.ranges, ElementsAre(TextRange{19, 22}));
}

TEST(BestSnippet, SurvivesTextThatIsNoUtf8) {
  const auto found = snippet({"\xFF\xFE光合作用\xC3"}, {"光合作用"});
  EXPECT_THAT(marked(found), ElementsAre("光合作用"));
  EXPECT_TRUE(is_utf8(found.text));
}

TEST(BestSnippet, IgnoresAWordLongerThanItself) {
  const auto found = snippet({"甲乙丙丁戊己庚辛"}, {"甲乙丙丁戊己庚辛", "丙丁"}, 4);
  EXPECT_LE(to_utf32(found.text).size(), 4U);
  EXPECT_THAT(found.text, HasSubstr("丙丁"));
}

TEST(Highlight, JoinsTouchingPlacesAndKeepsTheOthers) {
  EXPECT_THAT(highlight("有理数和有理式", {"有理数", "有理"}), ElementsAre(TextRange{0, 3}, TextRange{4, 6}));
  EXPECT_THAT(highlight("标题", {"别的"}), IsEmpty());
}

TEST(Highlight, KeepsItsLimit) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "光 ";
  EXPECT_THAT(highlight(text, {"光"}, 7), testing::SizeIs(7));
  EXPECT_THAT(highlight(text, {"光"}), testing::SizeIs(50));
}

}  // namespace
}  // namespace kecang::text
