#include "schemas/base/sketch.h"

#include <gmock/gmock.h>

namespace kecang {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

std::string lesson(const std::string& seed) {
  std::string text;
  for (int i = 0; i < 80; ++i) text += seed + "的第" + std::to_string(i) + "段讲义，";
  return text;
}

TEST(Sketch, TheSameTextHasTheSameSketchHoweverItIsCut) {
  const auto text = lesson("光的反射");
  const std::string_view whole(text);
  EXPECT_EQ(TextSketch::of({text}).hex(), TextSketch::of({whole.substr(0, 30), whole.substr(30)}).hex());
}

TEST(Sketch, WidthCaseScriptAndPunctuationDoNotMatter) {
  std::string other = lesson("Ｌｉｇｈｔ 光的反射與折射");
  const std::string text = lesson("light光的反射与折射");
  EXPECT_EQ(TextSketch::of({text}).agreeing(TextSketch::of({other})), TextSketch::kPlaces);
}

TEST(Sketch, AFewChangedWordsLeaveItNearlyTheSame) {
  const auto text = lesson("光的反射");
  EXPECT_TRUE(TextSketch::of({text}).nearly_same(TextSketch::of({"教研组修改稿。" + text + "完。"})));
}

TEST(Sketch, AnotherTextIsNotNearlyTheSame) {
  EXPECT_FALSE(TextSketch::of({lesson("光的反射")}).nearly_same(TextSketch::of({lesson("唐诗三百首选读")})));
}

TEST(Sketch, NearlyEqualTextsShareABand) {
  const auto text = lesson("光的反射");
  const auto one = TextSketch::of({text}).bands();
  const auto other = TextSketch::of({text + "完。"}).bands();
  EXPECT_THAT(one, SizeIs(TextSketch::kBands));
  int shared = 0;
  for (std::size_t i = 0; i < one.size(); ++i) shared += one[i] == other[i] ? 1 : 0;
  EXPECT_GT(shared, 0);
}

TEST(Sketch, TextsThatShareHalfOfTheirWordingShareAPair) {
  const auto half = lesson("光的反射");
  const auto one = TextSketch::of({half + lesson("平面镜成像")});
  const auto other = TextSketch::of({half});
  const auto pairs = one.pairs();
  const auto others = other.pairs();
  ASSERT_THAT(pairs, SizeIs(TextSketch::kPairs));
  int shared = 0;
  for (std::size_t i = 0; i < pairs.size(); ++i) shared += pairs[i] == others[i] ? 1 : 0;
  EXPECT_GT(shared, 0);
  EXPECT_GE(one.agreeing(other), TextSketch::kAlike);
  EXPECT_GE(one.share(other), 0.5);
  EXPECT_LT(TextSketch::of({lesson("唐诗三百首选读")}).agreeing(other), TextSketch::kAlike);
}

TEST(Sketch, ShortTextsSayNothing) {
  EXPECT_TRUE(TextSketch::of({"光的反射"}).empty());
  EXPECT_THAT(TextSketch::of({}).bands(), IsEmpty());
  EXPECT_THAT(TextSketch::of({}).pairs(), IsEmpty());
  EXPECT_EQ(TextSketch::of({}).share(TextSketch::of({})), 0);
  EXPECT_EQ(TextSketch::of({}).hex(), "");
}

TEST(Sketch, ItIsKeptAsDigitsAndAnythingElseIsNone) {
  const auto sketch = TextSketch::of({lesson("光的反射")});
  EXPECT_EQ(TextSketch::from(sketch.hex()).agreeing(sketch), TextSketch::kPlaces);
  EXPECT_TRUE(TextSketch::from("").empty());
  EXPECT_TRUE(TextSketch::from(std::string(128, 'x')).empty());
}

TEST(VersionStem, MarksOfVersionsDoNotCount) {
  const auto stem = version_stem("七上/有理数的加法教案.docx");
  for (const auto* name :
       {"有理数的加法教案 - 修改版.docx", "有理数的加法教案(1).docx", "有理数的加法教案（2）.doc",
        "有理数的加法教案v3.wps", "有理数的加法教案_20241108.docx", "有理数的加法教案最终版 终稿.docx",
        "有理数的加法教案 - 副本.docx"})
    EXPECT_EQ(version_stem(name), stem) << name;
}

TEST(VersionStem, NumbersOfLessonsAndYearsCount) {
  EXPECT_NE(version_stem("期末试卷2023.docx"), version_stem("期末试卷2024.docx"));
  EXPECT_NE(version_stem("3.1一元一次方程.docx"), version_stem("3.2一元一次方程.docx"));
}

TEST(VersionStem, AnotherFamilyOfFormatsIsAnotherDocument) {
  EXPECT_NE(version_stem("有理数的加法.docx"), version_stem("有理数的加法.pptx"));
}

TEST(VersionStem, TooShortANameSaysNothing) {
  EXPECT_EQ(version_stem("教案.docx"), "");
  EXPECT_EQ(version_stem("1.docx"), "");
  EXPECT_EQ(version_stem(""), "");
}

}  // namespace
}  // namespace kecang
