#pragma once
/// The promises of storage/meta_store.h as a typed suite. An engine brings a struct with
///   std::unique_ptr<MetaStore> open();      opens or creates its store; called again after the first was
///   destroyed, it
///                                           finds what was committed
///   std::unique_ptr<MetaStore> open_full(); the same store, while its disk has less free space than it must
///   leave
/// and is added in one line in its own .cc: INSTANTIATE_TYPED_TEST_SUITE_P(Name, MetaStoreContract, Engine).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "storage/meta_store.h"
#include "tests/contract/history.h"
#include "tests/support/result_matchers.h"

namespace kecang::test {

template <class Engine>
class MetaStoreContract : public testing::Test {
 protected:
  MetaStoreContract() : store_(engine_.open()) {}

  void put(const std::string& key, const std::string& value) {
    ASSERT_OK(store_->run([&](Transaction& t) { return t.put(key, value); }));
  }
  void put_all(const std::vector<Row>& rows) {
    ASSERT_OK(store_->run([&](Transaction& t) -> Result<void> {
      for (const Row& row : rows) KECANG_TRY(t.put(row.key, row.value));
      return {};
    }));
  }
  void reopen() {
    store_.reset();
    store_ = engine_.open();
  }
  std::optional<std::string> get(const std::string& key) { return store_->get(key).value(); }
  std::vector<Row> all() { return store_->snapshot()->scan({.from = "", .to = ""}).value(); }

