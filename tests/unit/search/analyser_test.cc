#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencc/opencc.h>

#include <string>
#include <thread>
#include <vector>

#include "schemas/base/text.h"
#include "schemas/base/text_simplify.h"

namespace kecang::text {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> terms(std::string_view written, TermKind kind) {
  std::vector<std::string> found;
  for (const auto& term : terms_of(normalise(written)))
    if (term.kind == kind) found.push_back(term.text);
  return found;
}
std::vector<std::string> words(std::string_view written) {
  return terms(written, TermKind::word);
}

TEST(Normalise, MakesFullWidthAndHalfWidthTheSame) {
  EXPECT_EQ(normalise("７年级　ＡＢＣ：（１）"), "7年级 abc:(1)");
  EXPECT_EQ(normalise("ﾊﾝｶｸ"), normalise("ハンカク"));
}

TEST(Normalise, MakesTraditionalAndSimplifiedTheSame) {
  EXPECT_EQ(normalise("七年級 有理數 試卷"), "七年级 有理数 试卷");
  EXPECT_EQ(normalise("皇后的頭髮，乾坤"), "皇后的头发,乾坤");
}

TEST(Normalise, SimplifiesAsOpenccDoes) {
  const opencc::SimpleConverter reference("t2s.json");
  for (const std::string written : {"乾隆皇帝乾杯，乾燥的髮型", "著名的著作，看著", "瞭解一目瞭然，藉口慰藉",
                                    "臺灣颱風天臺", "𠀀𪚲龜", "計算機軟體與網路", "abc 123 你好"})
    EXPECT_EQ(to_utf8(simplify(to_utf32(written))), reference.Convert(written)) << written;
}

TEST(Normalise, LowersLatinGreekAndCyrillic) {
  EXPECT_EQ(normalise("Unit Ω ЖУК É"), "unit ω жук é");
}

TEST(Normalise, PutsBytesThatAreNoUtf8InOneMark) {
  EXPECT_EQ(normalise("好\xFF\xFE坏"), "好\uFFFD\uFFFD坏");
  EXPECT_EQ(normalise("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");  // a lone surrogate
}

TEST(Normalise, ReadsAWrappedLineOfChineseOn) {
  EXPECT_EQ(normalise("有理数的\n加法"), "有理数的加法");
  EXPECT_EQ(normalise("有理数的\r\n加法"), "有理数的加法");
  EXPECT_EQ(normalise("第一段\n\n第二段"), "第一段  第二段");
  EXPECT_EQ(normalise("read\non\t!"), "read on !");
}

TEST(Normalise, DropsMarksNobodySees) {
  EXPECT_EQ(normalise("有\u200B理\uFEFF数\u00AD"), "有理数");
}

TEST(Normalise, IsItsOwnFixedPoint) {
  for (const std::string written :
       {"七年級　有理數", "Ünïcode ﬁ ① ℃", "😀👍🏽 emoji", "bad \xC3 bytes"})
    EXPECT_EQ(normalise(normalise(written)), normalise(written)) << written;
}

TEST(Terms, AreWordsAndBigramsAndCharacters) {
  EXPECT_THAT(words("有理数的加法"), ElementsAre("有理数", "的", "加法"));
  EXPECT_THAT(terms("有理数的加法", TermKind::bigram), ElementsAre("有理", "理数", "数的", "的加", "加法"));
  EXPECT_THAT(terms("有理数", TermKind::character), ElementsAre("有", "理", "数"));
}

TEST(Terms, PartLatinAndDigitsFromHan) {
  EXPECT_THAT(words("3课时 Unit5"), ElementsAre("3", "课时", "unit5"));
  EXPECT_THAT(terms("甲a乙", TermKind::bigram), IsEmpty());
}

TEST(Terms, HoldNoPunctuationAndNoEmoji) {
  EXPECT_THAT(terms_of(normalise("，。！？《》…… — 😀 👨‍👩‍👧")), IsEmpty());
  EXPECT_THAT(words("好😀的"), ElementsAre("好", "的"));
}

TEST(Terms, DoNotReachAcrossPunctuation) {
  EXPECT_THAT(terms("加，减", TermKind::bigram), IsEmpty());
}

TEST(Terms, CutALongLatinRun) {
  const auto found = words(std::string(100'000, 'x'));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0], std::string(64, 'x'));
}

TEST(Terms, KeepRareCharactersBeyondTheBasicPlane) {
  EXPECT_THAT(terms("𠮷野", TermKind::bigram), ElementsAre("𠮷野"));
  EXPECT_THAT(terms("二〇二四", TermKind::character), ElementsAre("二", "〇", "二", "四"));
}

TEST(Terms, HavePositionsThatAscend) {
  std::uint32_t last_word = 0;
  std::uint32_t last_bigram = 0;
  for (const auto& term : terms_of("光合作用的过程 光反应")) {
    auto& last = term.kind == TermKind::word ? last_word : last_bigram;
    if (term.kind == TermKind::character) continue;
    EXPECT_GE(term.position, last);
    last = term.position;
  }
  EXPECT_EQ(last_bigram, 8U);  // 反应: nine characters stand before its second
}

TEST(Terms, AreTheSameInEveryThread) {
  const auto expected = words("人民代表大会制度是我国的根本政治制度");
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (auto& one : found)
    threads.emplace_back([&one] { one = words("人民代表大会制度是我国的根本政治制度"); });
  for (auto& thread : threads) thread.join();
  for (const auto& one : found) EXPECT_EQ(one, expected);
}

TEST(Fold, KeepsEveryCharacterInItsPlace) {
  const std::string written = "七年級　ＡＢＣ ﬁ①\n😀\xFF完";
  const auto folded = fold(written);
  EXPECT_EQ(folded.size(), to_utf32(written).size());
  EXPECT_EQ(to_utf8(folded), "七年级 abc ﬁ1 😀\uFFFD完");
}

TEST(Utf8, IsJudgedAsRfc3629Says) {
  EXPECT_TRUE(is_utf8("好 a é 😀"));
  EXPECT_TRUE(is_utf8(""));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));
  EXPECT_FALSE(is_utf8("abc\xE4\xBD"));
}

TEST(Utf8, IsClippedBetweenCharacters) {
  EXPECT_EQ(clip("好的", 5), "好");
  EXPECT_EQ(clip("好的", 6), "好的");
  EXPECT_EQ(clip("好的", 2), "");
}

TEST(Utf8, IsComposedForNames) {
  EXPECT_EQ(nfc("e\u0301"), "é");
}

TEST(Utf8, RoundTripsThroughCodePoints) {
  EXPECT_EQ(to_utf8(to_utf32("好😀a")), "好😀a");
  EXPECT_EQ(to_utf8(std::u32string{0xD800, 0x110000}), "\uFFFD\uFFFD");
}

TEST(Simplifier, FindsItsDictionaries) {
  EXPECT_TRUE(load_simplifier());
}

}  // namespace
}  // namespace kecang::text
