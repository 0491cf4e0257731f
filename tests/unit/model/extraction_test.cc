#include "schemas/model/extraction.h"

#include <gtest/gtest.h>

namespace kecang {
namespace {

Segment segment(std::string text, AnswerPassages answers) {
  return {.locator = {}, .text = std::move(text), .answers = std::move(answers)};
}

TEST(TextWithoutAnswers, APassageWithinALineIsCutOut) {
  EXPECT_EQ(text_without_answers(segment("ab(C)d", {{3, 4}})), "ab()d");
}

TEST(TextWithoutAnswers, LinesOfNothingElseGoWithTheirEnds) {
  EXPECT_EQ(text_without_answers(segment("q1\nB\nq2\nC", {{3, 4}, {8, 9}})), "q1\nq2\n");
  EXPECT_EQ(text_without_answers(segment("B\nq", {{0, 1}})), "q");
}

TEST(TextWithoutAnswers, PlacesThatAreNoneLeaveNoHalfCharactersAndReachNoFurtherThanTheText) {
  EXPECT_EQ(text_without_answers(segment("甲乙丙", {{4, 5}})), "甲丙");
  EXPECT_EQ(text_without_answers(segment("甲乙", {{3, 4'000'000'000}})), "甲");
  EXPECT_EQ(text_without_answers(segment("甲乙", {{900, 1'000}})), "甲乙");
  EXPECT_EQ(text_without_answers(segment("abcdef", {{3, 5}, {1, 2}})), "abcf");
}

TEST(AnswerPassages, TheyAscendAreApartAndNotTooMany) {
  EXPECT_TRUE(is_in_order({}));
  EXPECT_TRUE(is_in_order({{0, 1}, {1, 2}}));
  EXPECT_FALSE(is_in_order({{0, 2}, {1, 3}}));
  EXPECT_FALSE(is_in_order({{2, 2}}));
  AnswerPassages many;
  for (std::uint32_t i = 0; i <= kMostPassages; ++i) many.push_back({2 * i, 2 * i + 1});
  EXPECT_FALSE(is_in_order(many));
}

TEST(Segments, WhereTheAnswersStandIsStoredAndNotTold) {
  const auto stored = segment("答案：B", {{0, 10}});
  EXPECT_EQ(from_cbor<Segment>(to_cbor(stored))->answers, stored.answers);
  EXPECT_FALSE(to_json(stored).contains("answers"));
}

}  // namespace
}  // namespace kecang