  Engine engine_;
  std::unique_ptr<MetaStore> store_;
};

/// Looks at some of the keys 0 … 7 in the way and places that `choices` says, and writes `value` to up to two
/// it saw.
inline Result<void> random_step(Transaction& t, std::uint32_t choices, const std::string& value,
                                Committed& step) {
  const auto key = [](std::uint32_t n) { return std::to_string(n % 8); };
  const std::uint32_t first = choices >> 3;
  const std::uint32_t length = 1 + (choices >> 6) % 4;
  std::vector<std::string> keys;
  for (std::uint32_t n = 0; n < length && first % 8 + n < 8; ++n) keys.push_back(key(first % 8 + n));
  if (choices % 2 == 0) {
    KECANG_ASSIGN(const auto values, t.multi_get(keys));
    for (std::size_t i = 0; i < keys.size(); ++i) step.seen[keys[i]] = values[i].value_or("");
  } else {
    KECANG_ASSIGN(
        const auto rows,
        t.scan({.from = keys.front(), .to = keys.back() + "~", .reverse = (choices >> 9) % 2 == 0}));
    for (const auto& each : keys) step.seen[each] = "";
    for (const Row& row : rows) step.seen[row.key] = row.value;
  }
  const std::uint32_t writes = (choices >> 10) % 3;
  for (std::uint32_t n = 0; n < writes; ++n) {
    const auto target = key((choices >> (12 + 3 * n)));
    if (!step.seen.contains(target)) {
      KECANG_ASSIGN(const auto old, t.get(target));
      step.seen[target] = old.value_or("");
    }
    KECANG_TRY(t.put(target, value));
    step.wrote[target] = value;
  }
  return {};
}

TYPED_TEST_SUITE_P(MetaStoreContract);

TYPED_TEST_P(MetaStoreContract, AnAbsentKeyHasNoValue) {
  EXPECT_EQ(this->get("a"), std::nullopt);
}

TYPED_TEST_P(MetaStoreContract, ACommittedValueIsReadBackByteForByte) {
  const std::string value("\0\xff课藏\n", 9);
  this->put("k", value);
  EXPECT_EQ(this->get("k"), value);
}

TYPED_TEST_P(MetaStoreContract, AnEmptyValueIsNotAnAbsentOne) {
  this->put("k", "");
  EXPECT_EQ(this->get("k"), "");
}

TYPED_TEST_P(MetaStoreContract, KeysMayHoldAnyBytesAndSortAsUnsignedBytes) {
  const std::string zero("\0", 1);
  this->put_all({{"\xff", "4"}, {"\x80", "3"}, {zero, "1"}, {"a", "2"}});
  EXPECT_THAT(this->all(),
              testing::ElementsAre(Row{zero, "1"}, Row{"a", "2"}, Row{"\x80", "3"}, Row{"\xff", "4"}));
}

TYPED_TEST_P(MetaStoreContract, ANewStoreHasNoRows) {
  EXPECT_THAT(this->all(), testing::IsEmpty());
}

TYPED_TEST_P(MetaStoreContract, CommittedRowsAreThereAfterTheStoreIsOpenedAgain) {
  this->put_all({{"a", "1"}, {"b", "2"}});
  ASSERT_OK(this->store_->run([](Transaction& t) { return t.erase("a"); }));
  this->reopen();
  EXPECT_THAT(this->all(), testing::ElementsAre(Row{"b", "2"}));
}

TYPED_TEST_P(MetaStoreContract, AnErasedKeyIsGoneAndErasingAnAbsentOneIsNoError) {
  this->put("k", "v");
  ASSERT_OK(this->store_->run([](Transaction& t) -> Result<void> {
    KECANG_TRY(t.erase("absent"));
    return t.erase("k");
  }));
  EXPECT_EQ(this->get("k"), std::nullopt);
}

TYPED_TEST_P(MetaStoreContract, AnErrorOfTheBodyIsReturnedAndNothingIsWritten) {
  const auto result = this->store_->run([](Transaction& t) -> Result<void> {
    KECANG_TRY(t.put("k", "v"));
    return Error::forbidden("test.no");
  });
  EXPECT_THAT(result, FailsWith(ErrorKind::forbidden, "test.no"));
  EXPECT_EQ(this->get("k"), std::nullopt);
}

TYPED_TEST_P(MetaStoreContract, ATransactionReadsItsOwnWrites) {
  this->put_all({{"a", "old"}, {"b", "old"}});
  ASSERT_OK(this->store_->run([](Transaction& t) -> Result<void> {
    KECANG_TRY(t.put("a", "new"));
    KECANG_TRY(t.erase("b"));
    KECANG_TRY(t.put("c", "new"));
    KECANG_ASSIGN(const auto a, t.get("a"));
    EXPECT_EQ(a, "new");
    KECANG_ASSIGN(const auto many, t.multi_get({"c", "b", "a", "d"}));
    EXPECT_THAT(many, testing::ElementsAre("new", std::nullopt, "new", std::nullopt));
    KECANG_ASSIGN(const auto rows, t.scan({.from = "a", .to = "z"}));
    EXPECT_THAT(rows, testing::ElementsAre(Row{"a", "new"}, Row{"c", "new"}));
    return {};
  }));
}

TYPED_TEST_P(MetaStoreContract, TheLastWriteOfAKeyInATransactionCounts) {
  ASSERT_OK(this->store_->run([](Transaction& t) -> Result<void> {
    KECANG_TRY(t.put("k", "1"));
    KECANG_TRY(t.erase("k"));
    return t.put("k", "2");
  }));
  EXPECT_EQ(this->get("k"), "2");
}

TYPED_TEST_P(MetaStoreContract, MultiGetAnswersInTheOrderAskedRepeatsIncluded) {
  this->put_all({{"a", "1"}, {"b", "2"}});
  EXPECT_THAT(this->store_->snapshot()->multi_get({"b", "x", "a", "b"}).value(),
              testing::ElementsAre("2", std::nullopt, "1", "2"));
}

TYPED_TEST_P(MetaStoreContract, AScanHoldsItsStartAndNotItsEnd) {
  this->put_all({{"a", "1"}, {"b", "2"}, {"c", "3"}});
  EXPECT_THAT(this->store_->snapshot()->scan({.from = "a", .to = "c"}).value(),
              testing::ElementsAre(Row{"a", "1"}, Row{"b", "2"}));
}

TYPED_TEST_P(MetaStoreContract, AScanWithoutAnEndGoesToTheLastKey) {
  this->put_all({{"a", "1"}, {"\xff\xff", "2"}});
  EXPECT_THAT(this->store_->snapshot()->scan({.from = "b", .to = ""}).value(),
              testing::ElementsAre(Row{"\xff\xff", "2"}));
}

TYPED_TEST_P(MetaStoreContract, AReverseScanStartsAtTheLargestKeyBeforeTheEnd) {
  this->put_all({{"a", "1"}, {"b", "2"}, {"c", "3"}});
  auto snapshot = this->store_->snapshot();
  EXPECT_THAT(snapshot->scan({.from = "a", .to = "c", .limit = 1, .reverse = true}).value(),
              testing::ElementsAre(Row{"b", "2"}));
  EXPECT_THAT(snapshot->scan({.from = "b", .to = "", .reverse = true}).value(),
              testing::ElementsAre(Row{"c", "3"}, Row{"b", "2"}));
}

TYPED_TEST_P(MetaStoreContract, AScanReturnsAtMostItsLimit) {
  this->put_all({{"a", "1"}, {"b", "2"}, {"c", "3"}});
  auto snapshot = this->store_->snapshot();
  EXPECT_THAT(snapshot->scan({.from = "", .to = "", .limit = 2}).value(),
              testing::ElementsAre(Row{"a", "1"}, Row{"b", "2"}));
  EXPECT_THAT(snapshot->scan({.from = "", .to = "", .limit = 0}).value(), testing::IsEmpty());
}

TYPED_TEST_P(MetaStoreContract, AnEmptyOrBackwardRangeHasNoRows) {
  this->put_all({{"a", "1"}, {"b", "2"}});
  auto snapshot = this->store_->snapshot();
  EXPECT_THAT(snapshot->scan({.from = "b", .to = "b"}).value(), testing::IsEmpty());
  EXPECT_THAT(snapshot->scan({.from = "c", .to = "a"}).value(), testing::IsEmpty());
  EXPECT_THAT(snapshot->scan({.from = "c", .to = "a", .reverse = true}).value(), testing::IsEmpty());
}

TYPED_TEST_P(MetaStoreContract, APrefixRangeHoldsExactlyTheKeysThatBeginWithIt) {
  this->put_all({{"a/", "1"},
                 {"a/\xff", "2"},
                 {"a/x", "3"},
                 {"a0", "4"},
                 {"a", "5"},
                 {"\xff", "6"},
                 {"\xff\xff", "7"}});
  auto snapshot = this->store_->snapshot();
  EXPECT_THAT(snapshot->scan(Range::prefix("a/")).value(),
              testing::ElementsAre(Row{"a/", "1"}, Row{"a/x", "3"}, Row{"a/\xff", "2"}));
  EXPECT_THAT(snapshot->scan(Range::prefix("\xff")).value(),
              testing::ElementsAre(Row{"\xff", "6"}, Row{"\xff\xff", "7"}));
  EXPECT_EQ(snapshot->scan(Range::prefix("")).value().size(), 7U);
}

TYPED_TEST_P(MetaStoreContract, ALimitedScanCountsRowsAfterOwnWritesInBothDirections) {
  this->put_all({{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}, {"e", "5"}});
  ASSERT_OK(this->store_->run([](Transaction& t) -> Result<void> {
    KECANG_TRY(t.erase("a"));
    KECANG_TRY(t.erase("b"));
    KECANG_TRY(t.erase("e"));
    KECANG_TRY(t.put("cc", "own"));
    KECANG_ASSIGN(const auto first, t.scan({.from = "", .to = "", .limit = 2}));
    EXPECT_THAT(first, testing::ElementsAre(Row{"c", "3"}, Row{"cc", "own"}));
    KECANG_ASSIGN(const auto last, t.scan({.from = "", .to = "", .limit = 2, .reverse = true}));
    EXPECT_THAT(last, testing::ElementsAre(Row{"d", "4"}, Row{"cc", "own"}));
    return {};
  }));
}

TYPED_TEST_P(MetaStoreContract, ASnapshotKeepsShowingTheMomentItWasTaken) {
  this->put("k", "before");
  auto snapshot = this->store_->snapshot();
  this->put_all({{"k", "after"}, {"l", "after"}});
  EXPECT_EQ(snapshot->get("k").value(), "before");
  EXPECT_THAT(snapshot->multi_get({"k", "l"}).value(), testing::ElementsAre("before", std::nullopt));
  EXPECT_THAT(snapshot->scan({.from = "", .to = ""}).value(), testing::ElementsAre(Row{"k", "before"}));
}

TYPED_TEST_P(MetaStoreContract, ATransactionReadsOneMomentWhateverIsCommittedMeanwhile) {
  this->put_all({{"a", "1"}, {"b", "1"}});
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto a, t.get("a"));
    if (++runs == 1) this->put_all({{"a", "2"}, {"b", "2"}});
    KECANG_ASSIGN(const auto b, t.get("b"));
    EXPECT_EQ(a, b);
    return {};
  }));
}

