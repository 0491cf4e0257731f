#include "indexer/recordings/settling.h"

#include <gmock/gmock.h>

namespace kecang::recordings {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Settling::Moment kStart{};
const DroppedFile kFile{.path = "a.mp4", .size = 10, .changed = Time{1'000ms}, .status_changed = 1};

TEST(Settling, AFileIsWholeWhenItStoodStillLongEnough) {
  Settling settling(60s);
  EXPECT_THAT(settling.settled({kFile}, kStart), IsEmpty());
  EXPECT_THAT(settling.settled({kFile}, kStart + 59s), IsEmpty());
  EXPECT_THAT(settling.settled({kFile}, kStart + 60s), ElementsAre(kFile));
}

TEST(Settling, AChangeOfSizeOrOfEitherTimeBeginsTheWaitAgain) {
  auto longer = kFile, later = kFile, stamped = kFile;
  longer.size = 11;
  later.changed += 1ms;
  stamped.status_changed = 2;  // a copy over the network ends by setting the time of its source
  for (const auto& other : {longer, later, stamped}) {
    Settling settling(60s);
    settling.settled({kFile}, kStart);
    EXPECT_THAT(settling.settled({other}, kStart + 59s), IsEmpty());
    EXPECT_THAT(settling.settled({other}, kStart + 118s), IsEmpty());
    EXPECT_THAT(settling.settled({other}, kStart + 119s), ElementsAre(other));
  }
}

TEST(Settling, AFileThatWentAndCameAgainWaitsAgain) {
  Settling settling(60s);
  settling.settled({kFile}, kStart);
  settling.settled({}, kStart + 30s);
  EXPECT_THAT(settling.settled({kFile}, kStart + 70s), IsEmpty());
}

TEST(Settling, WhatWasNotWholeAfterAllWaitsAgain) {
  Settling settling(60s);
  settling.settled({kFile}, kStart);
  EXPECT_THAT(settling.settled({kFile}, kStart + 60s), ElementsAre(kFile));
  settling.begin_again("a.mp4");
  EXPECT_THAT(settling.settled({kFile}, kStart + 61s), IsEmpty());
}

}  // namespace
}  // namespace kecang::recordings
