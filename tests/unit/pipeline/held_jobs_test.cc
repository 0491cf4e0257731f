#include "indexer/pipeline/held_jobs.h"

#include <gmock/gmock.h>

#include <thread>

namespace kecang::pipeline {
namespace {

indexing::Assignment assignment(int number) {
  indexing::Assignment one;
  one.job.id = JobId::trusted("job" + std::to_string(number));
  return one;
}

TEST(HeldJobs, AreTakenInOrderAndHeldUntilDone) {
  HeldJobs held;
  held.add({assignment(1), assignment(2)});
  const auto first = held.take();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->job.id.text(), "job1");
  EXPECT_EQ(held.all().size(), 2U);
  held.done(first->job.id);
  EXPECT_EQ(held.all().size(), 1U);
  EXPECT_FALSE(held.empty());
}

TEST(HeldJobs, ALostJobIsNotBegun) {
  HeldJobs held;
  held.add({assignment(1), assignment(2)});
  held.lost(assignment(1).job.id);
  EXPECT_EQ(held.take()->job.id.text(), "job2");
}

TEST(HeldJobs, ClosingGivesBackWhatWasNotBegunAndEndsThoseThatWait) {
  HeldJobs held;
  held.add({assignment(1), assignment(2)});
  held.take();
  const auto rest = held.close();
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest.front().job.id.text(), "job2");
  EXPECT_FALSE(held.take());
  EXPECT_FALSE(held.empty()) << "the first is still being done";
}

TEST(HeldJobs, AThreadThatWaitsGetsTheJobThatComes) {
  HeldJobs held;
  std::string got;
  std::thread waiting([&] { got = held.take()->job.id.text(); });
  held.add({assignment(3)});
  waiting.join();
  EXPECT_EQ(got, "job3");
}

}  // namespace
}  // namespace kecang::pipeline
