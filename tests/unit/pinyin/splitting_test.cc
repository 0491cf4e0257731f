#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "schemas/pinyin/pinyin.h"

namespace kecang {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

using Syllables = std::vector<std::string>;
using pinyin::TypedSyllables;

TEST(Split, CutsPinyinIntoItsSyllables) {
  EXPECT_EQ(pinyin::split("gougudingli").front(), (Syllables{"gou", "gu", "ding", "li"}));
  EXPECT_EQ(pinyin::split("yiyuanercifangcheng").front(),
            (Syllables{"yi", "yuan", "er", "ci", "fang", "cheng"}));
  EXPECT_EQ(pinyin::split("Zhongguo").front(), (Syllables{"zhong", "guo"}));
}

TEST(Split, OffersEveryWayTheLikeliestFirst) {
  EXPECT_THAT(pinyin::split("xian"), ElementsAre(ElementsAre("xian"), ElementsAre("xi", "an")));
  const auto ways = pinyin::split("fangan");
  EXPECT_THAT(ways, Contains(ElementsAre("fang", "an")));
  EXPECT_THAT(ways, Contains(ElementsAre("fan", "gan")));
  EXPECT_THAT(pinyin::split("fangan", 1), SizeIs(1));
}

TEST(Split, AnApostropheOrASpacePartsSyllables) {
  EXPECT_THAT(pinyin::split("xi'an"), ElementsAre(ElementsAre("xi", "an")));
  EXPECT_THAT(pinyin::split("xi’an"), ElementsAre(ElementsAre("xi", "an")));
  EXPECT_THAT(pinyin::split("gou gu"), ElementsAre(ElementsAre("gou", "gu")));
}

TEST(Split, WritesUWithDotsAsV) {
  EXPECT_THAT(pinyin::split("lvse").front(), ElementsAre("lv", "se"));
  EXPECT_THAT(pinyin::split("lüse").front(), ElementsAre("lv", "se"));
  EXPECT_THAT(pinyin::split("lu:se").front(), ElementsAre("lv", "se"));
  EXPECT_THAT(pinyin::split("zhanlue").front(), ElementsAre("zhan", "lve"));
  EXPECT_THAT(pinyin::split("zhanlüe").front(), ElementsAre("zhan", "lve"));
  EXPECT_THAT(pinyin::split("xüexi").front(), ElementsAre("xue", "xi"));
  EXPECT_THAT(pinyin::split("luer"), Contains(ElementsAre("lu", "er")));
}

TEST(Split, WhatIsNoPinyinIsNotCut) {
  EXPECT_THAT(pinyin::split("school"), IsEmpty());
  EXPECT_THAT(pinyin::split("gougud"), IsEmpty());
  EXPECT_THAT(pinyin::split("ggdl"), IsEmpty());
  EXPECT_THAT(pinyin::split("unit3"), IsEmpty());
  EXPECT_THAT(pinyin::split("勾股"), IsEmpty());
  EXPECT_THAT(pinyin::split(""), IsEmpty());
  EXPECT_THAT(pinyin::split("  "), IsEmpty());
}

TEST(Split, StaysBoundedForAnyInput) {
  std::string ambiguous;
  for (int i = 0; i < 16; ++i) ambiguous += "xianan";
  EXPECT_THAT(pinyin::split(ambiguous), SizeIs(8));
  EXPECT_THAT(pinyin::split(std::string(100'000, 'a')), IsEmpty());
}

TEST(SplitTyped, TheLastSyllableMayBeABeginning) {
  EXPECT_EQ(pinyin::split_typed("gougud").front(), (TypedSyllables{{"gou", "gu", "d"}, false}));
  EXPECT_EQ(pinyin::split_typed("gougudi").front(), (TypedSyllables{{"gou", "gu", "di"}, true}));
  EXPECT_THAT(pinyin::split_typed("gougudi"), Contains(TypedSyllables{{"gou", "gu", "di"}, false}))
      << "ding begins so, too";
  EXPECT_THAT(pinyin::split_typed("zh"), ElementsAre(TypedSyllables{{"zh"}, false}));
  EXPECT_THAT(pinyin::split_typed("xia"), Contains(TypedSyllables{{"xi", "a"}, true}));
}

TEST(SplitTyped, AfterAPartingMarkASyllableBegins) {
  EXPECT_EQ(pinyin::split_typed("xi'").front(), (TypedSyllables{{"xi"}, true}));
  EXPECT_THAT(pinyin::split_typed("xi'a"), Not(Contains(TypedSyllables{{"xia"}, true})));
}

TEST(SplitTyped, WhatCannotBecomePinyinIsNotCut) {
  EXPECT_THAT(pinyin::split_typed("schoo"), IsEmpty());
  EXPECT_THAT(pinyin::split_typed("i"), IsEmpty());
}

TEST(Syllable, IsWhatPeopleType) {
  for (const char* each : {"a", "er", "zhuang", "lv", "nve", "jue", "xiong", "ng"})
    EXPECT_EQ(pinyin::is_syllable(each), std::string_view(each) != "ng") << each;
  for (const char* none : {"", "v", "zh", "gougu", "Gou", "eh"})
    EXPECT_FALSE(pinyin::is_syllable(none)) << none;
}

}  // namespace
}  // namespace kecang
