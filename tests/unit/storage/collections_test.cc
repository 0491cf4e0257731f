#include "storage/catalog/collections.h"

#include <gmock/gmock.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scope.h"

namespace kecang {
namespace {

using test::must;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CollectionsTest : public ::testing::Test {
 protected:
  struct Person {
    User user;
    AccessScope scope;
    CollectionReader reader() const { return {.scope = scope, .curated = {}}; }
    Actor actor() const { return Actor::user(user.id, "127.0.0.1"); }
  };
  Person person(const std::string& login) {
    auto user = catalogue_.user(login);
    auto scope = test::scope_of({scope_term::user(user.id), scope_term::everyone()});
    return {std::move(user), std::move(scope)};
  }
  StoredCollection make(const Person& by, const std::string& title) {
    StoredCollection made;
    made.head.title = title;
    made.head.owner_user = made.head.created_by = by.user.id;
    made.outline = {section("一"), section("二")};
    return must(collections_.add(by.actor(), made));
  }
  static CollectionSection section(const std::string& title) {
    return {.id = new_part_id(), .title = title, .note = {}, .items = {}};
  }
  Result<StoredCollection> publish(const Person& by, const StoredCollection& one) {
    return collections_.change(by.actor(), by.reader(), one.head.id, one.head.version, "collection.published",
                               [&](StoredCollection& stored) -> Result<void> {
                                 stored.head.state = CollectionState::published;
                                 stored.head.releases = {{ReleaseKind::everyone, ""}};
                                 stored.head.changed_by = by.user.id;
                                 return {};
                               });
  }
  std::vector<std::string> titles(const Person& of, CollectionCatalog::Shelf shelf) {
    std::vector<std::string> titles;
    const CollectionCatalog::Wanted wanted{.shelf = shelf, .of = {of.user.id.text()}};
    for (const auto& one : must(collections_.list(of.reader(), wanted, {})).items)
      titles.push_back(one.title);
    return titles;
  }

  using Shelf = CollectionCatalog::Shelf;
  test::Catalogue catalogue_;
  CollectionCatalog collections_{catalogue_.store(), catalogue_.clock};
  Person wang_ = person("wang");
  Person li_ = person("li");
};

TEST_F(CollectionsTest, WhatIsMadeIsReadBackWholeByItsOwnerAlone) {
  const auto made = make(wang_, "光学");
  const auto read = must(collections_.read(wang_.reader(), made.head.id));
  EXPECT_EQ(read.head.version, 1U);
  ASSERT_EQ(read.outline.size(), 2U);
  EXPECT_EQ(read.outline[1].title, "二");
  const auto absent = test::FailsWith(ErrorKind::not_found, "collection.absent");
  EXPECT_THAT(collections_.read(li_.reader(), made.head.id), absent);
  EXPECT_THAT(collections_.head(li_.reader(), CollectionId::make(catalogue_.clock.now())), absent);
  EXPECT_THAT(publish(li_, made), absent);
  EXPECT_THAT(collections_.erase(li_.actor(), li_.reader(), made.head.id, 1,
                                 [](const Collection&) -> Result<void> { return {}; }),
              absent);
}

TEST_F(CollectionsTest, AChangeOfAnOlderVersionSaysWhichOneIsThereAndWhoMadeIt) {
  const auto made = make(wang_, "光学");
  must(publish(wang_, made));
  const auto again = publish(wang_, made);
  ASSERT_THAT(again, test::FailsWith(ErrorKind::conflict, "collection.changed"));
  EXPECT_EQ(again.error().params().at("version"), "2");
  EXPECT_EQ(again.error().params().at("by"), wang_.user.id.text());
}

TEST_F(CollectionsTest, AChangeThatChangesNothingLeavesTheVersion) {
  const auto made = make(wang_, "光学");
  const auto same = collections_.change(wang_.actor(), wang_.reader(), made.head.id, 1, "collection.changed",
                                        [](StoredCollection&) -> Result<void> { return {}; });
  EXPECT_EQ(must(same).head.version, 1U);
}

TEST_F(CollectionsTest, ListsFollowWhatItIsNow) {
  const auto made = make(wang_, "光学");
  make(wang_, "力学");
  EXPECT_THAT(titles(wang_, Shelf::edited), ElementsAre("力学", "光学"));
  EXPECT_THAT(titles(li_, Shelf::published), IsEmpty());
  const auto published = must(publish(wang_, made));
  EXPECT_THAT(titles(li_, Shelf::published), ElementsAre("光学"));
  EXPECT_THAT(titles(li_, Shelf::edited), IsEmpty());
  const auto shared =
      must(collections_.change(wang_.actor(), wang_.reader(), made.head.id, published.head.version,
                               "collection.changed", [&](StoredCollection& one) -> Result<void> {
                                 one.head.state = CollectionState::draft;
                                 one.head.collaborators = {li_.user.id};
                                 one.outline.pop_back();
                                 return {};
                               }));
  EXPECT_THAT(titles(li_, Shelf::published), IsEmpty());
  EXPECT_THAT(titles(li_, Shelf::edited), ElementsAre("光学"));
  EXPECT_EQ(must(collections_.read(li_.reader(), made.head.id)).outline.size(), 1U);
  must(collections_.erase(wang_.actor(), wang_.reader(), made.head.id, shared.head.version,
                          [](const Collection&) -> Result<void> { return {}; }));
  EXPECT_THAT(titles(li_, Shelf::edited), IsEmpty());
  EXPECT_THAT(titles(wang_, Shelf::edited), ElementsAre("力学"));
}

TEST_F(CollectionsTest, PagesGoOnBehindTheLastOneShownAndEndWithoutATrace) {
  for (const auto* title : {"一", "二", "三"}) {
    catalogue_.clock.advance(seconds{1});
    must(publish(wang_, make(wang_, title)));
  }
  make(wang_, "草稿");
  const CollectionCatalog::Wanted wanted{.shelf = Shelf::published, .of = {}};
  const auto first = must(collections_.list(li_.reader(), wanted, {.after = {}, .limit = 2}));
  ASSERT_EQ(first.items.size(), 2U);
  EXPECT_EQ(first.items[0].title, "三");
  EXPECT_EQ(first.next, first.items[1].id.text());
  const auto second = must(collections_.list(li_.reader(), wanted, {.after = first.next, .limit = 2}));
  ASSERT_EQ(second.items.size(), 1U);
  EXPECT_EQ(second.next, "");
  EXPECT_THAT(collections_.list(li_.reader(), wanted, {.after = "x", .limit = 2}),
              test::FailsWith(ErrorKind::invalid, "page.cursor"));
}

TEST_F(CollectionsTest, ASectionThatDoesNotFitIsRefusedAndNothingIsWritten) {
  const auto made = make(wang_, "光学");
  const auto grown = collections_.change(wang_.actor(), wang_.reader(), made.head.id, 1, "collection.changed",
                                         [](StoredCollection& one) -> Result<void> {
                                           one.outline[0].title = "新";
                                           one.outline[1].note = std::string(70'000, 'x');
                                           return {};
                                         });
  EXPECT_THAT(grown, test::FailsWith(ErrorKind::too_large, "collection.too_large"));
  EXPECT_EQ(must(collections_.read(wang_.reader(), made.head.id)).outline[0].title, "一");
}

TEST_F(CollectionsTest, TheTrailTellsWhoWasOfferedWhatAndNotWhatPeopleWrite) {
  const auto made = make(wang_, "隐秘的名字");
  must(publish(wang_, made));
  std::vector<std::string> actions;
  for (const auto& record : must(catalogue_.directory.audit({})).items) {
    if (record.subject != made.head.id.text()) continue;
    actions.push_back(record.action);
    EXPECT_EQ(to_cbor(record).find("名字"), std::string::npos);
    if (record.action == "collection.published") {
      EXPECT_EQ(record.details.at("releases"), "public");
      EXPECT_EQ(record.details.at("state"), "published");
    }
  }
  EXPECT_THAT(actions, ElementsAre("collection.published", "collection.created"));
}

TEST_F(CollectionsTest, TheirNumberIsBounded) {
  for (std::size_t i = 0; i < CollectionCatalog::kPerOwner; ++i) make(wang_, "c");
  StoredCollection one;
  one.head.owner_user = wang_.user.id;
  EXPECT_THAT(collections_.add(wang_.actor(), one),
              test::FailsWith(ErrorKind::conflict, "collection.too_many"));
}

}  // namespace
}  // namespace kecang
