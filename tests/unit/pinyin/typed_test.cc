#include "schemas/pinyin/typed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace kecang {
namespace {

using pinyin::Manner;
using pinyin::Typeable;
using pinyin::Typed;

/// "text^勾股": how it was matched, ^ at the start of the text, and what of it.
std::string how(std::string_view typed, const std::string& text) {
  const Typeable typeable(text);
  const auto match = Typed(typed).match(typeable);
  if (!match) return "no";
  const auto again = Typeable::unpack(typeable.packed());
  EXPECT_TRUE(again.has_value());
  EXPECT_TRUE(Typed(typed).match(*again)->order() == match->order()) << "and so when it was packed";
  const std::string manner = match->manner == Manner::text    ? "text"
                             : match->manner == Manner::sound ? "sound"
                                                              : "initials";
  return manner + (match->at_start ? "^" : " ") + std::to_string(match->range.begin) + "-" +
         std::to_string(match->range.end);
}

TEST(TypedText, BeginsATextByItsCharacters) {
  EXPECT_EQ(how("勾", "勾股定理"), "text^0-1");
  EXPECT_EQ(how("勾股定理", "勾股定理"), "text^0-4");
  EXPECT_EQ(how("定理", "勾股定理"), "text 2-4");
  EXPECT_EQ(how("理", "勾股定理"), "no") << "in the middle of a word";
  EXPECT_EQ(how("勾股定理的", "勾股定理"), "no");
}

TEST(TypedText, BeginsATextByHowItIsRead) {
  EXPECT_EQ(how("gougu", "勾股定理"), "sound^0-2");
  EXPECT_EQ(how("gougud", "勾股定理"), "sound^0-3");
  EXPECT_EQ(how("g", "勾股定理"), "sound^0-1");
  EXPECT_EQ(how("dingli", "勾股定理"), "sound 2-4");
  EXPECT_EQ(how("changjiang", "长江之歌"), "sound^0-2");
  EXPECT_EQ(how("zhangjiang", "长江之歌"), "sound^0-2") << "the other reading serves, too";
  EXPECT_EQ(how("lvse", "绿色植物"), "sound^0-2");
  EXPECT_EQ(how("luse", "绿色植物"), "sound^0-2");
  EXPECT_EQ(how("lüse", "绿色植物"), "sound^0-2");
  EXPECT_EQ(how("gouga", "勾股定理"), "no");
}

TEST(TypedText, BeginsATextByInitials) {
  EXPECT_EQ(how("gg", "勾股定理"), "initials^0-2");
  EXPECT_EQ(how("ggdl", "勾股定理"), "initials^0-4");
  EXPECT_EQ(how("GGDL", "勾股定理"), "initials^0-4");
  EXPECT_EQ(how("zhsd", "知识点"), "initials^0-3");
  EXPECT_EQ(how("zhshd", "知识点"), "initials^0-3");
  EXPECT_EQ(how("zsd", "知识点"), "initials^0-3");
}

TEST(TypedText, MayMixThem) {
  EXPECT_EQ(how("gou股", "勾股定理"), "sound^0-2");
  EXPECT_EQ(how("勾gu", "勾股定理"), "sound^0-2");
  EXPECT_EQ(how("勾gdl", "勾股定理"), "initials^0-4");
  EXPECT_EQ(how("gougdl", "勾股定理"), "initials^0-4");
}

TEST(TypedText, AnApostropheBeginsASyllable) {
  EXPECT_EQ(how("xian", "西安事变"), "sound^0-2");
  EXPECT_EQ(how("xi'an", "西安事变"), "sound^0-2");
  EXPECT_EQ(how("xian", "先秦散文"), "sound^0-1");
  EXPECT_EQ(how("xi'an", "先秦散文"), "no");
}

TEST(TypedText, WhatIsNeitherLetterNorDigitNeedNotBeTyped) {
  EXPECT_EQ(how("unit3", "Unit 3 My School"), "text^0-6");
  EXPECT_EQ(how("school", "Unit 3 My School"), "text 10-16");
  EXPECT_EQ(how("勾股", "《勾 股》定理"), "text^1-4");
  EXPECT_EQ(how("17.1gougu", "17.1 勾股定理"), "sound^0-7");
  EXPECT_EQ(how("", "勾股定理"), "no");
  EXPECT_EQ(how("？", "勾股定理"), "no");
}

TEST(TypedText, FoldsWidthCaseAndTraditionalForms) {
  EXPECT_EQ(how("ｕｎｉｔ", "UNIT 3"), "text^0-4");
  EXPECT_EQ(how("長江", "长江之歌"), "text^0-2");
  EXPECT_EQ(how("长江", "長江之歌"), "text^0-2");
}

TEST(TypedText, CountsPlacesInUtf16) {
  EXPECT_EQ(how("hb", "😀汉堡"), "initials^2-4");
}

TEST(TypedText, StaysQuickWhenEverythingIsAmbiguous) {
  std::string title;
  for (int i = 0; i < 60; ++i) title += "西安";
  std::string typed;
  for (int i = 0; i < 11; ++i) typed += "xian";
  EXPECT_EQ(how(typed, title), "sound^0-22");
  EXPECT_EQ(how(typed + "q", title), "no");
  EXPECT_EQ(how(std::string(5'000, 'a'), title), "no");
}

TEST(TypedText, APackedTextThatIsNotOursIsRefused) {
  EXPECT_FALSE(Typeable::unpack("").has_value());
  EXPECT_FALSE(Typeable::unpack("勾股\n|gou").has_value());
  EXPECT_FALSE(Typeable::unpack("勾股\n|gou.gu|x").has_value());
}

}  // namespace
}  // namespace kecang
