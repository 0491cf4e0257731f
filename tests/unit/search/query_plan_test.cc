#include "storage/xapian/query_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace kecang::xapian {
namespace {

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

TEST(QueryPlan, AsksForWordsBigramsAndCharactersWithTheirWeights) {
  const auto plan = plan_query("有理数");
  const auto weight = [&](std::string_view term) {
    const auto found = std::find_if(plan.scored.begin(), plan.scored.end(),
                                    [&](const auto& one) { return one.term == term; });
    return found == plan.scored.end() ? 0 : found->weight;
  };
  EXPECT_DOUBLE_EQ(weight("W有理数"), 1.0);
  EXPECT_DOUBLE_EQ(weight("B有理"), 0.7);
  EXPECT_DOUBLE_EQ(weight("C数"), 0.3);
  EXPECT_GT(weight("TW有理数"), 0);
  EXPECT_LT(weight("TW有理数"), 0.5);
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
  EXPECT_DOUBLE_EQ(plan.floors.front().weight, 3.0);
  EXPECT_EQ(plan.floors.front().enough, 1U);
}

TEST(QueryPlan, AsksLessOfALongSentence) {
  const auto plan = plan_query("我想找一份七年级上册有理数加法的公开课教案和配套的课件还有练习");
  double all = 0;
  for (const auto& unit : plan.units) all += unit.weight;
  EXPECT_LT(plan.floors.front().weight, all * 0.3);
  EXPECT_GT(plan.floors.front().weight, plan.floors.back().weight);
}

TEST(QueryPlan, CountsFunctionWordsForNothing) {
  for (const auto& unit : plan_query("什么是光").units) EXPECT_NE(unit.term, "B什么");
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
