/// What is left of a text for those who may not read its answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/questions/csv.h"
#include "tests/unit/questions/builders.h"

namespace kecang::questions {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> left_of(std::vector<Segment> segments, const std::vector<AnswerPassages>& answers) {
  std::vector<std::string> left;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (i < answers.size()) segments[i].answers = answers[i];
    EXPECT_TRUE(is_in_order(segments[i].answers));
    left.push_back(text_without_answers(segments[i]));
  }
  return left;
}

std::string left_of(const std::string& text) {
  const std::vector<Segment> segments = {{Locator{}, text}};
  return left_of(segments, read_text(segments).answers).front();
}

std::string left_of_sheet(const std::string& text, const std::vector<Row>& rows) {
  const std::vector<Segment> segments = {{Locator{}, text}};
  return left_of(segments, read_tables({{Locator{}, rows}}, segments).answers).front();
}

TEST(PrintedAnswers, AnswersAndExplanationsBelowTheirQuestionsGoWithTheirLines) {
  EXPECT_EQ(left_of("七年级测试\n1. 甲是（　　）\nA. 一\nB. 二\n答案：B\n解析：因为二。\n所以选二。\n"
                    "2. 乙是（　　）\nA. 一\nB. 二\n【答案】A【解析】因为一。\n"),
            "七年级测试\n1. 甲是（　　）\nA. 一\nB. 二\n2. 乙是（　　）\nA. 一\nB. 二\n");
}

TEST(PrintedAnswers, AnAnswerInTheBracketsOfTheStemLeavesThemEmpty) {
  EXPECT_EQ(left_of("1. 甲是（ B ）\nA. 一\nB. 二\n2. 乙是（A）\nA. 一\nB. 二"),
            "1. 甲是（）\nA. 一\nB. 二\n2. 乙是（）\nA. 一\nB. 二");
}

TEST(PrintedAnswers, AnAnswerBehindTheStemOrBeforeTheNumberGoes) {
  const auto left = left_of("（ B ）1. 甲是\nA. 一\nB. 二\n（ A ）2. 乙是\nA. 一\nB. 二");
  EXPECT_THAT(left, AllOf(Not(HasSubstr("B ）1")), Not(HasSubstr("A ）2")), HasSubstr("甲是")));
  EXPECT_EQ(left_of("1. 本课程的宗旨： D\nA. 甲 B. 乙 C. 丙 D. 丁\n2. 目标： A\nA. 甲 B. 乙 C. 丙 D. 丁"),
            "1. 本课程的宗旨：\nA. 甲 B. 乙 C. 丙 D. 丁\n2. 目标：\nA. 甲 B. 乙 C. 丙 D. 丁");
}

TEST(PrintedAnswers, AKeyAtTheEndGoesWholeOnWhateverPageItStands) {
  const std::vector<Segment> pages = {
      {{LocatorKind::page, 1},
       "期中试题\n一、选择题\n1. 甲（　　）\nA. 一 B. 二\n2. 乙（　　）\nA. 一 B. 二"},
      {{LocatorKind::page, 2}, "3. 简述丙。\n参考答案\n1-2 AB"},
      {{LocatorKind::page, 3}, "3. 丙是文明的摇篮。"}};
  EXPECT_THAT(left_of(pages, read_text(pages).answers), ElementsAre(pages[0].text, "3. 简述丙。\n", ""));
}

TEST(PrintedAnswers, WhatIsNoPaperStaysWhole) {
  const std::string plan = "教学过程\n1. 导入新课\n2. 讲授新课\n解析：这一段讲气候。";
  EXPECT_EQ(left_of(plan), plan);
}

TEST(PrintedAnswers, CellsOfABankGoAndItsOtherCellsStay) {
  const std::vector<Row> rows = {{"题型", "题干", "选项A", "选项B", "答案", "解析", "分值"},
                                 {"单选", "首都是", "北京", "上海", "A", "北京是首都", "2"},
                                 {"判断", "地球是圆的", "", "", "对", "", "1"}};
  EXPECT_EQ(
      left_of_sheet("题型\t题干\t选项A\t选项B\t答案\t解析\t分值\n单选\t首都是\t北京\t上海\tA\t北京是首都\t2\n"
                    "判断\t地球是圆的\t对\t1\n",
                    rows),
      "题型\t题干\t选项A\t选项B\t答案\t解析\t分值\n单选\t首都是\t北京\t上海\t\t2\n判断\t地球是圆的\t\t1\n");
}

TEST(PrintedAnswers, QuotedCellsOfACsvAreFollowed) {
  const std::string csv = "题目,选项,答案\n\"他说\"\"好\"\"，对吗\",A.是 B.否,\"A\"\n乙,A.是 B.否,B\n";
  EXPECT_EQ(left_of_sheet(csv, rows_of_csv(csv)),
            "题目,选项,答案\n\"他说\"\"好\"\"，对吗\",A.是 B.否,\"\"\n乙,A.是 B.否,\n");
}

TEST(PrintedAnswers, ABankWhoseCellsCannotBeFollowedShowsNothingFromThereOn) {
  const auto left =
      left_of_sheet("题目\t答案\n甲甲\t一\n换了字\t二\n", {{"题目", "答案"}, {"甲甲", "一"}, {"乙乙", "二"}});
  EXPECT_THAT(left, AllOf(HasSubstr("甲甲"), Not(HasSubstr("一")), Not(HasSubstr("二"))));
}

TEST(PrintedAnswers, ATableWithinATextAndAPaperBesideItBothHideTheirAnswers) {
  const auto left = left_of(
      "说明\n题目\t选项\t答案\n甲甲\tA.是 B.否\tA\n乙乙\tA.是 B.否\tB\n"
      "3. 丙（　　）\nA. 是 B. 否\n答案：A\n4. 丁（　　）\nA. 是 B. 否\n答案：B");
  EXPECT_THAT(left, AllOf(HasSubstr("甲甲\tA.是 B.否"), Not(HasSubstr("答案：")), HasSubstr("3. 丙")));
  EXPECT_THAT(left, Not(HasSubstr("否\tA")));
}

TEST(PrintedAnswers, EveryAnswerOfEveryLayoutIsGoneFromWhatIsLeft) {
  for (const std::string text :
       {"1. 甲（　　）\nA. 一 B. 二\n正确答案:【独特甲】\n2. 乙\nA. 一 B. 二\n正确答案:【独特乙】",
        "1. 简述甲。\n答：\n【答案】独特甲\n独特续\n2. 简述乙。\n【答案】独特乙",
        "阅读材料，回答1-2题。\n材料一\n1. 甲？\n答案：独特甲\n2. 乙？\n答案：独特乙",
        "一、简答题\n1. 甲？\n2. 乙？\n参考答案：\n一、简答题\n1. 独特甲\n2. 独特乙\n独特续",
        "1. 综合题\n（1）甲？\n答案：独特甲\n（2）乙？\n答案：独特乙\n2. 丙？\n答案：独特丙"}) {
    const auto left = left_of(text);
    EXPECT_THAT(left, Not(HasSubstr("独特"))) << text;
    EXPECT_THAT(left, HasSubstr("甲"));
  }
}

}  // namespace
}  // namespace kecang::questions