// --- conflicts
// -------------------------------------------------------------------------------------------------------

TYPED_TEST_P(MetaStoreContract, AReadThatChangedBeforeTheCommitRunsTheTransactionAgain) {
  this->put("n", "1");
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto n, t.get("n"));
    if (++runs == 1) this->put("n", "5");
    return t.put("n", *n + "+");
  }));
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(this->get("n"), "5+");
}

TYPED_TEST_P(MetaStoreContract, AKeyReadAsAbsentAndPutMeanwhileIsAConflict) {
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto taken, t.get("name"));
    if (++runs == 1) this->put("name", "theirs");
    if (taken) return {};
    return t.put("name", "ours");
  }));
  EXPECT_EQ(this->get("name"), "theirs");
}

TYPED_TEST_P(MetaStoreContract, ALockedKeyThatChangedMeanwhileIsAConflictEvenIfItDidNotExist) {
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_TRY(t.lock("gate"));
    if (++runs == 1) this->put("gate", "x");
    return t.put("other", "y");
  }));
  EXPECT_EQ(runs, 2);
}

TYPED_TEST_P(MetaStoreContract, ALockIsKeptByATransactionThatWritesNothing) {
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_TRY(t.lock("gate"));
    if (++runs == 1) this->put("gate", "x");
    return {};
  }));
  EXPECT_EQ(runs, 2);
}

