#include "storage/xapian/columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include <map>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "storage/xapian/change_log.h"
#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang::xapian {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

/// A library that changes at random, and who looks at it.
class ChangingLibrary {
 public:
  explicit ChangingLibrary(unsigned seed) : random_(seed) {
    writer_ = must(open_writer(folder_.path(), {.epoch = "e"}, clock_));
  }

  void replace_some() {
    IndexDocument document;
    const auto id = some_id();
    document.id = ResourceId::trusted(id);
    document.version = ++version_;
    const auto title = pick({"函数", "方程", "光合作用"}) + pick({"教案", "课件"});
    document.title = title;
    document.date = Time{std::chrono::days{below(20'000)}};
    document.facets = {{Facet::subject, {pick({"数学", "物理", "生物", ""})}},
                       {Facet::type, {pick({"教案", "课件"})}},
                       {Facet::school, {"s" + std::to_string(below(300))}},
                       {Facet::group, {"g1", pick({"g2", "g3"})}}};
    document.scope_terms = {"group:g1", pick({"public", "group:g2", "user:u" + std::to_string(below(50))})};
    if (below(3) == 0)
      document.questions = {{.index = 0, .kind = "single", .texts = {title}, .answer_texts = {"对"}}};
    document.answer_terms = {"group:g2"};
    ASSERT_TRUE(writer_->replace(document));
  }
  void remove_some() { ASSERT_TRUE(writer_->remove(ResourceId::trusted(some_id()))); }
  void commit() { ASSERT_TRUE(writer_->commit()); }
  void change_at_random(int steps) {
    for (int i = 0; i < steps; ++i) below(3) == 0 ? remove_some() : replace_some();
  }
  void rebuild_empty() {
    writer_.reset();
    clock_.advance(std::chrono::seconds{1});
    {
      auto rebuild = must(Rebuild::begin(folder_.path(), {.epoch = "e"}, clock_));
      must(rebuild.publish());
    }
    writer_ = must(open_writer(folder_.path(), {.epoch = "e"}, clock_));
  }
  void reopen_writer() {
    writer_.reset();
    writer_ = must(open_writer(folder_.path(), {.epoch = "e"}, clock_));
  }
  int below(int most) { return static_cast<int>(random_() % static_cast<unsigned>(most)); }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  template <class T>
  static T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().describe());
    return std::move(result).value();
  }
  std::string some_id() { return "r" + std::to_string(below(1'500)); }
  std::string pick(const std::vector<std::string>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }

  std::mt19937 random_;
  const test::TempDir folder_;
  ManualClock clock_;
  std::unique_ptr<IndexWriter> writer_;
  std::uint64_t version_ = 0;
};

/// What different people are told, in words.
std::string told_by(const LocalReader& reader) {
  std::string told;
  const std::vector<SearchRequest> requests = {
      {.text = "函数教案"},
      {.text = ""},
      {.text = "光合", .filters = {{Facet::subject, {"数学", "生物"}}, {Facet::type, {"课件"}}}},
      {.text = "方程", .filters = {{Facet::group, {"g3"}}}, .sort = SortOrder::newest}};
  ScopeGrant of_agreement;
  of_agreement.terms = {"group:g2"};
  of_agreement.types = {"课件"};
  of_agreement.not_owners = {"s7", "s8"};
  ScopeGrant to_find_only;
  to_find_only.terms = {"group:g1"};
  to_find_only.actions = Actions({Action::find});
  for (const auto& scope :
       {test::scope_of({"group:g1"}), test::scope_of({"public", "user:u7"}), test::scope_of({"group:g2"}),
        test::scope_of({"group:g1", "group:g3"}), test::scope_of({"user:u7"}, {of_agreement}),
        test::scope_of({"user:u7"}, {of_agreement, to_find_only})})
    for (const auto& request : requests)
      for (const auto& page : {reader.search(scope, request), reader.search_questions(scope, request)}) {
        if (!page) return page.error().describe();
        told += std::to_string(page->total) + " hits:";
        for (const auto& hit : page->hits)
          told += " " + hit.id.text() + "/" + std::to_string(hit.version) + "/" + std::to_string(hit.score);
        for (const auto& [facet, counts] : page->facets)
          for (const auto& [value, count] : counts)
            told += " " + std::string(facet_name(facet)) + "." + value + "=" + std::to_string(count);
        told += "\n";
      }
  return told;
}

class ColumnsOf : public ::testing::TestWithParam<unsigned> {};

TEST_P(ColumnsOf, AReaderThatFollowsTellsWhatAFreshOneTells) {
  ChangingLibrary library(GetParam());
  const LocalReader follower(library.folder());
  const LocalReader forgetful(library.folder(), {.posting_bytes = 0});
  for (int round = 0; round < 30; ++round) {
    library.change_at_random(round % 7 == 0 ? 400 : 5);
    library.commit();
    if (round == 12) library.reopen_writer();
    if (round == 20) library.rebuild_empty();
    if (library.below(3) == 0) continue;  // it misses some commits
    const auto told = told_by(LocalReader(library.folder()));
    ASSERT_EQ(told_by(follower), told) << "in round " << round;
    ASSERT_EQ(told_by(follower), told) << "once more, in round " << round;
    ASSERT_EQ(told_by(forgetful), told) << "without lists in memory, in round " << round;
  }
}
INSTANTIATE_TEST_SUITE_P(Seeds, ColumnsOf, ::testing::Values(1U, 2U, 3U));

TEST(ColumnsCacheTest, AReaderThatMissedMoreCommitsThanAreRememberedStillTellsTheTruth) {
  ChangingLibrary library(5);
  const LocalReader follower(library.folder());
  library.change_at_random(100);
  library.commit();
  told_by(follower);
  for (std::uint64_t i = 0; i < kLoggedCommits + 5; ++i) {
    library.replace_some();
    library.commit();
  }
  EXPECT_EQ(told_by(follower), told_by(LocalReader(library.folder())));
}

/// A bare database, for what the writer would do in years.
class Log : public ::testing::Test {
 protected:
  std::uint64_t commit(const std::vector<DocumentNumber>& changed) {
    for (const auto document : changed) log_.add(document);
    log_.write(writer_);
    writer_.commit();
    return writer_.get_revision();
  }
  std::optional<std::vector<DocumentNumber>> since(std::uint64_t revision) const {
    return changes_since(Xapian::Database(folder_.path().string()), revision);
  }
  const test::TempDir folder_;
  Xapian::WritableDatabase writer_{folder_.path().string(), Xapian::DB_CREATE_OR_OPEN};
  ChangeLog log_;
};

TEST_F(Log, TellsWhatChangedSinceACommit) {
  const auto first = commit({7, 3});
  const auto second = commit({3, 9, 3});
  const auto third = commit({});
  EXPECT_THAT(since(first - 1), Optional(ElementsAre(3, 7, 9)));
  EXPECT_THAT(since(first), Optional(ElementsAre(3, 9)));
  EXPECT_THAT(since(second), Optional(IsEmpty()));
  EXPECT_THAT(since(third), Optional(IsEmpty()));
}

TEST_F(Log, DoesNotKnowWhatIsTooLongAgo) {
  const auto first = commit({1});
  for (std::uint64_t i = 1; i < kLoggedCommits; ++i) commit({2});
  EXPECT_THAT(since(first), Optional(ElementsAre(2)));
  commit({2});
  EXPECT_EQ(since(first), std::nullopt);
}

TEST_F(Log, DoesNotListMoreThanItsBound) {
  std::vector<DocumentNumber> many(kLoggedDocuments + 1);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<DocumentNumber>(i + 1);
  const auto before = commit({});
  commit(many);
  EXPECT_EQ(since(before), std::nullopt);
}

TEST_F(Log, KnowsNothingOfACommitThatTheEngineMadeByItself) {
  const auto before = commit({1});
  writer_.add_document(Xapian::Document());
  writer_.commit();  // as the engine does when it holds many changes
  commit({2});
  EXPECT_EQ(since(before), std::nullopt);
}

TEST(Columns, TakeLessThanAHundredBytesARecordAtSize) {
  const test::TempDir folder;
  Xapian::WritableDatabase database(folder.path().string(), Xapian::DB_CREATE_OR_OPEN);
  constexpr std::uint32_t kRecords = 5'000;
  for (std::uint32_t i = 0; i < kRecords; ++i) {
    FacetNumbers numbers;
    for (auto& number : numbers.single) number = 1 + i % 30;
    numbers.single[static_cast<std::size_t>(Facet::school)] = 1 + i % 4'000;
    Xapian::Document document;
    for (std::uint32_t group = 0; group < 1 + i % 5; ++group) {
      numbers.groups.push_back(1 + (i * 7 + group) % 5'000);
      document.add_boolean_term(scope_filter_term("group:" + std::to_string(numbers.groups.back())));
    }
    document.add_term("Btext", 300);
    document.add_value(slot::kOrder, order_value(Time{std::chrono::days{i}}, ResourceId::trusted("r")));
    document.add_value(slot::kFacets, pack(numbers));
    database.add_document(document);
  }
  database.commit();
  const auto columns = Columns::load(database);
  EXPECT_LT(columns->bytes() / kRecords, 100U);
  EXPECT_EQ(columns->date(2), std::int64_t{86'400'000});
  EXPECT_EQ(columns->single(Facet::school, 2), 2U);
  EXPECT_THAT(columns->groups(2), ElementsAre(8U, 9U));
  EXPECT_EQ(columns->length(2), 300U);
  EXPECT_EQ(columns->date(kRecords + 1), Columns::kAbsent);
}

}  // namespace
}  // namespace kecang::xapian
