#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/questions/bank.h"

namespace kecang::questions {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "<a>" stands for a picture of that name.
std::vector<Question> read_pictured(const std::vector<std::string>& texts) {
  std::vector<Segment> segments;
  std::vector<Picture> pictures;
  for (const auto& text : texts) {
    Segment segment;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (text[at] != '<') {
        segment.text += text[at];
        continue;
      }
      const auto end = text.find('>', at);
      pictures.push_back({segments.size(), segment.text.size(), text.substr(at + 1, end - at - 1)});
      at = end;
    }
    segments.push_back(std::move(segment));
  }
  return read_text(segments, pictures).questions;
}

TEST(PicturesOfQuestions, StandBelowInOrBehindAStemAndItsChoices) {
  const auto read = read_pictured(
      {"期中测试\n一、选择题\n1．如图，∠1 等于（  ）\n<a>\nA．<b>30° B．60°\nC．90° D．120°\n<c>\n"
       "<d>2．如图<e>，下列正确的是（  ）\nA．甲 B．乙 C．丙 D．丁\n3．没有图的题是（  ）\nA．一 B．二 C．三 "
       "D．四"});
  ASSERT_EQ(read.size(), 3U);
  EXPECT_THAT(read[0].images, ElementsAre("a", "b", "c"));
  EXPECT_THAT(read[1].images, ElementsAre("d", "e"));
  EXPECT_THAT(read[2].images, IsEmpty());
  EXPECT_EQ(read[0].stem, "如图，∠1 等于（  ）");
}

TEST(PicturesOfQuestions, OfAnswerAndExplanationAreKeptApart) {
  const auto read = read_pictured(
      {"单元测试\n1．作图（  ）\n<a>\nA．甲 B．乙 C．丙 D．丁\n答案：B<b>\n解析：如下图。\n<c>\n\n<d>\n"
       "2．读图（  ）\nA．甲 B．乙 C．丙 D．丁\n答案：C"});
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("a"));
  EXPECT_THAT(read[0].answer_images, ElementsAre("b", "c", "d"));
  EXPECT_THAT(read[1].images, IsEmpty());
  EXPECT_THAT(read[1].answer_images, IsEmpty());
}

TEST(PicturesOfQuestions, AmidALineTheAnswerBeginsBehindThem) {
  const auto read = read_pictured(
      {"单元测试\n1．如图<a>【答案】A<b>【解析】见图<c>\n2．选出（  ）\nA．甲 B．乙 C．丙 D．丁\n【答案】B"});
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("a"));
  EXPECT_THAT(read[0].answer_images, ElementsAre("b", "c"));
}

TEST(PicturesOfQuestions, OfASharedStemBelongToThePassage) {
  const auto read =
      read_pictured({"地理测试\n读下图，完成1-2题。\n<map>\n1．甲地的气候是（  ）\nA．一 B．二 C．三 "
                     "D．四\n2．乙地的植被是（  ）\n<leaf>\nA．一 B．二 C．三 D．四"});
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].kind, QuestionKind::passage);
  EXPECT_THAT(read[0].images, ElementsAre("map"));
  EXPECT_THAT(read[1].images, IsEmpty());
  EXPECT_THAT(read[2].images, ElementsAre("leaf"));
}

TEST(PicturesOfQuestions, InAKeyTheyBelongToTheAnswersOfItsEntries) {
  const auto read =
      read_pictured({"期末试题\n1．计算 3+2（  ）\n<stem>\n2．画出图形（  ）\n3．简述理由（  ）\n"
                     "参考答案\n<head>\n1．5\n2．如图\n<drawn>\n3．略"});
  ASSERT_EQ(read.size(), 3U);
  EXPECT_THAT(read[0].images, ElementsAre("stem"));
  EXPECT_THAT(read[0].answer_images, IsEmpty());
  EXPECT_THAT(read[1].images, IsEmpty());
  EXPECT_THAT(read[1].answer_images, ElementsAre("drawn"));
}

