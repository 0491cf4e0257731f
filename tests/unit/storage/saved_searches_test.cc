#include "storage/catalog/saved_searches.h"

#include <gmock/gmock.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::must;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class SavedSearchesTest : public ::testing::Test {
 protected:
  SavedSearch keep(const User& user, const std::string& name) {
    SavedSearch search;
    search.user = user.id;
    search.name = name;
    search.text = "分数";
    search.filters = {{"subject", {"数学"}}};
    return must(saved_.add(Actor::user(user.id, "127.0.0.1"), search));
  }
  std::vector<std::string> names_of(const User& user) {
    std::vector<std::string> names;
    for (const auto& search : must(saved_.of_user(user.id))) names.push_back(search.name);
    return names;
  }
  Result<SavedSearch> rename(const User& user, const SavedSearch& search, const std::string& name) {
    return saved_.change(Actor::user(user.id, ""), user.id, search.id, search.version, "saved_search.changed",
                         [&](SavedSearch& one) -> Result<void> {
                           one.name = name;
                           return {};
                         });
  }

  test::Catalogue catalogue_;
  SavedSearchCatalog saved_{catalogue_.store(), catalogue_.clock};
  User wang_ = catalogue_.user("wang");
  User li_ = catalogue_.user("li");
};

TEST_F(SavedSearchesTest, WhatIsKeptIsReadBackWhole) {
  const auto kept = keep(wang_, "分数教案");
  const auto read = must(saved_.of_user(wang_.id, kept.id));
  EXPECT_EQ(read.version, 1U);
  EXPECT_EQ(read.text, "分数");
  EXPECT_THAT(read.filters.at("subject"), ElementsAre("数学"));
  EXPECT_EQ(read.created_at, catalogue_.clock.now());
  EXPECT_FALSE(read.feed_hash);
}

TEST_F(SavedSearchesTest, EverybodyHasTheirOwnAndSomebodyElsesIsAbsent) {
  const auto kept = keep(wang_, "a");
  keep(wang_, "b");
  keep(li_, "c");
  EXPECT_THAT(names_of(wang_), ElementsAre("a", "b"));
  EXPECT_THAT(names_of(li_), ElementsAre("c"));
  EXPECT_THAT(saved_.of_user(li_.id, kept.id), test::FailsWith(ErrorKind::not_found, "saved_search.absent"));
  EXPECT_THAT(rename(li_, kept, "mine"), test::FailsWith(ErrorKind::not_found, "saved_search.absent"));
  EXPECT_THAT(saved_.erase(Actor::user(li_.id, ""), li_.id, kept.id),
              test::FailsWith(ErrorKind::not_found, "saved_search.absent"));
  EXPECT_THAT(saved_.mark_seen(li_.id, kept.id, [](SavedSearch&) {}),
              test::FailsWith(ErrorKind::not_found, "saved_search.absent"));
  EXPECT_THAT(names_of(wang_), ElementsAre("a", "b"));
}

TEST_F(SavedSearchesTest, TheirNumberIsBounded) {
  for (std::size_t i = 0; i < SavedSearchCatalog::kPerUser; ++i) keep(wang_, "s");
  SavedSearch one;
  one.user = wang_.id;
  EXPECT_THAT(saved_.add(Actor::user(wang_.id, ""), one),
              test::FailsWith(ErrorKind::conflict, "saved_search.too_many"));
  must(saved_.erase(Actor::user(wang_.id, ""), wang_.id, must(saved_.of_user(wang_.id)).front().id));
  EXPECT_TRUE(saved_.add(Actor::user(wang_.id, ""), one));
}

TEST_F(SavedSearchesTest, AChangeOfAnOlderVersionIsRefused) {
  const auto kept = keep(wang_, "a");
  EXPECT_EQ(must(rename(wang_, kept, "b")).version, 2U);
  EXPECT_THAT(rename(wang_, kept, "c"), test::FailsWith(ErrorKind::conflict, "saved_search.changed"));
  EXPECT_THAT(names_of(wang_), ElementsAre("b"));
}

TEST_F(SavedSearchesTest, WhatWasSeenIsRememberedWithoutANewVersion) {
  const auto kept = keep(wang_, "a");
  catalogue_.clock.advance(seconds{5});
  must(saved_.mark_seen(wang_.id, kept.id, [](SavedSearch& search) { search.seen = {"x"}; }));
  const auto read = must(saved_.of_user(wang_.id, kept.id));
  EXPECT_THAT(read.seen, ElementsAre("x"));
  EXPECT_EQ(read.version, kept.version);
  EXPECT_EQ(read.seen_at, catalogue_.clock.now());
}

TEST_F(SavedSearchesTest, AFeedIsFoundByItsOwnSecretAlone) {
  const auto kept = keep(wang_, "a");
  const auto other = keep(wang_, "b");
  EXPECT_FALSE(must(saved_.by_feed(kept.id, sha256(""))));
  must(saved_.change(Actor::user(wang_.id, ""), wang_.id, kept.id, std::nullopt, "saved_search.feed_opened",
                     [](SavedSearch& search) -> Result<void> {
                       search.feed_hash = sha256("secret");
                       return {};
                     }));
  EXPECT_TRUE(must(saved_.by_feed(kept.id, sha256("secret"))));
  EXPECT_FALSE(must(saved_.by_feed(kept.id, sha256("guess"))));
  EXPECT_FALSE(must(saved_.by_feed(other.id, sha256("secret"))));
  EXPECT_FALSE(must(saved_.by_feed(SavedSearchId::make(catalogue_.clock.now()), sha256("secret"))));
}

TEST_F(SavedSearchesTest, TheAuditTrailTellsThatAndNotWhatSomebodyLooksFor) {
  const auto kept = keep(wang_, "隐秘的名字");
  must(rename(wang_, kept, "另一个名字"));
  must(saved_.erase(Actor::user(wang_.id, ""), wang_.id, kept.id));
  std::vector<std::string> actions;
  for (const auto& record : must(catalogue_.directory.audit({})).items) {
    if (record.subject != kept.id.text()) continue;
    actions.push_back(record.action);
    EXPECT_EQ(to_cbor(record).find("名字"), std::string::npos);
    EXPECT_EQ(to_cbor(record).find("分数"), std::string::npos);
  }
  EXPECT_THAT(actions, ElementsAre("saved_search.erased", "saved_search.changed", "saved_search.created"));
  EXPECT_THAT(names_of(wang_), IsEmpty());
}

}  // namespace
}  // namespace kecang
