#include "storage/xapian/query_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace kecang::xapian {
namespace {

QueryPlan plan_query(std::string_view text) {
  return xapian::plan_query({.text = std::string(text)});
}

double weight_in(const QueryPlan& plan, std::string_view term) {
  const auto found =
      std::find_if(plan.scored.begin(), plan.scored.end(), [&](const auto& one) { return one.term == term; });
  return found == plan.scored.end() ? 0 : found->weight;
}

bool can_be(const Unit& unit, const std::vector<std::string>& terms) {
  return std::any_of(unit.ways.begin(), unit.ways.end(), [&](const Way& way) { return way.terms == terms; });
}

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::vector<std::string> phrases(const QueryPlan& plan) {
  std::vector<std::string> texts;
  for (const auto& phrase : plan.phrases) texts.push_back(phrase.text);
  return texts;
}

TEST(QueryPlan, OfPunctuationAsksForNothing) {
  EXPECT_TRUE(plan_query("，。？！ …… \"\" 😀").empty());
  EXPECT_TRUE(plan_query("").empty());
}

TEST(QueryPlan, AsksForWordsPairsAndCharactersAndForTheTitle) {
  const auto plan = plan_query("有理数");
  EXPECT_GT(weight_in(plan, "W有理数"), weight_in(plan, "B有理"));
  EXPECT_GT(weight_in(plan, "B有理"), 0);
  EXPECT_GT(weight_in(plan, "C数"), 0);
  EXPECT_GT(weight_in(plan, "TW有理数"), 0);
  EXPECT_LT(weight_in(plan, "TW有理数"), weight_in(plan, "W有理数"));
}

TEST(QueryPlan, WeighsAWordByHowRareItIsInGeneral) {
  const auto plan = plan_query("光合作用 我们");
  EXPECT_GT(weight_in(plan, "W光合作用"), 2 * weight_in(plan, "W我们"));
}

TEST(QueryPlan, FindsEnglishWordsInTheirOtherForms) {
  EXPECT_GT(weight_in(plan_query("fractions"), "ZWfraction"), 0);
  EXPECT_TRUE(can_be(plan_query("fractions").units.front(), {"ZWfraction"}));
}

TEST(QueryPlan, ReadsLettersAsWordsAsPinyinOrAsInitials) {
  const auto pinyin = plan_query("gougu").units.front();
  EXPECT_TRUE(can_be(pinyin, {"Wgougu"}));
  EXPECT_TRUE(can_be(pinyin, {"Pgou'gu"}));
  EXPECT_TRUE(can_be(plan_query("ggdl").units.front(), {"Iggdl"}));
  EXPECT_TRUE(can_be(plan_query("gou gu").units.front(), {"Pgou'gu"}));
}

TEST(QueryPlan, TakesOtherCharactersOfTheSameSoundOnlyWhenTooLittleIsFoundAsWritten) {
  const auto plan = plan_query("二次涵数");
  EXPECT_FALSE(plan.floors.front().indirect);
  EXPECT_TRUE(plan.floors[1].indirect);
  EXPECT_GT(weight_in(plan, "Phan'shu"), 0);
}

TEST(QueryPlan, PrefersWhatTheQuerySaysOfABookAndDoesNotRequireIt) {
  const auto plan =
      xapian::plan_query({.text = "八年级 浮力 课件",
                          .preferences = {{"grade:八年级", 0.25, {0, 3}}, {"kind:课件", 1, {7, 9}}}});
  EXPECT_GT(weight_in(plan, "Ykind:课件"), weight_in(plan, "Ygrade:八年级"));
  ASSERT_THAT(plan.units, SizeIs(1));
  EXPECT_TRUE(can_be(plan.units.front(), {"B浮力"}));
}

TEST(QueryPlan, AsksForTheBookWhenTheQuerySaysNothingElse) {
  const auto plan = xapian::plan_query(
      {.text = "八年级 课件", .preferences = {{"grade:八年级", 0.25, {0, 3}}, {"kind:课件", 1, {4, 6}}}});
  ASSERT_THAT(plan.units, SizeIs(2));
  EXPECT_TRUE(can_be(plan.units.front(), {"Ygrade:八年级"}));
  EXPECT_DOUBLE_EQ(plan.floors.front().weight, plan.units[0].weight + plan.units[1].weight);
}

TEST(QueryPlan, DoesNotLookForWordsThatOnlyAsk) {
  const auto plan = xapian::plan_query({.text = "我想找浮力", .fillers = {{0, 3}}});
  EXPECT_EQ(weight_in(plan, "W我"), 0);
  EXPECT_THAT(plan.words, ElementsAre("浮力"));
}

TEST(QueryPlan, MeansTheLessonOfThatNameBeforeLongerOnes) {
  EXPECT_GT(weight_in(plan_query("有理数"), "H:有理数"), 0);
  EXPECT_GT(weight_in(plan_query("youlishu"), "HPyoulishu"), 0);
  EXPECT_GT(weight_in(plan_query("yls"), "HIyls"), 0);
}

TEST(QueryPlan, ReadsTheSameWordInAnyScriptAndWidth) {
  const auto plain = plan_query("7年级有理数试卷");
  const auto written = plan_query("７年級有理數試卷");
  EXPECT_EQ(written.words, plain.words);
}

TEST(QueryPlan, TakesStraightQuotesLiterally) {
  EXPECT_THAT(phrases(plan_query("\"有理数的加法\" 教案")), ElementsAre("有理数的加法"));
  EXPECT_THAT(phrases(plan_query("＂有理数＂")), ElementsAre("有理数"));
  EXPECT_THAT(phrases(plan_query("\"the cat\" \"a dog\"")), ElementsAre("the cat", "a dog"));
}

TEST(QueryPlan, TakesChineseQuotesLiterallyOnlyWhenTheyStandAlone) {
  EXPECT_THAT(phrases(plan_query("“光合作用” 教案")), ElementsAre("光合作用"));
  EXPECT_THAT(phrases(plan_query("歌曲“光合作用”是谁唱的")), IsEmpty());
}

TEST(QueryPlan, OverlooksAQuoteWithoutItsPairAndAnEmptyOne) {
  EXPECT_THAT(phrases(plan_query("\"有理数")), IsEmpty());
  EXPECT_THAT(phrases(plan_query("\"，。\" 有理数")), IsEmpty());
  EXPECT_FALSE(plan_query("\"有理数").empty());
}

TEST(QueryPlan, AsksOfOneNotionThatAMatchHoldsAllOfIt) {
  const auto plan = plan_query("勾股定理");
  ASSERT_THAT(plan.units, SizeIs(3));
  double all = 0;
  for (const auto& unit : plan.units) all += unit.weight;
  EXPECT_DOUBLE_EQ(plan.floors.front().weight, all);
}

TEST(QueryPlan, AsksLessOfALongSentence) {
  const auto plan = plan_query("我想找一份七年级上册有理数加法的公开课教案和配套的课件还有练习");
  double all = 0;
  for (const auto& unit : plan.units) all += unit.weight;
  EXPECT_LT(plan.floors.front().weight, all * 0.3);
  EXPECT_GT(plan.floors.front().weight, plan.floors.back().weight);
}

TEST(QueryPlan, CountsFunctionWordsForNothing) {
  for (const auto& unit : plan_query("什么是光").units) EXPECT_FALSE(can_be(unit, {"B什么"}));
  EXPECT_THAT(plan_query("the of and").units, IsEmpty());
}

TEST(QueryPlan, MarksNamesWholeAndNoFunctionWords) {
  EXPECT_THAT(plan_query("有理数的课件").words, ElementsAre("有理数", "课件"));
  EXPECT_THAT(plan_query("课件是什么").words, ElementsAre("课件"));
  EXPECT_THAT(plan_query("光，合").words, ElementsAre("光", "合"));
  EXPECT_THAT(plan_query("的").words, ElementsAre("的"));
}

TEST(QueryPlan, LooksAtTheFirstKilobyteOnly) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "光合作用";
  text += "勾股";
  EXPECT_THAT(plan_query(text).words, Not(Contains("勾股")));
  EXPECT_THAT(plan_query(text).words, Contains("光合作用"));
}

}  // namespace
}  // namespace kecang::xapian
