#include "server/access/throttle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/access/people.h"

namespace kecang::access {
namespace {

using test::FailsWith;
using test::must;

class Throttling : public testing::Test {
 protected:
  Result<SignedIn> attempt(const std::string& password, const std::string& remote = "10.0.0.1") {
    return p.sessions.sign_in("li", password, remote);
  }
  void fail_times(int times) {
    for (int i = 0; i < times; ++i)
      ASSERT_THAT(attempt("wrong"), FailsWith(ErrorKind::unauthenticated, "login.wrong"));
  }
  static std::string retry_after(const Result<SignedIn>& result) {
    return result ? "" : result.error().params().at("retry_after");
  }

  test::People p;
  const User li = p.with_password("li", "right password");
};

TEST_F(Throttling, TheFirstFailuresCostNothing) {
  fail_times(4);
  EXPECT_OK(attempt("right password"));
}

TEST_F(Throttling, WaitsDoubleAndEndExactly) {
  fail_times(5);
  for (const int wait : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    SCOPED_TRACE(wait);
    const auto refused = attempt("right password");
    ASSERT_THAT(refused, FailsWith(ErrorKind::busy, "login.throttled"));
    EXPECT_EQ(retry_after(refused), std::to_string(wait));
    p.clock.advance(seconds{wait} - milliseconds{1});
    ASSERT_THAT(attempt("right password"), FailsWith(ErrorKind::busy, "login.throttled"));
    p.clock.advance(milliseconds{1});
    ASSERT_THAT(attempt("wrong"), FailsWith(ErrorKind::unauthenticated, "login.wrong"));
  }
}

TEST_F(Throttling, TheRightPasswordOpensAfterTheWaitAndForgetsTheFailures) {
  fail_times(5);
  p.clock.advance(seconds{1});
  EXPECT_OK(attempt("right password"));
  fail_times(4);
  EXPECT_OK(attempt("right password"));
}

TEST_F(Throttling, OneAccountDoesNotSlowAnother) {
  p.with_password("wang", "right password");
  fail_times(5);
  EXPECT_OK(p.sessions.sign_in("wang", "right password", "10.0.0.1"));
}

TEST_F(Throttling, AnUnknownLoginIsSlowedLikeAKnownOne) {
  for (int i = 0; i < 5; ++i)
    ASSERT_THAT(p.sessions.sign_in("nobody", "x", "10.0.0.1"),
                FailsWith(ErrorKind::unauthenticated, "login.wrong"));
  EXPECT_THAT(p.sessions.sign_in("nobody", "x", "10.0.0.1"), FailsWith(ErrorKind::busy, "login.throttled"));
}

TEST_F(Throttling, SpellingALoginAnotherWayDoesNotHelp) {
  fail_times(5);
  EXPECT_THAT(p.sessions.sign_in(" ＬＩ ", "right password", "10.0.0.2"),
              FailsWith(ErrorKind::busy, "login.throttled"));
}

TEST_F(Throttling, AnAddressThatTriesManyAccountsHasToWait) {
  const ThrottleRules rules;
  for (std::uint32_t i = 0; i < rules.address.free; ++i)
    ASSERT_THAT(p.sessions.sign_in("user" + std::to_string(i), "x", "10.0.0.9"),
                FailsWith(ErrorKind::unauthenticated, "login.wrong"));
  EXPECT_THAT(attempt("right password", "10.0.0.9"), FailsWith(ErrorKind::busy, "login.throttled"));
  EXPECT_OK(attempt("right password", "10.0.0.8"));
  p.clock.advance(rules.address.longest);
  EXPECT_OK(attempt("right password", "10.0.0.9"));
}

TEST_F(Throttling, SurvivesARestart) {
  fail_times(5);
  Sessions restarted(p.directory, *p.passwords, p.clock);
  EXPECT_THAT(restarted.sign_in("li", "right password", "10.0.0.1"),
              FailsWith(ErrorKind::busy, "login.throttled"));
}

TEST_F(Throttling, FailuresAreForgottenAfterADay) {
  fail_times(5);
  p.clock.advance(std::chrono::hours{24} + milliseconds{1});
  fail_times(4);
  EXPECT_OK(attempt("right password"));
}

TEST(ThrottledNetwork, OfAnAddress) {
  EXPECT_EQ(throttled_network("10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(throttled_network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(throttled_network("2001:db8:1:2::9"), "2001:db8:1:2::");
  EXPECT_EQ(throttled_network("::ffff:10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(throttled_network(""), "");
}

}  // namespace
}  // namespace kecang::access
