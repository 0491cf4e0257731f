#include "server/library/cached_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "indexer/pipeline/index_document.h"
#include "server/access/scope_builder.h"
#include "server/library/indexing.h"
#include "server/library/search.h"
#include "storage/catalog/keys.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/catalogue.h"
#include "tests/support/vocabulary.h"

namespace kecang {
namespace {

using test::must;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// A school, its teacher li, a group it is in until a day, and an index that is behind until told.
class CachedSearch : public ::testing::Test {
 protected:
  CachedSearch() {
    c_.join(li_, school_);
    c_.join(school_, group_, Time{}, c_.clock.now() + std::chrono::hours{24});
    put("waves", {test::Catalogue::to_school(school_)});
    put("shared", {test::Catalogue::to_group(group_)});
    index();
  }

  void put(const std::string& title, std::vector<Release> releases) {
    CatalogueRecord record;
    record.external_key = title;
    record.title = title + " physics";
    record.owner = school_.id;
    record.releases = std::move(releases);
    must(c_.work.put_records(Actor::operating(), {record}));
  }
  void index() {
    WorkBell bell;
    Indexing indexing(c_.work, c_.directory, test::seed_vocabulary(), bell, c_.clock, "epoch");
    if (!writer_) writer_ = must(xapian::open_writer(folder_.path(), {.epoch = "epoch"}, c_.clock));
    std::vector<DirtyMark> done;
    for (const auto& item : must(indexing.dirty(1'000, 1ULL << 30)).items) {
      must(writer_->replace(pipeline::index_document(item)));
      done.push_back({item.resource.id, item.version});
    }
    must(writer_->commit());
    must(c_.work.clear_dirty(done));
  }
  access::Viewer li() { return must(access::ScopeBuilder(c_.directory).viewer(li_, c_.clock.now())); }

  SearchAnswer ask(const SearchQuery& query = {.text = "physics", .filters = {}}) {
    const Resources resources(c_.library, index_, c_.directory, bell_);
    return must(
        Search(c_.library, index_, resources, c_.directory, test::seed_vocabulary()).run(li(), query));
  }
  std::vector<std::string> titles() {
    std::vector<std::string> found;
    for (const auto& hit : ask().hits) found.push_back(hit.view.resource.external_key);
    return found;
  }
  std::uint64_t hits() const { return index_.counts().hits; }

  void offer_to_nobody(const std::string& title) {
    const auto scope = li().scope();
    for (const auto& hit : ask().hits) {
      const auto& resource = hit.view.resource;
      if (resource.external_key != title) continue;
      must(c_.library.change(Actor::operating(), scope, resource.id, resource.version, "resource.edited",
                             [](Resource& one) -> Result<void> {
                               one.releases = {{ReleaseKind::user, UserId::make(Time{}).text()}};
                               return {};
                             }));
    }
  }

  test::Catalogue c_;
  test::TempDir folder_;
  const School school_ = c_.school("yucai");
  const Group group_ = c_.group("physics");
  const User li_ = c_.user("li");
  WorkBell bell_;
  std::unique_ptr<IndexWriter> writer_;
  xapian::LocalReader reader_{folder_.path()};
  CachedIndex index_{reader_, c_.clock, 1 << 20};
};

TEST_F(CachedSearch, TheSameQuestionIsSearchedOnce) {
  EXPECT_THAT(titles(), UnorderedElementsAre("waves", "shared"));
  EXPECT_EQ(hits(), 0U);
  EXPECT_THAT(titles(), UnorderedElementsAre("waves", "shared"));
  EXPECT_EQ(hits(), 1U);
  ask({.text = "physics", .filters = {{Facet::type, {"教案"}}}});
  ask({.text = "physics", .filters = {}, .page = 2});
  ask({.text = "physics", .filters = {}, .sort = SortOrder::newest});
  EXPECT_EQ(hits(), 1U) << "each of these is another question";
}

TEST_F(CachedSearch, WhatIsTakenBackIsGoneAtOnceWithItsCounts) {
  titles();
  offer_to_nobody("waves");
  const auto answer = ask();
  EXPECT_EQ(answer.total, 1U);
  EXPECT_THAT(titles(), ElementsAre("shared"));
  index();
  EXPECT_THAT(titles(), ElementsAre("shared"));
}

TEST_F(CachedSearch, AMembershipThatEndsTakesItsAnswersAlong) {
  EXPECT_THAT(titles(), UnorderedElementsAre("waves", "shared"));
  c_.clock.advance(std::chrono::hours{25});
  EXPECT_THAT(titles(), ElementsAre("waves"));
}

TEST_F(CachedSearch, AnAnswerIsNotKeptBeyondTheInstantItsScopeEnds) {
  const auto viewer = li();
  const auto ask = [&] {
    return must(index_.search(viewer.scope(), {.text = "physics", .filters = {}, .excluded = {}})).total;
  };
  ask();
  ask();
  EXPECT_EQ(hits(), 1U);
  c_.clock.advance(std::chrono::hours{24});
  ask();
  EXPECT_EQ(hits(), 1U);
}

TEST_F(CachedSearch, APageWhoseHitTheCatalogueRefusesIsAskedForAgain) {
  titles();
  // Neither narrowed nor told to the index: the row itself is another one, as after a restored backup.
  const auto scope = li().scope();
  const auto found = ask();
  must(c_.store().run([&](Transaction& tx) -> Result<void> {
    for (const auto& hit : found.hits)
      if (hit.view.resource.external_key == "waves")
        KECANG_TRY(tx.erase(keys::resource(hit.view.resource.id)));
    return {};
  }));
  EXPECT_THAT(titles(), ElementsAre("shared"));
  EXPECT_EQ(ask().total, 1U);
}

TEST_F(CachedSearch, ANewCommitIsSearchedAnew) {
  titles();
  put("optics", {test::Catalogue::to_school(school_)});
  index();
  EXPECT_THAT(titles(), UnorderedElementsAre("waves", "shared", "optics"));
  EXPECT_EQ(hits(), 0U);
}

TEST_F(CachedSearch, StaysWithinItsBytes) {
  const CachedIndex small(reader_, c_.clock, 20'000);
  const auto viewer = li();
  for (int i = 0; i < 200; ++i)
    must(small.search(viewer.scope(),
                      {.text = "physics " + std::to_string(i), .filters = {}, .excluded = {}}));
  EXPECT_LE(small.counts().bytes, 20'000U);
  EXPECT_GT(small.counts().bytes, 0U);
  EXPECT_EQ(small.counts().misses, 200U);
}

TEST_F(CachedSearch, RemembersNothingWhenTurnedOff) {
  const CachedIndex off(reader_, c_.clock, 0);
  const auto viewer = li();
  for (int i = 0; i < 2; ++i)
    must(off.search(viewer.scope(), {.text = "physics", .filters = {}, .excluded = {}}));
  EXPECT_EQ(off.counts().hits, 0U);
  EXPECT_EQ(off.counts().bytes, 0U);
}

}  // namespace
}  // namespace kecang
