#include "server/access/passwords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "tests/support/result_matchers.h"
#include "tests/unit/server/access/people.h"

namespace kecang::access {
namespace {

using test::FailsWith;
using test::kCheap;
using test::must;

TEST(Passwords, MatchTheirOwnHashOnly) {
  const auto passwords = must(Passwords::create(kCheap));
  const auto hash = must(passwords->hash("正确的密码 1"));
  EXPECT_TRUE(hash.starts_with("$argon2id$"));
  EXPECT_TRUE(must(passwords->verify(hash, "正确的密码 1")));
  EXPECT_FALSE(must(passwords->verify(hash, "正确的密码 2")));
  EXPECT_NE(must(passwords->hash("正确的密码 1")), hash);  // salted
}

TEST(Passwords, CostWhatWeDecidedUnlessToldOtherwise) {
  const auto passwords = must(Passwords::create());
  EXPECT_THAT(must(passwords->hash("x")), testing::HasSubstr("m=19456,t=2,p=1"));
}

TEST(Passwords, OfNobodyMatchNothing) {
  const auto passwords = must(Passwords::create(kCheap));
  EXPECT_FALSE(must(passwords->verify("", "")));
  EXPECT_FALSE(must(passwords->verify("", "anything")));
  EXPECT_FALSE(must(passwords->verify("no hash at all", "anything")));
}

TEST(Passwords, FollowTheRules) {
  EXPECT_OK(Passwords::check_rules("12345678", "li"));
  EXPECT_OK(Passwords::check_rules("八个汉字也可以了", "li"));
  EXPECT_THAT(Passwords::check_rules("1234567", "li"), FailsWith(ErrorKind::invalid, "password.too_short"));
  EXPECT_THAT(Passwords::check_rules("三个字", "li"), FailsWith(ErrorKind::invalid, "password.too_short"));
  EXPECT_THAT(Passwords::check_rules(std::string(257, 'x'), "li"),
              FailsWith(ErrorKind::invalid, "password.too_long"));
  EXPECT_THAT(Passwords::check_rules("Zhang.Wei", "zhang.wei"),
              FailsWith(ErrorKind::invalid, "password.is_login"));
}

TEST(Passwords, AreTurnedAwayWhenTooManyWait) {
  // One at a time and nobody waits: of calls made at the same time some are turned away, and those let in are
  // right.
  const auto passwords = must(
      Passwords::create({.passes = 3, .memory_bytes = std::size_t{8} << 20, .at_once = 1, .waiting = 0}));
  const auto hash = must(passwords->hash("password"));
  std::atomic<bool> seen_busy = false;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      while (!seen_busy) {
        const auto matches = passwords->verify(hash, "password");
        if (!matches && matches.error().code() == "login.busy") seen_busy = true;
        if (matches && !*matches) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_TRUE(must(passwords->verify(hash, "password")));
}

TEST(Passwords, WaitForTheirTurn) {
  const auto passwords =
      must(Passwords::create({.passes = 1, .memory_bytes = 8192, .at_once = 1, .waiting = 8}));
  const auto hash = must(passwords->hash("password"));
  std::atomic<int> matched = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i)
        if (must(passwords->verify(hash, "password"))) ++matched;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(matched, 160);
}

TEST(Passwords, ForOneUseAreLongReadableAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto password = Passwords::one_time();
    EXPECT_OK(Passwords::check_rules(password, "li"));
    EXPECT_EQ(password.size(), 14U);
    EXPECT_EQ(password.find_first_of("0O1lIoiBGS"), std::string::npos) << password;
    seen.insert(password);
  }
  EXPECT_EQ(seen.size(), 100U);
}

}  // namespace
}  // namespace kecang::access
