#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "storage/catalog/keys.h"
#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Audit, ChainsEveryRecordToTheOneBefore) {
  Catalogue c;
  c.user("li");
  must(c.directory.record(c.operating, "backup.made", "here", {{"size", "7"}}));
  const auto page = must(c.directory.audit({}));
  ASSERT_EQ(page.items.size(), 2U);
  EXPECT_EQ(page.items[0].action, "backup.made");  // newest first
  EXPECT_EQ(page.items[0].sequence, 2U);
  EXPECT_EQ(page.items[0].previous, sha256(to_cbor(page.items[1])));
  EXPECT_EQ(must(c.directory.verify_audit()), 2U);
}

TEST(Audit, TellsWhenARecordWasChanged) {
  Catalogue c;
  for (int i = 0; i < 3; ++i) must(c.directory.record(c.operating, "a", std::to_string(i), {}));
  must(c.store().run([&](Transaction& tx) -> Result<void> {
    auto record = must(from_cbor<AuditRecord>(*must(tx.get(keys::audit(2)))));
    record.actor = "somebody else";
    return tx.put(keys::audit(2), to_cbor(record));
  }));
  EXPECT_THAT(c.directory.verify_audit(), FailsWith(ErrorKind::corrupt, "audit.chain_broken"));
}

TEST(Audit, TellsWhenTheNewestRecordsWereCutOff) {
  Catalogue c;
  for (int i = 0; i < 3; ++i) must(c.directory.record(c.operating, "a", std::to_string(i), {}));
  must(c.store().run([&](Transaction& tx) { return tx.erase(keys::audit(3)); }));
  EXPECT_THAT(c.directory.verify_audit(), FailsWith(ErrorKind::corrupt, "audit.chain_broken"));
}

TEST(Audit, TellsASchoolOrGroupWhatConcernsItAndNothingElse) {
  Catalogue c;
  must(c.directory.record(c.operating, "resource.downloaded", "r1", {}, {"s1", "g1"}));
  must(c.directory.record(c.operating, "resource.downloaded", "r2", {}, {"s2"}));
  must(c.directory.record(c.operating, "backup.made", "here"));
  const auto subjects = [&](std::string_view place, const AuditFilter& filter = {}) {
    std::vector<std::string> all;
    for (const auto& record : must(c.directory.audit_of(place, {}, filter)).items)
      all.push_back(record.subject);
    return all;
  };
  EXPECT_THAT(subjects("s1"), ElementsAre("r1"));
  EXPECT_THAT(subjects("g1"), ElementsAre("r1"));
  EXPECT_THAT(subjects("s2"), ElementsAre("r2"));
  EXPECT_THAT(subjects("s"), IsEmpty());
  EXPECT_THAT(subjects("s1", {.action = "upload"}), IsEmpty());
}

TEST(Audit, IsFilteredByWhatWasDoneByWhomToWhatAndWhen) {
  Catalogue c;
  const auto li = Actor::user(UserId::make(Time{}), "");
  const auto start = c.clock.now();
  must(c.directory.record(c.operating, "resource.changed", "r1"));
  c.clock.advance(seconds{60});
  must(c.directory.record(li, "resource.downloaded", "r1"));
  c.clock.advance(seconds{60});
  must(c.directory.record(li, "resourceful", "r2"));
  const auto sequences = [&](const AuditFilter& filter) {
    std::vector<std::uint64_t> all;
    for (const auto& record : must(c.directory.audit({}, filter)).items) all.push_back(record.sequence);
    return all;
  };
  EXPECT_THAT(sequences({.action = "resource"}), ElementsAre(2U, 1U));
  EXPECT_THAT(sequences({.action = "resource.downloaded"}), ElementsAre(2U));
  EXPECT_THAT(sequences({.actor = li.id}), ElementsAre(3U, 2U));
  EXPECT_THAT(sequences({.subject = "r1"}), ElementsAre(2U, 1U));
  EXPECT_THAT(sequences({.from = start + seconds{60}}), ElementsAre(3U, 2U));
  EXPECT_THAT(sequences({.until = start + seconds{60}}), ElementsAre(1U));
}

TEST(Audit, AFilterThatFitsLittleAnswersShortPagesUntilTheEnd) {
  Catalogue c;
  must(c.directory.record(c.operating, "wanted", "first"));
  for (int i = 0; i < 2'100; ++i) must(c.directory.record(c.operating, "other", "x"));
  PageRequest page{.after = {}, .limit = 10};
  std::size_t found = 0;
  int pages = 0;
  do {
    const auto some = must(c.directory.audit(page, {.action = "wanted"}));
    found += some.items.size();
    page.after = some.next;
    ++pages;
  } while (!page.after.empty());
  EXPECT_EQ(found, 1U);
  EXPECT_EQ(pages, 2);
}

TEST(Audit, HoldsTogetherUnderManyWritersAtOnce) {
  Catalogue c;
  constexpr int kThreads = 16, kEach = 10;
  std::vector<std::thread> writers;
  std::atomic<int> failed = 0;
  for (int t = 0; t < kThreads; ++t)
    writers.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i)
        if (!c.directory.record(c.operating, "a", std::to_string(t) + "/" + std::to_string(i), {})) ++failed;
    });
  for (auto& writer : writers) writer.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(must(c.directory.verify_audit()), static_cast<std::uint64_t>(kThreads * kEach));
}

TEST(Audit, SaysThatASecretChangedButNotToWhat) {
  Catalogue c;
  User li = c.user("li");
  li.password_hash = "$argon2id$very-secret";
  li.name = "李娜";
  must(c.directory.put_user(c.operating, li));
  const auto newest = must(c.directory.audit({})).items.front();
  EXPECT_EQ(newest.action, "user.changed");
  EXPECT_EQ(newest.details.at("name"), "李娜");
  EXPECT_EQ(newest.details.at("password_hash"), "changed");
  EXPECT_EQ(newest.details.count("version"), 0U);
}

TEST(Audit, IsReadInPages) {
  Catalogue c;
  for (int i = 0; i < 5; ++i) must(c.directory.record(c.operating, "a", std::to_string(i), {}));
  const auto first = must(c.directory.audit({.after = {}, .limit = 3}));
  const auto second = must(c.directory.audit({.after = first.next, .limit = 3}));
  ASSERT_EQ(first.items.size(), 3U);
  ASSERT_EQ(second.items.size(), 2U);
  EXPECT_EQ(first.items.back().sequence, 3U);
  EXPECT_EQ(second.items.front().sequence, 2U);
  EXPECT_TRUE(second.next.empty());
  EXPECT_THAT(c.directory.audit({.after = std::string(300, 'x'), .limit = 1}),
              FailsWith(ErrorKind::invalid, "page.cursor"));
}

}  // namespace
}  // namespace kecang
