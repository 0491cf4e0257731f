#include "schemas/commonness/commonness.h"

#include <gtest/gtest.h>

namespace kecang::commonness {
namespace {

using text::TermKind;

TEST(Commonness, TellsRareWordsFromCommonOnes) {
  EXPECT_LT(weight_of(TermKind::word, "的"), 0.5);
  EXPECT_LT(weight_of(TermKind::word, "我们"), weight_of(TermKind::word, "函数"));
  EXPECT_LT(weight_of(TermKind::word, "函数"), weight_of(TermKind::word, "勾股定理"));
}

TEST(Commonness, KnowsPairsOfCharactersAndTheSeamsBetweenWords) {
  EXPECT_LT(weight_of(TermKind::bigram, "我们"), weight_of(TermKind::bigram, "勾股"));
  EXPECT_GT(weight_of(TermKind::bigram, "股的"), 0);
}

TEST(Commonness, TakesWhatNobodyCountedForRare) {
  EXPECT_GT(weight_of(TermKind::word, "龘龘龘"), weight_of(TermKind::word, "函数"));
  EXPECT_LT(weight_of(TermKind::word, "龘龘龘"), 11);
}

TEST(Commonness, DoesNotThinkMuchOfSmallNumbersAndEnglishFunctionWords) {
  EXPECT_LT(weight_of(TermKind::word, "the"), 0.1);
  EXPECT_LT(weight_of(TermKind::word, "12"), weight_of(TermKind::word, "photosynthesis"));
}

}  // namespace
}  // namespace kecang::commonness
