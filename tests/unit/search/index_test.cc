#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include <atomic>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

using test::everyone;
using test::scope_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

/// One document told in a line.
struct Doc {
  std::string id;
  std::string title;
  std::string text;
  std::map<Facet, std::vector<std::string>> facets = {};
  std::vector<std::string> scope_terms = {"public"};
  int day = 0;
  std::uint64_t version = 1;
};

class Index : public ::testing::Test {
 protected:
  Index() : writer_(open()), reader_(folder_.path()) {}

  std::unique_ptr<IndexWriter> open(std::string epoch = "catalogue") {
    auto opened = xapian::open_writer(folder_.path(), {.epoch = std::move(epoch)}, clock_);
    return opened ? std::move(opened).value() : nullptr;
  }

  void put(const Doc& doc) {
    IndexDocument document;
    document.id = ResourceId::trusted(doc.id);
    document.version = doc.version;
    document.title = doc.title;
    document.segments = {doc.text};
    document.facets = doc.facets;
    document.scope_terms = doc.scope_terms;
    document.date = Time{std::chrono::days{20'000 + doc.day}};
    ASSERT_TRUE(writer_->replace(document));
  }
  void commit() { ASSERT_TRUE(writer_->commit()); }
  void add(const std::vector<Doc>& docs) {
    for (const auto& doc : docs) put(doc);
    commit();
  }

  SearchPage search(SearchRequest request, const AccessScope& scope = everyone()) const {
    auto page = reader_.search(scope, request);
    EXPECT_TRUE(page) << (page ? "" : page.error().describe());
    return page ? *page : SearchPage{};
  }
  std::vector<std::string> ids(SearchRequest request, const AccessScope& scope = everyone()) const {
    std::vector<std::string> found;
    for (const auto& hit : search(std::move(request), scope).hits) found.push_back(hit.id.text());
    return found;
  }
  std::vector<std::string> ids(std::string text, const AccessScope& scope = everyone()) const {
    return ids(SearchRequest{.text = std::move(text)}, scope);
  }

  const test::TempDir folder_;
  ManualClock clock_;
  std::unique_ptr<IndexWriter> writer_;
  xapian::LocalReader reader_;
};

TEST_F(Index, FindsADocumentByAWordInsideIt) {
  add({{"a", "第一课", "植物的光合作用需要光"}, {"b", "第二课", "动物的呼吸"}});
  EXPECT_THAT(ids("光合作用"), ElementsAre("a"));
  EXPECT_THAT(ids("動物"), ElementsAre("b"));
  EXPECT_THAT(ids("没有这个词语"), IsEmpty());
}

TEST_F(Index, FindsByOneAndTwoCharacters) {
  add({{"a", "甲", "光合作用"}, {"b", "乙", "呼吸"}});
  EXPECT_THAT(ids("光"), ElementsAre("a"));
  EXPECT_THAT(ids("呼吸"), ElementsAre("b"));
  EXPECT_THAT(ids("甲"), ElementsAre("a"));
}

TEST_F(Index, ShowsEverythingNewestFirstWhenTheQueryHasNoWord) {
  add({{.id = "a", .title = "甲", .text = "一", .day = 1},
       {.id = "b", .title = "乙", .text = "二", .day = 3},
       {.id = "c", .title = "丙", .text = "三", .day = 2}});
  EXPECT_THAT(ids("，。！"), ElementsAre("b", "c", "a"));
  EXPECT_EQ(search({.text = ""}).total, 3U);
}

TEST_F(Index, SortsNewestFirstAndEqualDatesById) {
  add({{.id = "a", .title = "光", .text = "", .day = 5},
       {.id = "b", .title = "光", .text = "", .day = 5},
       {.id = "c", .title = "光", .text = "", .day = 9}});
  EXPECT_THAT(ids(SearchRequest{.text = "光", .sort = SortOrder::newest}), ElementsAre("c", "b", "a"));
}

TEST_F(Index, BreaksTiesOfRelevanceTheSameWayInWhateverOrderDocumentsCame) {
  add({{"b", "光", "合"}, {"a", "光", "合"}, {"c", "光", "合"}});
  const auto first = ids("光");
  put({"b", "光", "合"});
  writer_->remove(ResourceId::trusted("c")).has_value();
  put({"c", "光", "合"});
  commit();
  EXPECT_EQ(ids("光"), first);
}

TEST_F(Index, ReplacesAndRemoves) {
  add({{"a", "甲", "光合作用"}});
  add({{.id = "a", .title = "甲", .text = "呼吸作用", .version = 2}});
  EXPECT_THAT(ids("光合"), IsEmpty());
  EXPECT_EQ(search({.text = "呼吸"}).hits.at(0).version, 2U);
  ASSERT_TRUE(writer_->remove(ResourceId::trusted("a")));
  ASSERT_TRUE(writer_->remove(ResourceId::trusted("never there")));
  commit();
  EXPECT_EQ(search({}).total, 0U);
}

TEST_F(Index, ShowsNothingBeforeTheCommit) {
  add({{"a", "甲", "光"}});
  put({"b", "乙", "光"});
  EXPECT_THAT(ids("光"), ElementsAre("a"));
  commit();
  EXPECT_THAT(ids("光"), UnorderedElementsAre("a", "b"));
}

TEST_F(Index, KeepsHiddenDocumentsOutOfHitsTotalsAndFacets) {
  const auto math = std::map<Facet, std::vector<std::string>>{{Facet::subject, {"数学"}}};
  add({{"a", "函数", "一", math, {"group:g1"}},
       {"b", "函数", "二", math, {"group:g2"}},
       {"c", "函数", "三", math, {"user:u1"}}});
  const auto page = search({.text = "函数"}, scope_of({"public", "group:g1"}));
  ASSERT_EQ(page.hits.size(), 1U);
  EXPECT_EQ(page.hits[0].id.text(), "a");
  EXPECT_EQ(page.total, 1U);
  EXPECT_THAT(page.facets.at(Facet::subject), ElementsAre(FacetCount{"数学", 1}));
  EXPECT_EQ(search({.text = "函数"}, scope_of({})).total, 0U);
  EXPECT_EQ(search({}, scope_of({"public"})).total, 0U);
}

TEST_F(Index, TellsOnlyTheViewersOwnGroups) {
  add({{"a", "函数", "", {{Facet::group, {"g1", "g2"}}}, {"group:g1", "group:g2"}}});
  const auto scope = scope_of({"group:g1"});
  const auto page = search({.text = "函数"}, scope);
  EXPECT_THAT(page.facets.at(Facet::group), ElementsAre(FacetCount{"g1", 1}));
  EXPECT_THAT(ids(SearchRequest{.text = "函数", .filters = {{Facet::group, {"g2"}}}}, scope), IsEmpty());
  EXPECT_THAT(ids(SearchRequest{.text = "函数", .filters = {{Facet::group, {"g1"}}}}, scope),
              ElementsAre("a"));
}

TEST_F(Index, WhatAViewerMayNotSeeDoesNotChangeWhatMatches) {
  std::vector<Doc> docs = {{"a", "有理数的加法", "教案"}, {"b", "有理数", "试卷"}, {"c", "加法", "课件"}};
  add(docs);
  const auto before = search({.text = "有理数的加法法则 教案"});
  for (int i = 0; i < 60; ++i)
    put({.id = "h" + std::to_string(i),
         .title = "有理数的加法法则教案",
         .text = "教案",
         .scope_terms = {"group:hidden"}});
  commit();
  const auto after = search({.text = "有理数的加法法则 教案"});
  EXPECT_EQ(after.total, before.total);
  EXPECT_EQ(after.facets, before.facets);
  EXPECT_EQ(after.hits.size(), before.hits.size());
}

TEST_F(Index, FiltersWithOrInsideAFacetAndAndAcross) {
  const auto facets = [](const char* subject, const char* type) {
    return std::map<Facet, std::vector<std::string>>{{Facet::subject, {subject}}, {Facet::type, {type}}};
  };
  add({{"a", "课", "", facets("数学", "教案")},
       {"b", "课", "", facets("物理", "教案")},
       {"c", "课", "", facets("数学", "课件")},
       {"d", "课", "", facets("化学", "教案")}});
  EXPECT_THAT(ids(SearchRequest{.text = "课",
                                .filters = {{Facet::subject, {"数学", "物理"}}, {Facet::type, {"教案"}}}}),
              UnorderedElementsAre("a", "b"));
  EXPECT_THAT(ids(SearchRequest{.text = "课", .filters = {{Facet::subject, {}}}}), testing::SizeIs(4));
  EXPECT_THAT(ids(SearchRequest{.text = "课", .filters = {{Facet::subject, {"没有"}}}}), IsEmpty());
}

TEST_F(Index, CountsEachValueAsChoosingItWouldFind) {
  std::vector<Doc> docs;
  const std::vector<std::string> subjects = {"数学", "物理", "化学"};
  const std::vector<std::string> types = {"教案", "课件"};
  for (int i = 0; i < 60; ++i)
    docs.push_back({"d" + std::to_string(i),
                    "函数的图象",
                    "正文",
                    {{Facet::subject, {subjects[static_cast<std::size_t>(i % 3)]}},
                     {Facet::type, {types[static_cast<std::size_t>(i % 7 == 0)]}}}});
  add(docs);
  const SearchRequest request{.text = "函数", .filters = {{Facet::subject, {"数学"}}}, .limit = 5};
  const auto page = search(request);
  for (const auto facet : {Facet::subject, Facet::type}) {
    ASSERT_FALSE(page.facets.at(facet).empty());
    for (const auto& [value, count] : page.facets.at(facet)) {
      auto chosen = request;
      chosen.filters[facet] = {value};
      EXPECT_EQ(search(chosen).total, count) << value;
    }
  }
  EXPECT_THAT(page.facets.at(Facet::subject), testing::SizeIs(3));
}

TEST_F(Index, PagesWithoutRepeatingOrLosingAnything) {
  std::vector<Doc> docs;
  for (int i = 0; i < 95; ++i)
    docs.push_back({.id = "d" + std::to_string(i), .title = "函数", .text = "正文", .day = i % 4});
  add(docs);
  for (const auto sort : {SortOrder::relevance, SortOrder::newest}) {
    std::vector<std::string> paged;
    for (std::uint32_t offset = 0; offset < 120; offset += 10) {
      const auto page = ids(SearchRequest{.text = "函数", .sort = sort, .offset = offset, .limit = 10});
      paged.insert(paged.end(), page.begin(), page.end());
    }
    EXPECT_EQ(std::set<std::string>(paged.begin(), paged.end()).size(), 95U);
    EXPECT_EQ(paged, ids(SearchRequest{.text = "函数", .sort = sort, .limit = 200}));
  }
}

TEST_F(Index, LeavesOutExcludedDocumentsEverywhere) {
  add({{"a", "函数", "", {{Facet::type, {"教案"}}}}, {"b", "函数", "", {{Facet::type, {"教案"}}}}});
  const auto page = search({.text = "函数", .excluded = {ResourceId::trusted("a")}});
  EXPECT_EQ(page.total, 1U);
  EXPECT_THAT(page.facets.at(Facet::type), ElementsAre(FacetCount{"教案", 1}));
  EXPECT_THAT(ids(SearchRequest{.text = "", .excluded = {ResourceId::trusted("a")}}), ElementsAre("b"));
}

TEST_F(Index, HoldsQuotedTextToTheLetter) {
  add({{"a", "甲", "有理数的加法法则"},
       {"b", "乙", "有理数加法的法则"},
       {"c", "丙", "the quick brown fox"},
       {"d", "丁", "quick the fox brown"}});
  EXPECT_THAT(ids("\"有理数的加法\""), ElementsAre("a"));
  EXPECT_THAT(ids("“加法的法则”"), ElementsAre("b"));
  EXPECT_THAT(ids("\"quick brown\""), ElementsAre("c"));
  EXPECT_THAT(ids("\"加法的有理数\""), IsEmpty());
  EXPECT_EQ(search({.text = "\"法则\""}).total, 2U);
}

TEST_F(Index, DoesNotReadAPhraseAcrossSegments) {
  IndexDocument document;
  document.id = ResourceId::trusted("a");
  document.title = "甲";
  document.segments = {"前半有理", "数后半"};
  document.scope_terms = {"public"};
  ASSERT_TRUE(writer_->replace(document));
  commit();
  EXPECT_THAT(ids("\"有理数\""), IsEmpty());
}

TEST_F(Index, DoesNotFloodAWordWithDocumentsThatHoldHalfOfIt) {
  add({{"a", "生物", "光合作用的过程"}, {"b", "生物", "小组合作学习"}, {"c", "生物", "摩擦力的作用"}});
  EXPECT_THAT(ids("光合作用"), ElementsAre("a"));
}

TEST_F(Index, FallsBackToSmallerPiecesWhenNothingHoldsTheWhole) {
  add({{"a", "数学", "二次函数的图象"}, {"b", "数学", "集合"}});
  EXPECT_THAT(ids("二次涵数"), ElementsAre("a"));
}

TEST_F(Index, FindsALongDocumentThatSaysTheWordOnce) {
  std::string book;
  for (int i = 0; i < 4'000; ++i) book += "这一章讲述植物的生长。";
  add({{"long", "教材", book + "光合作用" + book}, {"short", "光合作用", "光合作用 光合作用 光合作用"}});
  EXPECT_THAT(ids("光合作用"), ElementsAre("short", "long"));
}

TEST_F(Index, TellsTheWordsItLookedFor) {
  EXPECT_THAT(search({.text = "\"有理數\" 教案"}).words, ElementsAre("有理数", "教案"));
}

TEST_F(Index, RefusesWhatIsBeyondItsBounds) {
  const auto code = [&](const SearchRequest& request) {
    const auto page = reader_.search(everyone(), request);
    return page ? std::string() : page.error().code();
  };
  EXPECT_EQ(code({.text = std::string(5'000, 'a')}), "search.text_too_long");
  EXPECT_EQ(code({.text = "a", .offset = kMaxOffset + 1}), "search.page_too_far");
  EXPECT_EQ(code({.text = "a", .limit = kMaxPage + 1}), "search.page_too_far");
  EXPECT_EQ(code({.text = "a", .filters = {{Facet::school, std::vector<std::string>(1'001, "x")}}}),
            "search.too_many_filters");
}

TEST_F(Index, TakesAnythingAsATitleAFacetOrAText) {
  add({{"a",
        std::string(100'000, 'x'),
        std::string("\xFF\xFE\0 AND OR NOT ( \" *", 19),
        {{Facet::year, {std::string(1'000, '7')}}, {Facet::format, {std::string("a\0b", 3)}}}},
       {"b", "", ""}});
  EXPECT_THAT(ids(SearchRequest{.filters = {{Facet::year, {std::string(1'000, '7')}}}}), ElementsAre("a"));
  EXPECT_THAT(ids(SearchRequest{.filters = {{Facet::format, {std::string("a\0b", 3)}}}}), ElementsAre("a"));
  EXPECT_THAT(ids(SearchRequest{.filters = {{Facet::format, {"a"}}}}), IsEmpty());
  EXPECT_THAT(ids("AND OR NOT ("), ElementsAre("a"));
  EXPECT_EQ(search({}).total, 2U);
}

TEST_F(Index, ListsEveryDocumentWithItsVersion) {
  add({{.id = "a", .title = "甲", .text = "", .version = 7},
       {.id = "b", .title = "乙", .text = "", .version = 1ULL << 60}});
  std::map<std::string, std::uint64_t> listed;
  ASSERT_TRUE(reader_.list([&](const ResourceId& id, std::uint64_t version) -> Result<void> {
    listed[id.text()] = version;
    return {};
  }));
  EXPECT_THAT(listed, ElementsAre(std::pair{"a", 7U}, std::pair{"b", 1ULL << 60}));
  EXPECT_EQ(*reader_.count(), 2U);
  EXPECT_EQ(*reader_.epoch(), "catalogue");
}

TEST_F(Index, RefusesAnIndexOfAnotherAnalyser) {
  add({{"a", "甲", "光"}});
  writer_.reset();
  const auto generation = xapian::live_generation(folder_.path());
  {
    Xapian::WritableDatabase other((folder_.path() / generation->value() / "resources").string());
    other.set_metadata("kecang.analyser", "0");
    other.commit();
  }
  const auto page = reader_.search(everyone(), {.text = "光"});
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().kind(), ErrorKind::unavailable);
  EXPECT_EQ(page.error().code(), "index.version_mismatch");
  const auto writer = xapian::open_writer(folder_.path(), {.epoch = "catalogue"}, clock_);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code(), "index.version_mismatch");
}

TEST_F(Index, RefusesAnIndexWhosePartsAreNotOurs) {
  add({{"a", "甲", "光"}});
  writer_.reset();
  const auto generation = folder_.path() / xapian::live_generation(folder_.path())->value();
  for (const auto& file : std::filesystem::directory_iterator(generation / "resources"))
    std::filesystem::rename(file.path(), generation / file.path().filename());
  std::filesystem::remove_all(generation / "resources");
  const auto page = xapian::LocalReader(folder_.path()).search(everyone(), {.text = "光"});
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code(), "index.version_mismatch");
  const auto writer = xapian::open_writer(folder_.path(), {.epoch = "catalogue"}, clock_);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code(), "index.version_mismatch");
}

TEST_F(Index, RefusesToWriteForAnotherCatalogue) {
  add({{"a", "甲", "光"}});
  writer_.reset();
  const auto writer = xapian::open_writer(folder_.path(), {.epoch = "other"}, clock_);
  ASSERT_FALSE(writer);
  EXPECT_EQ(writer.error().code(), "index.other_epoch");
}

TEST_F(Index, HasOneWriterAtATime) {
  const auto second = xapian::open_writer(folder_.path(), {.epoch = "catalogue"}, clock_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code(), "index.locked");
}

TEST_F(Index, KeepsWhatWasCommittedWhenTheWriterGoesWithoutCommitting) {
  add({{"a", "甲", "光"}});
  put({"b", "乙", "光"});
  writer_.reset();
  writer_ = open();
  ASSERT_NE(writer_, nullptr);
  put({"c", "丙", "光", {{Facet::type, {"教案"}}}});
  commit();
  EXPECT_THAT(ids("光"), testing::IsSupersetOf({"a", "c"}));
  EXPECT_THAT(search({.text = "光"}).facets.at(Facet::type), ElementsAre(FacetCount{"教案", 1}));
}

TEST_F(Index, SaysADamagedIndexIsDamagedOrUnavailable) {
  add({{"a", "甲", "光"}});
  writer_.reset();
  const auto part = folder_.path() / xapian::live_generation(folder_.path())->value() / "resources";
  for (const auto& file : std::filesystem::directory_iterator(part)) std::filesystem::resize_file(file, 10);
  const auto page = xapian::LocalReader(folder_.path()).search(everyone(), {.text = "光"});
  ASSERT_FALSE(page);
  EXPECT_THAT(page.error().kind(), testing::AnyOf(ErrorKind::corrupt, ErrorKind::unavailable));
}

TEST_F(Index, AnswersFromOneCommitWhileAnotherIsWritten) {
  // Each commit moves every document to a new subject; an answer that mixed commits would count two subjects.
  constexpr int kDocuments = 40;
  const auto move_all = [&](int round) {
    for (int i = 0; i < kDocuments; ++i)
      put({.id = "d" + std::to_string(i),
           .title = "函数",
           .text = "正文",
           .facets = {{Facet::subject, {"s" + std::to_string(round)}}}});
    commit();
  };
  move_all(0);
  std::atomic<bool> stop = false;
  std::atomic<int> answers = 0;
  std::atomic<int> mixed = 0;
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t)
    readers.emplace_back([&] {
      while (!stop) {
        const auto page = reader_.search(everyone(), {.text = "函数"});
        const bool whole = page && page->total == kDocuments && page->facets.at(Facet::subject).size() == 1;
        ++(whole ? answers : mixed);
      }
    });
  for (int round = 1; round <= 25 || answers < 50; ++round) move_all(round);
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(mixed, 0);
  EXPECT_GE(answers, 50);
}

TEST_F(Index, AnEnglishTermIsFoundByItsChineseNameWhenItIsFoundNowhereElse) {
  add({{.id = "han", .title = "有理数的乘方", .text = "求几个相同因数的积"},
       {.id = "other", .title = "有理数的加法", .text = "同号两数相加"}});
  SearchRequest request{.text = "Exponentiation"};
  EXPECT_THAT(ids(request), IsEmpty());
  request.translations = {{.words = "exponentiation", .meanings = {"乘方"}}};
  EXPECT_THAT(ids(request), ElementsAre("han"));
}

TEST_F(Index, AnEnglishTermAsItStandsComesBeforeItsChineseName) {
  add({{.id = "han", .title = "光合作用", .text = "绿色植物"},
       {.id = "latin", .title = "Photosynthesis in plants", .text = "light"}});
  SearchRequest request{.text = "photosynthesis"};
  request.translations = {{.words = "photosynthesis", .meanings = {"光合作用"}}};
  EXPECT_THAT(ids(request), ElementsAre("latin"));
}

}  // namespace
}  // namespace kecang
