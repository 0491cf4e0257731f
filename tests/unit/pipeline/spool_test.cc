#include "indexer/pipeline/spool.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"
#include "tests/support/temp_dir.h"

namespace kecang::pipeline {
namespace {

std::string all_of(RequestBody& body) {
  std::string all;
  char buffer[7];
  while (true) {
    const auto got = body.read(buffer);
    EXPECT_OK(got);
    if (!got || *got == 0) return all;
    all.append(buffer, *got);
  }
}

class SpoolOf : public testing::TestWithParam<std::size_t> {
 protected:
  test::TempDir dir_;
  Spool spool_{dir_.path(), GetParam()};
};

TEST_P(SpoolOf, GivesBackWhatWasGatheredAsOftenAsAsked) {
  for (const char* part : {"第一段", "", "second part ", "third"}) ASSERT_OK(spool_.append(part));
  EXPECT_EQ(spool_.size(), std::string("第一段second part third").size());
  EXPECT_EQ(all_of(spool_), "第一段second part third");
  ASSERT_OK(spool_.rewind());
  EXPECT_EQ(all_of(spool_), "第一段second part third");
}

TEST_P(SpoolOf, ForgetsWhatIsBehindACut) {
  ASSERT_OK(spool_.append("0123456789"));
  ASSERT_OK(spool_.append("abcdef"));
  spool_.cut(12);
  EXPECT_EQ(spool_.size(), 12U);
  ASSERT_OK(spool_.append("XY"));
  EXPECT_EQ(all_of(spool_), "0123456789abXY");
}

TEST_P(SpoolOf, StartsAgainAfterClear) {
  ASSERT_OK(spool_.append("0123456789"));
  EXPECT_EQ(all_of(spool_), "0123456789");
  spool_.clear();
  EXPECT_EQ(spool_.size(), 0U);
  ASSERT_OK(spool_.append("new"));
  EXPECT_EQ(all_of(spool_), "new");
}

TEST_P(SpoolOf, LeavesNothingInItsFolder) {
  ASSERT_OK(spool_.append("0123456789"));
  EXPECT_TRUE(std::filesystem::is_empty(dir_.path()));
}

INSTANTIATE_TEST_SUITE_P(InMemoryAndOnDisk, SpoolOf, testing::Values(0U, 5U, 11U, 1'000U));

}  // namespace
}  // namespace kecang::pipeline
