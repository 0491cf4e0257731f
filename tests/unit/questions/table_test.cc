#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/questions/csv.h"
#include "tests/unit/questions/builders.h"

namespace kecang::questions {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Tables, ColumnsAreFoundByTheirHeading) {
  const auto found = questions_of_table(
      {{},
       {{"题型", "题干", "选项A", "选项B", "选项C", "选项D", "正确答案", "解析", "难度", "分值"},
        {"单选题", "首都是", "北京", "上海", "天津", "重庆", "A", "常识", "易", "2"},
        {"判断题", "地球是圆的", "", "", "", "", "正确", "", "", "1"},
        {"多选题", "下列是河的有", "长江", "泰山", "黄河", "", "A,C", "", "", ""}}});
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_THAT(answers(found), ElementsAre("A", "对", "AC"));
  EXPECT_EQ(found[0].explanation, "常识");
  EXPECT_EQ(found[0].score, 2);
  EXPECT_EQ(found[1].kind, QuestionKind::true_false);
  EXPECT_EQ(choices(found[2]), "A=长江|B=泰山|C=黄河|");
}

TEST(Tables, TitlesAboveAndASecondHeadingRowAreUnderstood) {
  const auto found = questions_of_table({{},
                                         {{"高一历史题库", "", "", "", ""},
                                          {"填写说明：请勿改动表头", "", "", "", ""},
                                          {"序号", "题目", "选项", "", "答案"},
                                          {"", "", "A", "B", ""},
                                          {"1", "谁统一六国", "嬴政", "刘邦", "A"}}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].number, "1");
  EXPECT_EQ(choices(found[0]), "A=嬴政|B=刘邦|");
}

TEST(Tables, ChoicesInOneCellAreTakenApart) {
  const auto read_cell = [](const std::string& cell) {
    return choices(questions_of_table({{}, {{"题目", "选项", "答案"}, {"首都是", cell, "B"}}}).at(0));
  };
  for (const std::string cell : {"上海|北京|天津", "上海\n北京\n天津", "上海；北京；天津",
                                 "A.上海 B.北京 C.天津", "A、上海\nB、北京\nC、天津", "A.上海|B.北京|C.天津"})
    EXPECT_EQ(read_cell(cell), "A=上海|B=北京|C=天津|") << cell;
}

TEST(Tables, EnglishHeadingsAndNumberedAnswersAreUnderstood) {
  const auto found = questions_of_table(
      {{}, {{"Question", "Option 1", "Option 2", "Correct Answer"}, {"2 + 2 =", "three", "four", "2"}}});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].answer, "B");
}

TEST(Tables, ATableOfMarksIsNoBank) {
  EXPECT_THAT(questions_of_table({{}, {{"姓名", "语文", "数学", "总分"}, {"李雷", "90", "95", "185"}}}),
              IsEmpty());
}

TEST(Tables, QuotedCellsOfCsvMayHoldCommasAndLines) {
  const auto rows = rows_of_csv("题干,A,B,答案\n\"甲,\"\"乙\"\"\n丙\",一,二,A\n");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_THAT(rows[1], ElementsAre("甲,\"乙\"\n丙", "一", "二", "A"));
}

TEST(Tables, ATableWithinATextIsABankToo) {
  const auto found =
      read("某课程题库\n题干\t选项\t答案\n首都是\tA.上海\nB.北京\tB\n最长的河是\tA.长江\nB.黄河\tA");
  EXPECT_THAT(answers(found), ElementsAre("B", "A"));
  EXPECT_EQ(choices(found.at(0)), "A=上海|B=北京|");
}

}  // namespace
}  // namespace kecang::questions