TYPED_TEST_P(MetaStoreContract, AnInsertIntoAScannedRangeIsAConflict) {
  this->put("room/1", "busy");
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto rows, t.scan(Range::prefix("room/")));
    if (++runs == 1) this->put("room/2", "busy");
    return t.put("count", std::to_string(rows.size()));
  }));
  EXPECT_EQ(this->get("count"), "2");
}

TYPED_TEST_P(MetaStoreContract, AnEraseInAScannedRangeIsAConflict) {
  this->put_all({{"room/1", "busy"}, {"room/2", "busy"}});
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto rows, t.scan(Range::prefix("room/")));
    if (++runs == 1) KECANG_TRY(this->store_->run([](Transaction& u) { return u.erase("room/1"); }));
    return t.put("count", std::to_string(rows.size()));
  }));
  EXPECT_EQ(this->get("count"), "1");
}

TYPED_TEST_P(MetaStoreContract, AnInsertIntoARangeScannedWithoutEndOrBackwardIsAConflict) {
  for (const bool reverse : {false, true}) {
    int runs = 0;
    const std::string key = reverse ? "z2" : "z1";
    ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
      KECANG_TRY(t.scan({.from = "y", .to = "", .reverse = reverse}));
      if (++runs == 1) this->put(key, "new");
      return t.put("x", "y");
    }));
    EXPECT_EQ(runs, 2) << "reverse " << reverse;
  }
}

TYPED_TEST_P(MetaStoreContract, AnInsertBeforeTheFirstRowOfALimitedScanIsAConflict) {
  this->put_all({{"q/5", ""}, {"q/6", ""}});
  std::string claimed;
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto rows, t.scan(Range::prefix("q/", 1)));
    if (++runs == 1) this->put("q/1", "");
    claimed = rows.at(0).key;
    return t.erase(claimed);
  }));
  EXPECT_EQ(claimed, "q/1");
}

