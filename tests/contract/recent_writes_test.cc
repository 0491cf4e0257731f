#include "storage/rocksdb/recent_writes.h"

#include <gtest/gtest.h>

namespace kecang {
namespace {

Writes writes(std::initializer_list<std::string> keys) {
  Writes all;
  for (const auto& key : keys) all.emplace(key, "");
  return all;
}

TEST(RecentWrites, AWriteIsFoundByItsKeyAndByEveryRangeAroundIt) {
  RecentWrites recent(100);
  recent.record(1, writes({"b", "d"}));
  EXPECT_TRUE(recent.written_since(0, KeySpan::of("b")));
  EXPECT_TRUE(recent.written_since(0, {"a", "c"}));
  EXPECT_TRUE(recent.written_since(0, {"c", ""}));
  EXPECT_FALSE(recent.written_since(0, KeySpan::of("c")));
  EXPECT_FALSE(recent.written_since(0, {"bb", "d"}));
  EXPECT_FALSE(recent.written_since(0, {"e", ""}));
}

TEST(RecentWrites, AKeyAndItsContinuationAreDifferentKeys) {
  RecentWrites recent(100);
  recent.record(1, writes({std::string("b\0", 2), "ba"}));
  EXPECT_FALSE(recent.written_since(0, KeySpan::of("b")));
}

TEST(RecentWrites, OnlyWritesAfterTheStartCount) {
  RecentWrites recent(100);
  recent.record(1, writes({"a"}));
  recent.record(2, writes({"b"}));
  EXPECT_FALSE(recent.written_since(1, KeySpan::of("a")));
  EXPECT_TRUE(recent.written_since(1, KeySpan::of("b")));
}

TEST(RecentWrites, ForgettingACommitKeepsALaterOneOfTheSameKey) {
  RecentWrites recent(100);
  recent.record(1, writes({"a", "b"}));
  recent.record(2, writes({"a"}));
  recent.forget_through(1);
  EXPECT_EQ(recent.keys(), 1U);
  EXPECT_TRUE(recent.written_since(1, KeySpan::of("a")));
  EXPECT_FALSE(recent.written_since(1, KeySpan::of("b")));
  recent.forget_through(2);
  EXPECT_EQ(recent.keys(), 0U);
}

TEST(RecentWrites, WhoeverStartedBeforeWhatIsForgottenCannotBeSureOfAnything) {
  RecentWrites recent(3);
  for (std::uint64_t number = 1; number <= 10; ++number)
    recent.record(number, writes({std::to_string(number)}));
  EXPECT_LE(recent.keys(), 3U);
  EXPECT_TRUE(recent.written_since(2, KeySpan::of("never written")));
  EXPECT_FALSE(recent.written_since(9, KeySpan::of("never written")));
}

}  // namespace
}  // namespace kecang
