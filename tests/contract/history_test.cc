/// The judge of the serialisability test is itself judged: it must find the classic anomalies.
#include "tests/contract/history.h"

#include <gtest/gtest.h>

namespace kecang::test {
namespace {

TEST(History, ReadersAndWritersInSomeOrderAreSerialisable) {
  EXPECT_TRUE(
      History({{{{"x", ""}}, {{"x", "1"}}}, {{{"x", "1"}, {"y", ""}}, {{"y", "2"}}}, {{{"x", ""}}, {}}})
          .is_serialisable());
}

TEST(History, ALostUpdateIsFound) {
  EXPECT_FALSE(History({{{{"x", ""}}, {{"x", "1"}}}, {{{"x", ""}}, {{"x", "2"}}}}).is_serialisable());
}

TEST(History, WriteSkewIsFound) {
  EXPECT_FALSE(History({{{{"x", ""}, {"y", ""}}, {{"x", "1"}}}, {{{"x", ""}, {"y", ""}}, {{"y", "2"}}}})
                   .is_serialisable());
}

TEST(History, ATornReadIsFound) {
  EXPECT_FALSE(History({{{{"x", ""}, {"y", ""}}, {{"x", "1"}, {"y", "1"}}}, {{{"x", "1"}, {"y", ""}}, {}}})
                   .is_serialisable());
}

/// A reader between two writers that are serialisable without it (Fekete, O'Neil, O'Neil 2004).
TEST(History, TheReadOnlyAnomalyIsFound) {
  const Committed withdraw{{{"checking", ""}, {"savings", ""}}, {{"checking", "-11"}}};
  const Committed deposit{{{"savings", ""}}, {{"savings", "20"}}};
  const Committed report{{{"checking", ""}, {"savings", "20"}}, {}};
  EXPECT_TRUE(History({withdraw, deposit}).is_serialisable());
  EXPECT_FALSE(History({withdraw, deposit, report}).is_serialisable());
}

}  // namespace
}  // namespace kecang::test
