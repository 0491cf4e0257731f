#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/questions/builders.h"

namespace kecang::questions {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(Papers, AnAnswerBelowEachQuestionIsItsAnswer) {
  const auto found = read(
      "一、选择题（每小题4分，共8分）\n"
      "1. 西周分封制影响深远的是（　　）\nA. 河南\nB. 湖南\nC. 山东\nD. 广东\n答案: C\n解析: 鲁、齐在山东。\n"
      "2. 主要体现在（　　）\nA. 百姓\nB. 集权\nC. 法令\nD. 官吏\n【答案】D\n【解析】权力集中。");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_THAT(answers(found), ElementsAre("C", "D"));
  EXPECT_EQ(found[0].stem, "西周分封制影响深远的是（　　）");
  EXPECT_EQ(choices(found[0]), "A=河南|B=湖南|C=山东|D=广东|");
  EXPECT_EQ(found[0].explanation, "鲁、齐在山东。");
  EXPECT_EQ(found[0].kind, QuestionKind::single_choice);
  EXPECT_EQ(found[0].score, 4);
  EXPECT_GT(found[0].confidence, 0.9);
}

TEST(Papers, AKeyAtTheEndIsGivenToTheQuestionsByNumber) {
  const auto found = read(
      "第Ⅰ卷（选择题）\n一、单项选择题\n1、按照协议（　　）\nＡ．80\tＢ．84\nＣ．90\tＤ．100\n2、这一效益在于"
      "（　　）\n"
      "Ａ．①②\tＢ．②③\nＣ．②④\tＤ．③④\n二、判断题\n3、价值由时间决定。（　　）\n参考答案\n一、单项选择题\n1."
      "C 2.B\n"
      "二、判断题\n3.√");
  ASSERT_THAT(found, SizeIs(3));
  EXPECT_THAT(answers(found), ElementsAre("C", "B", "对"));
  EXPECT_EQ(choices(found[0]), "A=80|B=84|C=90|D=100|");
  EXPECT_EQ(found[2].kind, QuestionKind::true_false);
}

TEST(Papers, ARangeInAKeyNamesAnAnswerForEachOfItsNumbers) {
  std::string paper = "期中试题\n";
  for (int i = 1; i <= 5; ++i)
    paper += std::to_string(i) + ". 下列正确的是（　　）\nA. 甲 B. 乙 C. 丙 D. 丁\n";
  EXPECT_THAT(answers(read(paper + "答案\n1-5 ABCDA")), ElementsAre("A", "B", "C", "D", "A"));
  EXPECT_THAT(answers(read(paper + "参考答案：\n1~3：A C B　4—5 DD")), ElementsAre("A", "C", "B", "D", "D"));
  EXPECT_THAT(answers(read(paper + "题号\t1\t2\t3\t4\t5\n答案\tB\tC\tD\tA\tB")),
              ElementsAre("B", "C", "D", "A", "B"));
}

TEST(Papers, AReferenceAnswerUnderEachQuestionIsNoKey) {
  const auto found = read(
      "课堂小测\n（1）长江流入\n(A) 东海\n(B) 南海\n参考答案：A\n（2）黄河流入\n(A) 南海\n(B) 渤海\n"
      "参考答案：B");
  EXPECT_THAT(answers(found), ElementsAre("A", "B"));
}

TEST(Papers, APageOfAnswersMayBeCalledAfterItsPaper) {
  const auto found = read(
      "历史期中试卷\n一、选择题\n1. 甲（　　）\nA．一 B．二\n2. 乙（　　）\nA．一 B．二\n\n历史试题答案\n"
      "一、选择题：\n1．B 2．A");
  EXPECT_THAT(answers(found), ElementsAre("B", "A"));
}

TEST(Papers, MarksOfMarkdownBelongToNothing) {
  const auto found = read(
      "# 复习题\n\n**1.** 长江流入（　）\n\n- A. 东海\n- B. 南海\n\n> 答案：**A**\n>\n> 解析：看图。\n\n"
      "**2. 黄河流入（　）**\n\n- A. 南海\n- B. 渤海\n\n**答案：B**\n");
  EXPECT_THAT(answers(found), ElementsAre("A", "B"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].stem, "长江流入（　）");
  EXPECT_EQ(found[1].stem, "黄河流入（　）");
  EXPECT_EQ(found[1].options.size(), 2U);
  EXPECT_EQ(found[0].explanation, "看图。");
}

TEST(Papers, AnAnswerWithinTheBracketsOfTheStemIsTakenOut) {
  const auto found = read(
      "1. 我国的首都是（ A ）。\nA. 北京 B. 上海 C. 天津 D. 重庆\n2. 长江流入（ B ）\nA. 黄海 B. 东海 C. "
      "南海 D. 渤海\n"
      "3. 地球是圆的。（ √ ）");
  EXPECT_THAT(answers(found), ElementsAre("A", "B", "对"));
  EXPECT_EQ(found.at(0).stem.find('A'), std::string::npos);
  EXPECT_EQ(found.at(2).kind, QuestionKind::true_false);
}

TEST(Papers, ATagBeginsAQuestionEvenAmidALine) {
  const auto found = read(
      "【单选题】 1.本课程的宗旨： D\nA. 甲 B. 乙 C. 丙 D. 以上都是 【单选题】 2.首要问题是： A\nA. 甲 B 乙 "
      "C.丙 D.丁");
  EXPECT_THAT(answers(found), ElementsAre("D", "A"));
  EXPECT_EQ(found.at(0).stem, "本课程的宗旨：");
  EXPECT_EQ(choices(found.at(1)), "A=甲|B=乙|C=丙|D=丁|");
}

TEST(Papers, AnswersGivenAsTheTextOfTheChoicesBecomeTheirLetters) {
  const auto found = read(
      "1、多选题：井冈山精神是（ "
      "）。\nA:依靠群众\nB:实事求是\nC:坚定执着\nD:享乐\n正确答案:【依靠群众;实事求是;坚定执着】\n"
      "2、判断题：会议在武昌召开。\nA:错\nB:对\n正确答案:【错】");
  EXPECT_THAT(answers(found), ElementsAre("ABC", "错"));
  EXPECT_EQ(found.at(0).kind, QuestionKind::multiple_choice);
  EXPECT_EQ(found.at(1).kind, QuestionKind::true_false);
}

TEST(Papers, ChoicesMayRunTogetherOnOneLine) {
  const auto found = read(
      "第1题\n单选题\n(1分)  提出者是()\n A 柏拉图B 亚里士多德C 席勒D 弗洛伊德\n第2题\n判断题\n(1分) "
      "游戏有目的。()");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(choices(found[0]), "A=柏拉图|B=亚里士多德|C=席勒|D=弗洛伊德|");
  EXPECT_EQ(found[0].score, 1);
  EXPECT_EQ(found[1].kind, QuestionKind::true_false);
}

TEST(Papers, NumbersMayBeginAnewInEachChapter) {
  const std::string chapter =
      "1. 甲是（　　）\nA. 一 B. 二\n答案：A\n2. 乙是（　　）\nA. 一 B. 二\n答案：B\n";
  EXPECT_THAT(numbers(read("第一章 单元测试\n" + chapter + "第二章 单元测试\n" + chapter)),
              ElementsAre("1", "2", "1", "2"));
}

TEST(Papers, AListWithinAQuestionStaysThere) {
  const auto found = read(
      "5. 读下列步骤：\n1. 点火\n2. 加热\n正确的是（　　）\nA. 1 B. 2\n答案：A\n6. 水的沸点是（　　）\nA. "
      "100 B. 0\n答案：A");
  EXPECT_THAT(numbers(found), ElementsAre("5", "6"));
  EXPECT_NE(found.at(0).stem.find("加热"), std::string::npos);
}

TEST(Papers, APassageIsTheParentOfTheQuestionsItNames) {
  const auto found = read(
      "阅读下面材料，回答1～2题。\n油纸伞是非物质文化遗产。\n1．优势是（　　）\nA．便携 "
      "B．文化\n答案：B\n2．市场是（　　）\n"
      "A．欧洲 B．中亚\n答案：A\n3．水是（　　）\nA．酸 B．中性\n答案：B");
  ASSERT_THAT(found, SizeIs(4));
  EXPECT_EQ(found[0].kind, QuestionKind::passage);
  EXPECT_NE(found[0].stem.find("油纸伞是"), std::string::npos);
  EXPECT_EQ(found[1].parent, 0);
  EXPECT_EQ(found[2].parent, 0);
  EXPECT_EQ(found[3].parent, -1);
}

TEST(Papers, SubQuestionsStayInTheirQuestionUnlessTheyHaveAnswersOfTheirOwn) {
  const auto together = read(
      "9．（10分）一对鼠交配。\n（1）比例均为____。\n（2）表现为____"
      "。\n答案：（1）1：1（2）正常\n解析：略。\n"
      "10．（8分）草原上有鹿。\n（1）同一____。\n答案：（1）群落");
  EXPECT_THAT(numbers(together), ElementsAre("9", "10"));
  EXPECT_EQ(together.at(0).score, 10);
  const auto apart = read(
      "1. 阅读材料。\n（1）原因是什么？\n答案：干旱\n（2）结果是什么？\n答案：饥荒\n2. "
      "简述意义。\n答案：重大");
  EXPECT_THAT(numbers(apart), ElementsAre("1", "1(1)", "1(2)", "2"));
  EXPECT_THAT(answers(apart), ElementsAre("", "干旱", "饥荒", "重大"));
}

TEST(Papers, QuestionsWithoutNumbersAreFoundByTheirChoices) {
  const auto found = read(
      "Which gas do plants take in?\nA. Oxygen\nB. Carbon dioxide\nC. Nitrogen\nANSWER: B\n\n"
      "What is the capital of France?\nA. Paris\nB. Rome\nC. Bonn\nANSWER: A");
  EXPECT_THAT(answers(found), ElementsAre("B", "A"));
}

TEST(Papers, WhatIsDoubtfulIsKeptAndSaid) {
  const auto found = read(
      "1. 甲是（　　）\nA. 一 B. 二 C. 三\n答案：A\n2. 乙是（　　）\nA. 一 B. 二 C. 三\n答案：E\n5. "
      "丙是（　　）\nA. 一 B. 二 C. 三\n"
      "答案：A\n6. 丁是（　　）\nA. 一\nC. 三\n答案：A\n7. 戊是（　　）\nA. 一 B. 二 C. 三");
  ASSERT_THAT(found, SizeIs(5));
  EXPECT_EQ(found[0].doubt, "");
  EXPECT_EQ(found[1].doubt, "question.answer_names_no_option");
  EXPECT_EQ(found[2].doubt, "question.number_jump");
  EXPECT_EQ(found[3].doubt, "question.options_gap");
  EXPECT_EQ(found[4].doubt, "question.no_answer");
}

TEST(Papers, AQuestionKnowsThePlaceOfItsStem) {
  const Locator first{.kind = LocatorKind::page, .number = 1};
  const Locator second{.kind = LocatorKind::page, .number = 2};
  const auto found = read_text({{first, "1. 甲是（　　）\nA. 一 B. 二\n答案：A\n第 1 页 共 2 页"},
                                {second, "2. 乙是（　　）\nA. 一 B. 二\n答案：B"}})
                         .questions;
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].locator, first);
  EXPECT_EQ(found[1].locator, second);
  EXPECT_EQ(found[0].explanation, "");
}

}  // namespace
}  // namespace kecang::questions