/// Two transactions read each other's key and then write their own: run one after the other, only the first
/// would see two doctors on call.
TYPED_TEST_P(MetaStoreContract, WriteSkewBetweenKeysCannotHappen) {
  this->put_all({{"li", "on"}, {"wang", "on"}});
  const auto leave = [&](Transaction& t, const std::string& me, const std::string& other) -> Result<void> {
    KECANG_ASSIGN(const auto theirs, t.get(other));
    if (theirs != "on") return {};
    return t.put(me, "off");
  };
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_TRY(leave(t, "li", "wang"));
    if (++runs > 1) return {};
    return this->store_->run([&](Transaction& u) { return leave(u, "wang", "li"); });
  }));
  EXPECT_EQ(this->get("li"), "on");
  EXPECT_EQ(this->get("wang"), "off");
}

/// The same with ranges: each counts the rows of both and adds one of its own only while there are none.
TYPED_TEST_P(MetaStoreContract, WriteSkewBetweenScannedRangesCannotHappen) {
  const auto add_if_none = [](Transaction& t, const std::string& key) -> Result<void> {
    KECANG_ASSIGN(const auto rows, t.scan(Range::prefix("slot/")));
    if (!rows.empty()) return {};
    return t.put(key, "");
  };
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_TRY(add_if_none(t, "slot/a"));
    if (++runs > 1) return {};
    return this->store_->run([&](Transaction& u) { return add_if_none(u, "slot/b"); });
  }));
  EXPECT_THAT(this->all(), testing::ElementsAre(Row{"slot/b", ""}));
}

TYPED_TEST_P(MetaStoreContract, AReaderOfOneMomentIsNotRunAgainWhenItsReadsChange) {
  this->put("k", "1");
  int runs = 0;
  ASSERT_OK(this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_TRY(t.get("k"));
    ++runs;
    this->put("k", std::to_string(runs));
    return {};
  }));
  EXPECT_EQ(runs, 1);
}

TYPED_TEST_P(MetaStoreContract, TransactionsThatAlwaysMeetEndAsContended) {
  int runs = 0;
  const auto result = this->store_->run([&](Transaction& t) -> Result<void> {
    KECANG_TRY(t.get("hot"));
    this->put("hot", std::to_string(++runs));
    return t.put("mine", "x");
  });
  EXPECT_THAT(result, FailsWith(ErrorKind::busy, "store.contended"));
  EXPECT_GT(runs, 1);
  EXPECT_EQ(this->get("mine"), std::nullopt);
}

TYPED_TEST_P(MetaStoreContract, ConcurrentIncrementsOfOneKeyLoseNone) {
  constexpr int kThreads = 4;
  constexpr int kEach = 20;
  std::vector<std::thread> threads;
  std::atomic<int> acknowledged = 0;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kEach; ++n) {
        const auto done = this->store_->run([](Transaction& t) -> Result<void> {
          KECANG_ASSIGN(const auto value, t.get("n"));
          return t.put("n", value ? *value + "1" : "1");
        });
        if (done) ++acknowledged;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  ASSERT_GT(acknowledged, 0);
  EXPECT_EQ(this->get("n").value().size(), static_cast<std::size_t>(acknowledged));
}