TEST(PicturesOfQuestions, OnAPageOfTheirOwnBelongToTheQuestionBefore) {
  const auto read = read_pictured({"单元测试\n1．如图（  ）\nA．甲 B．乙 C．丙 D．丁", "<a>",
                                   "<b>2．选出（  ）\nA．甲 B．乙 C．丙 D．丁"});
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("a"));
  EXPECT_THAT(read[1].images, ElementsAre("b"));
}

TEST(PicturesOfQuestions, ThatComeAgainAndAgainAreOrnaments) {
  std::string text = "单元测试\n";
  for (int i = 1; i <= 6; ++i)
    text += std::to_string(i) + "．如图<rule><figure>（  ）\nA．甲 B．乙 C．丙 D．丁\n答案：B<rule>\n";
  const auto at = text.rfind("<figure>");
  const auto read = read_pictured({text.erase(at, 8)});
  ASSERT_EQ(read.size(), 6U);
  EXPECT_THAT(read[0].images, ElementsAre("figure"));
  EXPECT_THAT(read[5].images, IsEmpty());
  EXPECT_THAT(read[5].answer_images, IsEmpty());
}

TEST(PicturesOfQuestions, OfMarkdownAreNamedByStemChoicesAndExplanation) {
  const auto read =
      read_pictured({"单元测试\n1．如图 ![](q.png)（  ）\nA．![甲](a.png) B．乙 C．丙 D．丁\n答案：B\n"
                     "解析：见 ![](e.png)\n2．选出（  ）\nA．甲 B．乙 C．丙 D．丁\n答案：B"});
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("q.png", "a.png"));
  EXPECT_THAT(read[0].answer_images, ElementsAre("e.png"));
}

// ---- those that lie on a table ----

Question only_question(const Row& heading, const Row& row, std::vector<CellPicture> pictures) {
  return read_tables({{.rows = {heading, row}, .row_numbers = {0, 7}, .pictures = std::move(pictures)}}, {})
      .questions.at(0);
}

TEST(PicturesOfTables, AreTheAnswersInColumnsThatAreNamedAfterItOrStandUnnamedBehindIt) {
  const Row row{"图是", "圆", "方", "A", "", "", ""};
  const auto read = only_question({"题干", "选项A", "选项B", "答案", "图", "解析 图片", ""}, row,
                                  {{7, 4, "of-stem"}, {7, 5, "named"}, {7, 6, "unnamed"}, {7, 60, "beyond"}});
  EXPECT_THAT(read.images, ElementsAre("of-stem"));
  EXPECT_THAT(read.answer_images, ElementsAre("named", "unnamed", "beyond"));
}

TEST(PicturesOfTables, OfRowsWithoutAQuestionBelongToNone) {
  const auto read = only_question({"题干", "选项A", "选项B", "答案"}, {"图是", "圆", "方", "A"},
                                  {{0, 0, "heading"}, {3, 0, "between"}, {8, 0, "below"}});
  EXPECT_THAT(read.images, IsEmpty());
}

TEST(PicturesOfTables, OfSharedMaterialAreThePassages) {
  const auto read = read_tables({{.rows = {{"材料", "题干", "选项A", "选项B", "答案"},
                                           {"读图", "甲是", "一", "二", "A"},
                                           {"读图", "乙是", "一", "二", "B"}},
                                  .row_numbers = {0, 1, 2},
                                  .pictures = {{1, 0, "map"}, {2, 1, "leaf"}}}},
                                {})
                        .questions;
  ASSERT_EQ(read.size(), 3U);
  EXPECT_THAT(read[0].images, ElementsAre("map"));
  EXPECT_THAT(read[1].images, IsEmpty());
  EXPECT_THAT(read[2].images, ElementsAre("leaf"));
}

}  // namespace
}  // namespace kecang::questions
