#include "indexer/pipeline/rebuild_desk.h"

#include <gtest/gtest.h>

#include "tests/support/temp_dir.h"

namespace kecang::pipeline {
namespace {

class Desk : public ::testing::Test {
 protected:
  const test::TempDir folder_;
  const RebuildDesk desk_{folder_.path()};
};

TEST_F(Desk, IsEmptyAtFirst) {
  EXPECT_FALSE(desk_.wish());
  EXPECT_FALSE(desk_.status());
}

TEST_F(Desk, KeepsAWishUntilItIsAnswered) {
  ASSERT_TRUE(desk_.leave({.id = "one", .action = RebuildAction::rollback, .publish_anyway = true}));
  const auto wish = desk_.wish();
  ASSERT_TRUE(wish);
  EXPECT_EQ(wish->id, "one");
  EXPECT_EQ(wish->action, RebuildAction::rollback);
  EXPECT_TRUE(wish->publish_anyway);
  desk_.take_away({.id = "another"});
  EXPECT_TRUE(desk_.wish());
  desk_.take_away(*wish);
  EXPECT_FALSE(desk_.wish());
}

TEST_F(Desk, TellsHowFarTheLastOneIs) {
  RebuildStatus status;
  status.wish.id = "one";
  status.state = RebuildState::comparing;
  status.comparison.first_lost = {ResourceId::make(Time{})};
  status.error_params = {{"free", "7"}};
  ASSERT_TRUE(desk_.tell(status));
  const auto told = desk_.status();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->wish.id, "one");
  EXPECT_EQ(told->state, RebuildState::comparing);
  EXPECT_EQ(told->comparison.first_lost, status.comparison.first_lost);
  EXPECT_EQ(told->error_params.at("free"), "7");
}

RebuildComparison counts(std::uint64_t wanted, std::uint64_t found, std::uint64_t changing = 0) {
  RebuildComparison made;
  made.resources_wanted = wanted;
  made.resources_found = found;
  made.changing = changing;
  return made;
}

TEST(RebuildComparison, IsWorseWhenSomethingIsMissing) {
  EXPECT_FALSE(is_worse(counts(9, 9)));
  EXPECT_TRUE(is_worse(counts(9, 8)));
  auto without_question = counts(9, 9);
  without_question.questions_wanted = 4;
  without_question.questions_found = 3;
  EXPECT_TRUE(is_worse(without_question));
  auto lost = counts(9, 9);
  lost.lost = 1;
  EXPECT_TRUE(is_worse(lost));
}

TEST(RebuildComparison, WhatWasChangingMayBeCountedOnOneSideOnly) {
  EXPECT_FALSE(is_worse(counts(9, 8, 1)));
  EXPECT_TRUE(is_worse(counts(9, 7, 1)));
  EXPECT_FALSE(is_worse(counts(9, 12)));
}

}  // namespace
}  // namespace kecang::pipeline
