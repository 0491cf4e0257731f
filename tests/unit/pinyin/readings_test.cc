#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "schemas/base/text.h"
#include "schemas/pinyin/pinyin.h"

namespace kecang {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string read(std::string_view text) {
  std::string joined;
  for (const auto& syllable : pinyin::best(text::normalise(text))) {
    if (!joined.empty()) joined += ' ';
    joined += syllable;
  }
  return joined;
}

TEST(Readings, APhraseTellsHowItsCharactersAreRead) {
  EXPECT_EQ(read("音乐"), "yin yue");
  EXPECT_EQ(read("快乐"), "kuai le");
  EXPECT_EQ(read("长江"), "chang jiang");
  EXPECT_EQ(read("校长"), "xiao zhang");
  EXPECT_EQ(read("重庆"), "chong qing");
  EXPECT_EQ(read("重力"), "zhong li");
  EXPECT_EQ(read("银行"), "yin hang");
  EXPECT_EQ(read("行列"), "hang lie");
  EXPECT_EQ(read("朝阳"), "chao yang");
  EXPECT_EQ(read("调查"), "diao cha");
}

TEST(Readings, WordsOfSchoolAreReadAsTeachersReadThem) {
  EXPECT_EQ(read("勾股定理"), "gou gu ding li");
  EXPECT_EQ(read("一元二次方程"), "yi yuan er ci fang cheng");
  EXPECT_EQ(read("种子的萌发"), "zhong zi de meng fa");
  EXPECT_EQ(read("绿色植物"), "lv se zhi wu");
  EXPECT_EQ(read("什么是力"), "shen me shi li");
  EXPECT_EQ(read("战略与侵略"), "zhan lve yu qin lve");
  EXPECT_EQ(read("长方形和正方形"), "chang fang xing he zheng fang xing");
}

TEST(Readings, APhraseThatCutsAWordInTwoIsNone) {
  EXPECT_EQ(read("进行列举"), "jin xing lie ju");
  EXPECT_EQ(read("在长江边"), "zai chang jiang bian");
}

TEST(Readings, OtherReadingsFollowTheLikely) {
  EXPECT_THAT(pinyin::readings("乐"), ElementsAre(ElementsAre("le", "yue")));
  EXPECT_THAT(pinyin::readings("音乐"), ElementsAre(Contains("yin"), ElementsAre("yue", "le")));
  EXPECT_THAT(pinyin::readings("行"), ElementsAre(ElementsAre("xing", "hang")));
}

TEST(Readings, ASurnamesReadingIsAmongThem) {
  EXPECT_THAT(pinyin::readings("单"), ElementsAre(Contains("shan")));
  EXPECT_THAT(pinyin::readings("解"), ElementsAre(Contains("xie")));
  EXPECT_THAT(pinyin::readings("曾"), ElementsAre(Contains("zeng")));
  EXPECT_THAT(pinyin::readings("仇"), ElementsAre(Contains("qiu")));
}

TEST(Readings, NobodysReadingIsNot) {
  EXPECT_THAT(pinyin::readings("和"), ElementsAre(Not(Contains("hu"))));
}

TEST(Readings, TraditionalTextReadsAsSimplifiedDoes) {
  EXPECT_EQ(read("長江"), "chang jiang");
}

TEST(Readings, OnlyHanIsReadAndWhatStandsBetweenPartsPhrases) {
  EXPECT_EQ(read("Unit 3 长江 (第2课时)"), "chang jiang di ke shi");
  EXPECT_EQ(read("重 庆"), "zhong qing");
  EXPECT_THAT(pinyin::readings("abc 123"), IsEmpty());
  EXPECT_THAT(pinyin::readings(""), IsEmpty());
}

TEST(Readings, EveryCharacterHasAnEntry) {
  EXPECT_THAT(pinyin::readings("々〇𠀀龘"), SizeIs(4));
  EXPECT_EQ(read("龘"), "da");
}

TEST(Readings, AreSyllablesOnlyOrEmpty) {
  for (char32_t c = 0x4E00; c <= 0x9FA5; ++c) {
    const auto all = pinyin::readings(text::to_utf8(std::u32string(1, c)));
    ASSERT_THAT(all, SizeIs(1)) << static_cast<unsigned>(c);
    for (const auto& each : all.front())
      ASSERT_EQ(each.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), std::string::npos) << each;
  }
}

TEST(Initials, AreTheFirstLettersOfTheLikelyReading) {
  EXPECT_EQ(pinyin::initials("勾股定理"), "ggdl");
  EXPECT_EQ(pinyin::initials("长江大桥"), "cjdq");
  EXPECT_EQ(pinyin::initials("abc"), "");
}

}  // namespace
}  // namespace kecang
