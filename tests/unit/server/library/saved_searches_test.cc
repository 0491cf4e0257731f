#include "server/library/saved_searches.h"

#include <gmock/gmock.h>

#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"
#include "tests/support/vocabulary.h"

namespace kecang {
namespace {

using test::must;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A library whose index is kept by hand, and a teacher who keeps one search in it.
class SearchNewsTest : public ::testing::Test {
 protected:
  SearchNewsTest() { people_.join(wang_, school_); }

  access::Viewer viewer() {
    return must(access::ScopeBuilder(people_.directory).viewer(wang_, people_.clock.now()));
  }
  /// Offered to `to`; their titles are numbers that go on.
  void add(int count, const Release& to) {
    std::vector<CatalogueRecord> records;
    for (int i = 0; i < count; ++i) {
      CatalogueRecord record;
      record.external_key = std::to_string(++added_);
      record.title = "月饼 " + record.external_key;
      record.owner = school_.id;
      record.releases = {to};
      records.push_back(record);
    }
    people_.clock.advance(seconds{1});
    must(people_.work.put_records(people_.operating, records));
    index();
  }
  void index() {
    for (const auto& mark : must(people_.work.dirty(1'000))) {
      const auto resource = must(people_.work.resource(mark.resource));
      IndexDocument document;
      document.id = resource.id;
      document.title = resource.title;
      document.scope_terms = scope_terms(resource, Time{});
      document.date = resource.created_at;
      must(writer_->replace(document));
      must(people_.work.clear_dirty({mark}));
    }
    must(writer_->commit());
  }
  SavedSearch keep(const std::string& text) {
    SavedSearchEdit as;
    as.name = "一个";
    as.text = text;
    return must(searches_.save(actor_, viewer(), as));
  }
  SearchNews news() { return must(searches_.digest(viewer())).at(0); }
  static std::vector<std::string> titles(const SearchNews& news) {
    std::vector<std::string> titles;
    for (const auto& view : news.fresh) titles.push_back(view.resource.title);
    return titles;
  }
  static std::vector<std::string> ids(const SearchNews& news, std::size_t first, std::size_t count) {
    std::vector<std::string> ids;
    for (std::size_t i = first; i < first + count; ++i) ids.push_back(news.fresh.at(i).resource.id.text());
    return ids;
  }
  void withdraw(const SearchNews& news) {
    for (const auto& view : news.fresh)
      must(people_.library.change(actor_, viewer().scope(), view.resource.id, view.resource.version,
                                  "withdrawn", [](Resource& one) -> Result<void> {
                                    one.state = FileState::withdrawn;
                                    return {};
                                  }));
  }

  test::Catalogue people_;
  School school_ = people_.school("s1");
  School other_ = people_.school("s2");
  Group group_ = people_.group("g1");
  User wang_ = people_.user("wang");
  Actor actor_ = Actor::user(wang_.id, "");
  test::TempDir folder_;
  std::unique_ptr<IndexWriter> writer_ =
      must(xapian::open_writer(folder_.path(), {.epoch = "e"}, people_.clock));
  xapian::LocalReader reader_{folder_.path()};
  WorkBell bell_;
  Resources resources_{people_.library, reader_, people_.directory, bell_};
  Search search_{people_.library, reader_, resources_, people_.directory, test::seed_vocabulary()};
  SavedSearchCatalog saved_{people_.store(), people_.clock};
  SavedSearches searches_{saved_,  search_,           resources_,   people_.library,
                          reader_, people_.directory, people_.clock};
  const Release mine_ = test::Catalogue::to_school(school_);
  const Release groups_ = test::Catalogue::to_group(group_);
  int added_ = 0;
};

TEST_F(SearchNewsTest, WhatWasThereIsNotNewAndWhatComesIsUntilItWasShown) {
  add(3, mine_);
  const auto kept = keep("月饼");
  EXPECT_THAT(news().fresh, IsEmpty());
  add(2, mine_);
  EXPECT_THAT(titles(news()), ElementsAre("月饼 5", "月饼 4"));
  EXPECT_THAT(titles(must(searches_.mark_seen(viewer(), kept.id, ids(news(), 0, 1)))), ElementsAre("月饼 4"));
  EXPECT_EQ(news().total, 5U);
}

TEST_F(SearchNewsTest, WhatAMembershipOpensIsNewHoweverOldItIs) {
  add(2, groups_);
  add(1, mine_);
  keep("月饼");
  people_.join(school_, group_);
  EXPECT_THAT(titles(news()), ElementsAre("月饼 2", "月饼 1"));
}

TEST_F(SearchNewsTest, OfMoreThanAWindowOnlyTheNewestAreToldApart) {
  add(150, mine_);
  const auto kept = keep("月饼");
  EXPECT_THAT(news().fresh, IsEmpty()) << "the fifty oldest are not new for being beyond the window";
  add(40, mine_);
  EXPECT_THAT(news().fresh, SizeIs(40));
  EXPECT_FALSE(news().more);
  must(searches_.mark_seen(viewer(), kept.id, ids(news(), 0, 10)));
  EXPECT_THAT(news().fresh, SizeIs(30));
  withdraw(news());
  EXPECT_THAT(news().fresh, IsEmpty()) << "nor are those that come into view when newer ones go";
  add(120, mine_);
  EXPECT_THAT(news().fresh, SizeIs(SavedSearches::kWindow));
  EXPECT_TRUE(news().more);
}

TEST_F(SearchNewsTest, ANewNameKeepsWhatWasSeenAndOtherWordsBeginAnew) {
  add(1, mine_);
  const auto kept = keep("月饼");
  add(1, mine_);
  SavedSearchEdit name{.version = kept.version, .name = "两个", .text = {}, .filters = {}, .sort = {}};
  const auto renamed = must(searches_.change(actor_, viewer(), kept.id, name));
  EXPECT_THAT(news().fresh, SizeIs(1));
  SavedSearchEdit text{.version = renamed.version, .name = {}, .text = "", .filters = {}, .sort = {}};
  must(searches_.change(actor_, viewer(), kept.id, text));
  EXPECT_THAT(news().fresh, IsEmpty());
  EXPECT_THAT(searches_.change(actor_, viewer(), kept.id, text),
              test::FailsWith(ErrorKind::conflict, "saved_search.changed"));
}

TEST_F(SearchNewsTest, MoreThanAWindowIsNotMarkedAtOnceNorWhatIsNoId) {
  const auto kept = keep("月饼");
  const std::vector<std::string> many(SavedSearches::kWindow + 1, kept.id.text());
  EXPECT_THAT(searches_.mark_seen(viewer(), kept.id, many),
              test::FailsWith(ErrorKind::invalid, "value.too_many"));
  EXPECT_THAT(searches_.mark_seen(viewer(), kept.id, {"x"}),
              test::FailsWith(ErrorKind::invalid, "id.malformed"));
}

}  // namespace
}  // namespace kecang
