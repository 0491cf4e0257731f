#include "server/library/work_bell.h"

#include <gtest/gtest.h>

#include <thread>

namespace kecang {
namespace {

TEST(WorkBell, ARingBeforeTheWaitIsNotMissed) {
  WorkBell bell;
  const auto seen = bell.rung();
  bell.ring();
  EXPECT_TRUE(bell.wait(seen, milliseconds{600'000}));
}

TEST(WorkBell, ARingWakesWhoWaits) {
  WorkBell bell;
  const auto seen = bell.rung();
  std::thread ringer([&] { bell.ring(); });
  EXPECT_TRUE(bell.wait(seen, milliseconds{600'000}));
  ringer.join();
}

TEST(WorkBell, WhenTheServerStopsNobodyGoesOnWaiting) {
  WorkBell bell;
  bell.close();
  EXPECT_FALSE(bell.wait(bell.rung(), milliseconds{600'000}));
}

}  // namespace
}  // namespace kecang
