/// Single questions in the index: found by their own words, with their answers only by those who read
/// answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <xapian.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

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

using Found = std::vector<std::pair<std::string, std::uint32_t>>;

class QuestionIndex : public ::testing::Test {
 protected:
  QuestionIndex() { writer_ = xapian::open_writer(folder_.path(), {.epoch = "catalogue"}, clock_).value(); }

  /// A paper of school s for its people and, without answers, for everyone.
  static IndexDocument paper(const std::string& id) {
    IndexDocument document;
    document.id = ResourceId::trusted(id);
    document.version = 7;
    document.title = "单元测试";
    document.segments = {"卷首语"};
    document.facets = {{Facet::subject, {"生物"}}, {Facet::grade, {"七年级"}}};
    document.scope_terms = {"school:s", "public"};
    document.answer_terms = {"school:s"};
    document.questions = {
        {.index = 0,
         .kind = "single_choice",
         .texts = {"下列属于可再生能源的是", "煤", "风能"},
         .answer_texts = {"太阳辐射"}},
        {.index = 1, .kind = "true_false", .texts = {"病毒具有细胞结构"}, .answer_texts = {"错"}},
        {.index = 2, .kind = "short_answer", .texts = {"说说你对风能的看法"}, .answer_texts = {}}};
    return document;
  }
  void put(const IndexDocument& document) {
    ASSERT_TRUE(writer_->replace(document));
    ASSERT_TRUE(writer_->commit());
  }
  SearchPage search(SearchRequest request, const AccessScope& scope = everyone()) const {
    auto page = reader_.search_questions(scope, request);
    EXPECT_TRUE(page) << (page ? "" : page.error().describe());
    return page ? *page : SearchPage{};
  }
  Found find(const std::string& text, const AccessScope& scope = everyone()) const {
    Found found;
    for (const auto& hit : search({.text = text}, scope).hits)
      found.emplace_back(hit.id.text(), hit.question);
    return found;
  }

  const test::TempDir folder_;
  ManualClock clock_;
  std::unique_ptr<IndexWriter> writer_;
  xapian::LocalReader reader_{folder_.path()};
  const AccessScope teacher_ = scope_of({"school:s"});
  const AccessScope teacher_and_everyone_ = scope_of({"public", "school:s"});
};

TEST_F(QuestionIndex, AQuestionIsFoundByItselfByAWordOfItsStemOrOptions) {
  put(paper("a"));
  EXPECT_THAT(find("病毒"), ElementsAre(std::pair("a", 1U)));
  EXPECT_THAT(find("煤"), ElementsAre(std::pair("a", 0U)));
  EXPECT_THAT(find("卷首语"), IsEmpty());
  EXPECT_EQ(search({.text = "病毒"}).hits[0].version, 7U);
}

TEST_F(QuestionIndex, WordsOfAnswersFindNothingAndCountNothingForThoseWhoMayNotReadThem) {
  put(paper("a"));
  EXPECT_THAT(find("太阳辐射"), IsEmpty());
  const auto page = search({.text = "太阳辐射"});
  EXPECT_EQ(page.total, 0U);
  EXPECT_THAT(page.facets.at(Facet::question_kind), IsEmpty());
  EXPECT_FALSE(search({.text = "可再生能源"}).hits[0].with_answer);
  EXPECT_THAT(find("太阳辐射", teacher_), ElementsAre(std::pair("a", 0U)));
  EXPECT_TRUE(search({.text = "太阳辐射"}, teacher_).hits[0].with_answer);
}

TEST_F(QuestionIndex, WhoReadsAnswersFindsAndCountsEachQuestionOnce) {
  put(paper("a"));
  for (const auto* scope : {&teacher_, &teacher_and_everyone_}) {
    const auto page = search({.text = "风能"}, *scope);
    EXPECT_EQ(page.total, 2U);
    EXPECT_EQ(search({.text = ""}, *scope).total, 3U);
    EXPECT_THAT(page.facets.at(Facet::question_kind),
                ElementsAre(FacetCount{"short_answer", 1}, FacetCount{"single_choice", 1}));
  }
}

TEST_F(QuestionIndex, EqualOnesComeInTheOrderOfThePaper) {
  put(paper("a"));
  EXPECT_THAT(find(""), ElementsAre(std::pair("a", 0U), std::pair("a", 1U), std::pair("a", 2U)));
}

TEST_F(QuestionIndex, TheKindAndWhatTheResourceIsFilterThem) {
  put(paper("a"));
  EXPECT_EQ(search({.text = "风能", .filters = {{Facet::question_kind, {"short_answer"}}}}).total, 1U);
  EXPECT_EQ(search({.text = "风能", .filters = {{Facet::grade, {"七年级"}}}}).total, 2U);
  EXPECT_EQ(search({.text = "风能", .filters = {{Facet::grade, {"八年级"}}}}).total, 0U);
  EXPECT_EQ(search({.text = "七年级生物 病毒"}).hits[0].question, 1U);
}

TEST_F(QuestionIndex, ReplacingAResourceReplacesItsQuestionsAndRemovingItRemovesThem) {
  put(paper("a"));
  put(paper("b"));
  auto shorter = paper("a");
  shorter.questions.erase(shorter.questions.begin() + 1, shorter.questions.end());
  put(shorter);
  EXPECT_THAT(find("病毒"), ElementsAre(std::pair("b", 1U)));
  EXPECT_EQ(search({.text = ""}, teacher_).total, 4U);
  ASSERT_TRUE(writer_->remove(ResourceId::trusted("b")));
  ASSERT_TRUE(writer_->commit());
  EXPECT_THAT(find("病毒"), IsEmpty());
  EXPECT_EQ(search({.text = ""}, teacher_).total, 1U);
}