/// Threads move money between accounts picked by a scan; each sums all of them first. Any torn or skewed
/// commit breaks the sum, in a transaction, in a snapshot or at the end.
TYPED_TEST_P(MetaStoreContract, ConcurrentTransfersKeepTheSumInEveryView) {
  constexpr int kAccounts = 5;
  constexpr int kStart = 100;
  for (int i = 0; i < kAccounts; ++i) this->put("account/" + std::to_string(i), std::to_string(kStart));
  const auto sum = [](const std::vector<Row>& rows) {
    int total = 0;
    for (const Row& row : rows) total += std::atoi(row.value.c_str());
    return total;
  };
  std::atomic<bool> right = true;
  const auto transfer = [&](int from, int to) {
    return this->store_->run([&](Transaction& t) -> Result<void> {
      KECANG_ASSIGN(auto rows, t.scan(Range::prefix("account/")));
      if (sum(rows) != kAccounts * kStart) right = false;
      KECANG_TRY(t.put(rows[from].key, std::to_string(std::atoi(rows[from].value.c_str()) - 1)));
      return t.put(rows[to].key, std::to_string(std::atoi(rows[to].value.c_str()) + 1));
    });
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 15; ++n) {
        // Contended is a fair answer here; a wrong sum is not.
        (void)transfer((i + n) % kAccounts, (i + n + 1) % kAccounts).has_value();
        if (sum(this->store_->snapshot()->scan(Range::prefix("account/")).value()) != kAccounts * kStart)
          right = false;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(right);
  EXPECT_EQ(sum(this->all()), kAccounts * kStart);
}

/// Random transactions over eight keys, by get, multi_get and scan, with inserts, updates and pure readers
/// among them: what all of them saw must be explained by some order of one after the other.
TYPED_TEST_P(MetaStoreContract, RandomConcurrentTransactionsAreExplainedBySomeOrder) {
  constexpr std::uint32_t kThreads = 4;
  std::vector<std::vector<Committed>> committed(kThreads);
  std::vector<std::thread> threads;
  for (std::uint32_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      std::mt19937 random(i + 1);
      for (int n = 0; n < 60; ++n) {
        Committed seen;
        const auto value = std::to_string(i) + "." + std::to_string(n);
        const auto choices = random();
        const auto done = this->store_->run([&](Transaction& t) -> Result<void> {
          seen = {};
          return random_step(t, choices, value, seen);
        });
        if (done) committed[i].push_back(seen);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<Committed> all;
  for (const auto& each : committed) all.insert(all.end(), each.begin(), each.end());
  EXPECT_GT(all.size(), 60U);
  EXPECT_TRUE(History(all).is_serialisable());
}

TYPED_TEST_P(MetaStoreContract, ManyThreadsOnDifferentKeysAllCommit) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 10; ++n) this->put(std::to_string(i) + "/" + std::to_string(n), "v");
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(this->all().size(), 80U);
  this->reopen();
  EXPECT_EQ(this->all().size(), 80U);
}

// --- bounds
// ----------------------------------------------------------------------------------------------------------

TYPED_TEST_P(MetaStoreContract, TheLargestKeyAndValueFitAndOneByteMoreDoesNot) {
  using Bounds = MetaStoreBounds;
  const std::string key(Bounds::kKeyBytes, 'k');
  const std::string value(Bounds::kValueBytes, 'v');
  this->put(key, value);
  EXPECT_EQ(this->get(key), value);
  const auto fails = [&](auto body) { return this->store_->run(body); };
  EXPECT_THAT(fails([&](Transaction& t) { return t.put(key + "k", ""); }),
              FailsWith(ErrorKind::too_large, "store.key_too_large"));
  EXPECT_THAT(fails([&](Transaction& t) { return t.erase(key + "k"); }),
              FailsWith(ErrorKind::too_large, "store.key_too_large"));
  EXPECT_THAT(fails([&](Transaction& t) { return t.lock(key + "k"); }),
              FailsWith(ErrorKind::too_large, "store.key_too_large"));
  EXPECT_THAT(fails([&](Transaction& t) { return t.put("k", value + "v"); }),
              FailsWith(ErrorKind::too_large, "store.value_too_large"));
}

TYPED_TEST_P(MetaStoreContract, ATransactionOfTooManyRowsIsRefusedWhole) {
  const auto write_rows = [&](std::size_t rows) {
    return this->store_->run([&](Transaction& t) -> Result<void> {
      for (std::size_t i = 0; i < rows; ++i) KECANG_TRY(t.put("row/" + std::to_string(i), ""));
      return t.put("row/0", "the same row again is no row more");
    });
  };
  EXPECT_THAT(write_rows(MetaStoreBounds::kRowsPerTransaction + 1),
              FailsWith(ErrorKind::too_large, "store.transaction_too_large"));
  EXPECT_THAT(this->all(), testing::IsEmpty());
  EXPECT_OK(write_rows(MetaStoreBounds::kRowsPerTransaction));
  EXPECT_EQ(this->all().size(), MetaStoreBounds::kRowsPerTransaction);
}

TYPED_TEST_P(MetaStoreContract, ATransactionOfTooManyBytesIsRefusedWhole) {
  const std::string value(MetaStoreBounds::kValueBytes, 'v');
  const auto fitting = MetaStoreBounds::kBytesPerTransaction / (value.size() + 2);
  const auto write_rows = [&](std::size_t rows) {
    return this->store_->run([&](Transaction& t) -> Result<void> {
      for (std::size_t i = 0; i < rows; ++i) KECANG_TRY(t.put(std::to_string(10 + i), value));
      return {};
    });
  };
  EXPECT_THAT(write_rows(fitting + 1), FailsWith(ErrorKind::too_large, "store.transaction_too_large"));
  EXPECT_THAT(this->all(), testing::IsEmpty());
  EXPECT_OK(write_rows(fitting));
}

TYPED_TEST_P(MetaStoreContract, AFullDiskRefusesWritesAndReadsGoOn) {
  this->put("k", "v");
  this->store_.reset();
  this->store_ = this->engine_.open_full();
  EXPECT_THAT(this->store_->run([](Transaction& t) { return t.put("k", "new"); }),
              FailsWith(ErrorKind::unavailable, "store.disk_full"));
  EXPECT_EQ(this->get("k"), "v");
  EXPECT_OK(this->store_->run([](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(const auto value, t.get("k"));
    EXPECT_EQ(value, "v");
    return {};
  }));
  this->reopen();
  EXPECT_EQ(this->get("k"), "v");
  this->put("k", "there is room again");
}

REGISTER_TYPED_TEST_SUITE_P(
    MetaStoreContract, AnAbsentKeyHasNoValue, ACommittedValueIsReadBackByteForByte,
    AnEmptyValueIsNotAnAbsentOne, KeysMayHoldAnyBytesAndSortAsUnsignedBytes, ANewStoreHasNoRows,
    CommittedRowsAreThereAfterTheStoreIsOpenedAgain, AnErasedKeyIsGoneAndErasingAnAbsentOneIsNoError,
    AnErrorOfTheBodyIsReturnedAndNothingIsWritten, ATransactionReadsItsOwnWrites,
    TheLastWriteOfAKeyInATransactionCounts, MultiGetAnswersInTheOrderAskedRepeatsIncluded,
    AScanHoldsItsStartAndNotItsEnd, AScanWithoutAnEndGoesToTheLastKey,
    AReverseScanStartsAtTheLargestKeyBeforeTheEnd, AScanReturnsAtMostItsLimit,
    AnEmptyOrBackwardRangeHasNoRows, APrefixRangeHoldsExactlyTheKeysThatBeginWithIt,
    ALimitedScanCountsRowsAfterOwnWritesInBothDirections, ASnapshotKeepsShowingTheMomentItWasTaken,
    ATransactionReadsOneMomentWhateverIsCommittedMeanwhile,
    AReadThatChangedBeforeTheCommitRunsTheTransactionAgain, AKeyReadAsAbsentAndPutMeanwhileIsAConflict,
    ALockedKeyThatChangedMeanwhileIsAConflictEvenIfItDidNotExist, ALockIsKeptByATransactionThatWritesNothing,
    AnInsertIntoAScannedRangeIsAConflict, AnEraseInAScannedRangeIsAConflict,
    AnInsertIntoARangeScannedWithoutEndOrBackwardIsAConflict,
    AnInsertBeforeTheFirstRowOfALimitedScanIsAConflict, WriteSkewBetweenKeysCannotHappen,
    WriteSkewBetweenScannedRangesCannotHappen, AReaderOfOneMomentIsNotRunAgainWhenItsReadsChange,
    TransactionsThatAlwaysMeetEndAsContended, ConcurrentIncrementsOfOneKeyLoseNone,
    ConcurrentTransfersKeepTheSumInEveryView, RandomConcurrentTransactionsAreExplainedBySomeOrder,
    ManyThreadsOnDifferentKeysAllCommit, TheLargestKeyAndValueFitAndOneByteMoreDoesNot,
    ATransactionOfTooManyRowsIsRefusedWhole, ATransactionOfTooManyBytesIsRefusedWhole,
    AFullDiskRefusesWritesAndReadsGoOn);

}  // namespace kecang::test
