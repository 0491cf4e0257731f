#include "indexer/pipeline/progress.h"

#include <gmock/gmock.h>

namespace kecang::pipeline {
namespace {

using std::chrono::duration;

TEST(Progress, TellsShareRateAndTimeLeft) {
  EXPECT_EQ(Progress::line("读取 read", "", 500, 2'000, duration<double>(50)),
            "读取 read 500/2000 (25%) 10/s 还需 left 2:30");
  EXPECT_EQ(Progress::line("读取 read", "", 1, 4, duration<double>(2)),
            "读取 read 1/4 (25%) 0.5/s 还需 left 0:06");
}

TEST(Progress, BytesAreTold) {
  EXPECT_EQ(Progress::line("上传 upload", "B", 3 << 20, 6 << 20, duration<double>(2)),
            "上传 upload 3.0 MiB/6.0 MiB (50%) 1.5 MiB/s 还需 left 0:02");
}

TEST(Progress, AnUnknownTotalAndABeginningWithoutRateAreNoTrouble) {
  EXPECT_EQ(Progress::line("重建 rebuild", "", 30, 0, duration<double>(2)), "重建 rebuild 30 15/s");
  EXPECT_EQ(Progress::line("读取 read", "", 0, 9, duration<double>(0)), "读取 read 0/9 (0%) 0.0/s");
}

}  // namespace
}  // namespace kecang::pipeline