TEST_F(QuestionIndex, AQuestionWhoseReadersAllReadAnswersIsOneDocument) {
  auto document = paper("a");
  document.scope_terms = document.answer_terms = {"school:s"};
  put(document);
  const auto generation = *reader_.position();
  const Xapian::Database database((folder_.path() / generation.generation / "questions").string());
  EXPECT_EQ(database.get_doccount(), 3U);
  EXPECT_THAT(find("病毒"), IsEmpty());
  EXPECT_THAT(find("太阳辐射", teacher_), ElementsAre(std::pair("a", 0U)));
}

TEST_F(QuestionIndex, AnExcludedResourceKeepsItsQuestionsBack) {
  put(paper("a"));
  EXPECT_EQ(search({.text = "病毒", .excluded = {ResourceId::trusted("a")}}).total, 0U);
}

TEST_F(QuestionIndex, QuestionsDoNotChangeWhatASearchForResourcesFinds) {
  put(paper("a"));
  const auto page = reader_.search(everyone(), {.text = "病毒"});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->total, 0U);
  EXPECT_EQ(*reader_.count(), 1U);
}

/// A text with answers printed in it: found by them by those who read answers, and by nobody else.
class PrintedAnswers : public QuestionIndex {
 protected:
  static IndexDocument printed(const std::string& id) {
    auto document = paper(id);
    document.segments = {"下列属于可再生能源的是 太阳辐射"};
    document.segments_without_answers = {{"下列属于可再生能源的是"}};
    return document;
  }
  std::vector<std::string> texts(const std::string& text, const AccessScope& scope) const {
    const auto page = reader_.search(scope, {.text = text}).value();
    EXPECT_EQ(page.total, page.hits.size());
    std::vector<std::string> ids;
    for (const auto& hit : page.hits) ids.push_back(hit.id.text());
    return ids;
  }
};

TEST_F(PrintedAnswers, AreFoundByThoseWhoReadAnswersAndTheRestByEverybodyOnce) {
  put(printed("a"));
  for (const auto* scope : {&teacher_, &teacher_and_everyone_}) {
    EXPECT_THAT(texts("太阳辐射", *scope), ElementsAre("a"));
    EXPECT_THAT(texts("可再生能源", *scope), ElementsAre("a"));
    EXPECT_THAT(texts("", *scope), ElementsAre("a"));
    EXPECT_TRUE(reader_.search(*scope, {.text = "太阳辐射"})->hits[0].with_answer);
  }
  EXPECT_THAT(texts("太阳辐射", everyone()), IsEmpty());
  EXPECT_THAT(texts("\"太阳辐射\"", everyone()), IsEmpty());
  EXPECT_THAT(texts("可再生能源", everyone()), ElementsAre("a"));
  EXPECT_FALSE(reader_.search(everyone(), {.text = "可再生能源"})->hits[0].with_answer);
}

TEST_F(PrintedAnswers, LeaveARankingAndCountsAsIfTheyWereNotThere) {
  put(printed("a"));
  const auto with = reader_.search(everyone(), {.text = "可再生能源"}).value();
  auto bare = printed("a");
  bare.segments = {"下列属于可再生能源的是"};
  bare.segments_without_answers.reset();
  put(bare);
  const auto without = reader_.search(everyone(), {.text = "可再生能源"}).value();
  EXPECT_EQ(with.hits.at(0).score, without.hits.at(0).score);
  EXPECT_EQ(with.facets, without.facets);
}

TEST_F(PrintedAnswers, AreOneResourceForWhoeverCountsAndListsThem) {
  const auto counted = [&] { return reader_.count().value(); };
  const auto listed = [&] {
    std::vector<std::string> ids;
    EXPECT_TRUE(reader_.list([&](const ResourceId& id, std::uint64_t version) -> Result<void> {
      EXPECT_EQ(version, 7U);
      ids.push_back(id.text());
      return {};
    }));
    return ids;
  };
  put(printed("a"));
  put(paper("b"));
  put(printed("c"));
  EXPECT_EQ(counted(), 3U);
  EXPECT_THAT(listed(), ::testing::UnorderedElementsAre("a", "b", "c"));
  // From two documents to one, to two again, and away.
  auto for_all = printed("a");
  for_all.scope_terms = {"school:s"};
  put(for_all);
  EXPECT_THAT(texts("\"太阳辐射\"", teacher_), ::testing::UnorderedElementsAre("a", "c"));
  EXPECT_THAT(texts("\"可再生能源\"", everyone()), ::testing::UnorderedElementsAre("c"));
  put(printed("a"));
  EXPECT_THAT(texts("\"可再生能源\"", everyone()), ::testing::UnorderedElementsAre("a", "c"));
  EXPECT_EQ(counted(), 3U);
  ASSERT_TRUE(writer_->remove(ResourceId::trusted("a")));
  ASSERT_TRUE(writer_->commit());
  EXPECT_EQ(counted(), 2U);
  EXPECT_THAT(listed(), ::testing::UnorderedElementsAre("b", "c"));
  EXPECT_THAT(texts("\"太阳辐射\"", teacher_), ::testing::UnorderedElementsAre("c"));
}

TEST_F(PrintedAnswers, OfAResourceWhoseAnswersNobodyMayReadAreNotInTheIndex) {
  auto document = printed("a");
  document.scope_terms = {"public"};
  document.answer_terms.clear();
  put(document);
  EXPECT_THAT(texts("太阳辐射", everyone()), IsEmpty());
  EXPECT_THAT(texts("可再生能源", everyone()), ElementsAre("a"));
  EXPECT_EQ(reader_.count().value(), 1U);
}

}  // namespace
}  // namespace kecang
