#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/extract/member_names.h"
#include "indexer/extract/text_form.h"
#include "indexer/extract/torn_brackets.h"

namespace kecang::extract {
namespace {

using ::testing::ElementsAre;

TEST(SafePath, NeverLeavesItsFolder) {
  EXPECT_EQ(safe_path("../../etc/passwd"), "etc/passwd");
  EXPECT_EQ(safe_path("/etc/passwd"), "etc/passwd");
  EXPECT_EQ(safe_path("C:\\Windows\\system.ini"), "Windows/system.ini");
  EXPECT_EQ(safe_path("a/./b/../c"), "a/b/c");
  EXPECT_EQ(safe_path("\\\\server\\share\\x"), "server/share/x");
  EXPECT_EQ(safe_path("../.."), "");
}

TEST(SafePath, DropsControlsAndMarksThatTurnTheDirection) {
  EXPECT_EQ(safe_path("教\u202E案\x07.txt"), "教案.txt");
  EXPECT_EQ(safe_path("a\nb\tc.txt"), "a b c.txt");
}

TEST(SafePath, IsNfc) {
  EXPECT_EQ(safe_path("cafe\u0301.txt"), "caf\u00E9.txt");
}

TEST(SafePath, CutsLongPartsAndKeepsTheExtension) {
  std::string name;
  for (int i = 0; i < 200; ++i) name += "课";
  const std::string path = safe_path("目录/" + name + ".docx");
  EXPECT_LE(path.size(), std::string("目录/").size() + 255);
  EXPECT_TRUE(path.ends_with("课.docx"));
}

TEST(Junk, IsWhatSystemsLeaveBehind) {
  for (const auto* path : {"__MACOSX/._a.docx", "x/__MACOSX/b", ".DS_Store", "课/Thumbs.db", "desktop.ini",
                           "课/~$教案.docx", "._a"})
    EXPECT_TRUE(is_junk(path)) << path;
  for (const auto* path : {"教案.docx", "MACOSX/a", "Thumbs.db.txt", "a~$b.docx"})
    EXPECT_FALSE(is_junk(path)) << path;
}

TEST(NormalText, HasOneFormOfLinesAndSpaces) {
  EXPECT_EQ(normal_text("一\r\n二\r三\u2028四"), "一\n二\n三\n四");
  EXPECT_EQ(normal_text("一  \n\n\n\n二\t\n\n"), "一\n\n二");
  EXPECT_EQ(normal_text("\uFEFF教\u200B案\x01\x7F"), "教案");
  EXPECT_EQ(normal_text("e\u0301"), "\u00E9");
}

// "|" marks a place.
std::string with_places(std::string marked) {
  std::string text;
  std::vector<std::size_t> places;
  for (const char c : marked)
    if (c == '|')
      places.push_back(text.size());
    else
      text += c;
  std::string normal = normal_text(text, places);
  EXPECT_EQ(normal, normal_text(text));
  for (std::size_t i = places.size(); i > 0; --i) normal.insert(places[i - 1], "|");
  return normal;
}

TEST(TextForm, PlacesInATextStayWithWhatTheyStandBehind) {
  EXPECT_EQ(with_places("一|二\n|三"), "一|二\n|三");
  EXPECT_EQ(with_places("一  |\n\n\n|\n\n二"), "一|\n|\n二");
  EXPECT_EQ(with_places("一\r\n|\r\n二  |"), "一\n|\n二|");
  EXPECT_EQ(with_places("|\n\n一\n\n|\n"), "|一|");
  EXPECT_EQ(with_places("e\u0301|e|\u0301x|"), "\u00E9||\u00E9x|");
  EXPECT_EQ(with_places("plain| words  |"), "plain| words|");
}

TEST(SpacedHan, ThreeOrMoreSingleOnesAreJoined) {
  EXPECT_EQ(join_spaced_han("期 中 考 试 卷"), "期中考试卷");
  EXPECT_EQ(join_spaced_han("第一章 集合 与 函数"), "第一章 集合 与 函数");
  EXPECT_EQ(join_spaced_han("姓 名 李明"), "姓 名 李明");
  EXPECT_EQ(join_spaced_han("1. 集 合 与 x"), "1. 集合与 x");
}

TEST(TornBrackets, AreClosedWhereTheyWereOpened) {
  EXPECT_EQ(mend_torn_brackets("1．正确的是（\nA．甲\n2．错误的是 （ \nA．乙\n\n）\n）\n"),
            "1．正确的是（  ）\nA．甲\n2．错误的是 （   ）\nA．乙\n\n");
  EXPECT_EQ(mend_torn_brackets("The answer is (\n\n)\n"), "The answer is (  )\n\n");
}

TEST(TornBrackets, StayAsTheyAreWhenNobodyKnowsWhichBelongTogether) {
  for (const auto* page :
       {"1．正确的是（\n2．错误的是（\n）\n", "甲\n）\n", "1．正确的是（\n甲）\n", "（  ）\n", ""})
    EXPECT_EQ(mend_torn_brackets(page), page);
}

TEST(Pieces, AreCutAtLineEndsAndBetweenCharacters) {
  EXPECT_THAT(split_at_lines("一二\n三四\n五", 14), ElementsAre("一二\n三四", "五"));
  EXPECT_THAT(split_at_lines("一二三", 4), ElementsAre("一", "二", "三"));
  EXPECT_THAT(split_at_lines("", 4), ElementsAre());
}

}  // namespace
}  // namespace kecang::extract
