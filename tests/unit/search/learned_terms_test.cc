/// What labels teach: what is learned, when it is used, how it is kept, and what becomes of a search.
#include "storage/xapian/learned_terms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "storage/xapian/generations.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/label_learning.h"
#include "storage/xapian/learned_file.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang::xapian {
namespace {

using test::everyone;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

/// Exercises on the theorem that do not name it, and others.
const std::vector<std::string> kTriangles = {"直角三角形的斜边长为五，求直角边", "已知直角边，求斜边上的高",
                                             "直角三角形斜边的平方等于多少", "梯子靠墙，斜边与直角边之比"};
const std::vector<std::string> kCircuits = {"串联电路中电流处处相等", "电流表接入电路时串联",
                                            "并联电路的总电流等于各支路电流之和"};

LearnedTerms taught() {
  LabelLearning learning;
  for (const auto& text : kTriangles) learning.add({"第十七章 勾股定理"}, {text});
  for (const auto& text : kCircuits) learning.add({"15.3 电路中的电流"}, {text});
  return learning.learned();
}

std::vector<std::string> terms(const std::vector<RelatedTerm>& related) {
  std::vector<std::string> terms;
  for (const auto& one : related) terms.push_back(one.term);
  return terms;
}

TEST(LabelPieces, AreNamesAndPairsAndLatinWordsWithoutNumbers) {
  EXPECT_THAT(label_pieces("17.1 勾股定理"), ElementsAre("=勾股定理", "勾股", "定理", "股定"));
  EXPECT_THAT(label_pieces("fraction 2"), ElementsAre("=fraction", "fraction"));
  EXPECT_THAT(label_pieces("第三章 第2节"), IsEmpty());
}

TEST(LabelLearning, TeachesTheTermsOfTheTextsThatCarryALabel) {
  const auto related = taught().related_to("勾股定理");
  EXPECT_THAT(terms(related), IsSupersetOf({"B斜边", "B直角"}));
  EXPECT_THAT(terms(related), Not(Contains("B电流")));
  double sum = 0;
  for (const auto& one : related) sum += one.share;
  EXPECT_NEAR(sum, 1, 1e-9);
}

TEST(LabelLearning, TeachesOtherLabelsThatShareAPieceOfTheName) {
  EXPECT_THAT(terms(taught().related_to("勾股定理的应用")), Contains("B斜边"));
}

TEST(LabelLearning, LearnsNothingThatFewerThanThreeDocumentsSay) {
  LabelLearning learning;
  learning.add({"勾股定理"}, {kTriangles[0] + "，这是独家秘诀"});
  learning.add({"勾股定理"}, {kTriangles[1]});
  for (const auto& text : kCircuits) learning.add({"电流"}, {text});
  EXPECT_THAT(learning.learned().related_to("勾股定理"), IsEmpty());
  learning.add({"勾股定理"}, {kTriangles[2]});
  EXPECT_THAT(terms(learning.learned().related_to("勾股定理")), Contains("B斜边"));
  EXPECT_THAT(terms(learning.learned().related_to("勾股定理")), Not(Contains("B秘诀")));
}

TEST(LabelLearning, OfTheSameTextsIsTheSameToTheLastByte) {
  EXPECT_EQ(taught().text(), taught().text());
}

TEST(LearnedTerms, AreNotAskedForWhatIsMostlyNoLabel) {
  EXPECT_THAT(taught().related_to("光合作用定理"), IsEmpty());
  EXPECT_THAT(taught().related_to(""), IsEmpty());
  EXPECT_THAT(LearnedTerms().related_to("勾股定理"), IsEmpty());
}

TEST(LearnedTerms, AreReadAsTheyWereWritten) {
  const auto text = taught().text();
  const auto read = LearnedTerms::parse(text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text(), text);
}

TEST(LearnedTerms, KnowWhoTaughtThem) {
  const auto first = ResourceId::make(Time{});
  const auto second = ResourceId::make(Time{});
  const auto other = ResourceId::make(Time{});
  LabelLearning learning;
  learning.add({"勾股定理"}, {kTriangles[0]}, second);
  learning.add({"勾股定理"}, {kTriangles[1]}, first);
  learning.add({"第二章"}, {kTriangles[2]}, other);  // a number is no name: it teaches nothing
  const auto read = LearnedTerms::parse(learning.learned().text());
  ASSERT_TRUE(read);
  EXPECT_THAT(read->teachers(), ElementsAre(first, second));
  EXPECT_TRUE(read->taught_by({other, second}));
  EXPECT_FALSE(read->taught_by({other}));
  EXPECT_FALSE(read->taught_by({}));
}

TEST(LearnedTerms, RememberWhyTheyWereForgotten) {
  using Forgotten = LearnedTerms::Forgotten;
  for (const auto why : {Forgotten::no, Forgotten::taken_back, Forgotten::wished}) {
    const auto read = LearnedTerms::parse(LearnedTerms::forget(why).text());
    ASSERT_TRUE(read);
    EXPECT_EQ(read->forgotten(), why);
    EXPECT_TRUE(read->empty());
  }
}

TEST(LearnedTerms, ThatAreNotWholeOrOfAnotherVersionAreRefused) {
  const auto text = taught().text();
  const auto code_of = [](const std::string& bytes) {
    const auto read = LearnedTerms::parse(bytes);
    return read ? std::string() : std::string(read.error().code());
  };
  EXPECT_EQ(code_of(""), "index.corrupt");
  EXPECT_EQ(code_of(text.substr(0, text.size() / 2)), "index.corrupt");
  EXPECT_EQ(code_of(text + "more\t1\n"), "index.corrupt");
  EXPECT_EQ(code_of("kecang-learned\t999\t1\n"), "index.version_mismatch");
}

class LearnedSearch : public ::testing::Test {
 protected:
  LearnedSearch() {
    writer_ = std::move(*open_writer(folder_.path(), {.epoch = "E"}, clock_));
    add("named", "勾股定理", "这一节证明勾股定理");
    add("unnamed", "练习", "直角三角形的斜边长十，求另一条直角边");
    add("other", "电路", "串联电路中电流处处相等");
    EXPECT_TRUE(writer_->commit());
    generation_ = live_generation(folder_.path())->value();
  }
  void add(const std::string& id, const std::string& title, const std::string& text) {
    IndexDocument document;
    document.id = ResourceId::trusted(id);
    document.title = title;
    document.segments = {text};
    document.scope_terms = {scope_term::everyone()};
    EXPECT_TRUE(writer_->replace(document));
  }
  std::vector<std::string> found(const std::string& text) {
    std::vector<std::string> ids;
    const auto page = reader_.search(everyone(), {.text = text});
    if (!page) return {page.error().describe()};
    for (const auto& hit : page->hits) ids.push_back(hit.id.text());
    EXPECT_EQ(page->total, ids.size());
    return ids;
  }

  test::TempDir folder_;
  SystemClock clock_;
  std::unique_ptr<IndexWriter> writer_;
  std::string generation_;
  LocalReader reader_{folder_.path()};
};

TEST_F(LearnedSearch, ALabelFindsWhatSpeaksOfItWithoutNamingItBehindWhatNamesIt) {
  EXPECT_THAT(found("勾股定理"), ElementsAre("named"));
  ASSERT_TRUE(write_learned(folder_.path(), generation_, taught()));
  EXPECT_THAT(found("勾股定理"), ElementsAre("named", "unnamed"));
  ASSERT_TRUE(write_learned(folder_.path(), generation_, LearnedTerms()));
  EXPECT_THAT(found("勾股定理"), ElementsAre("named"));
}

TEST_F(LearnedSearch, AFileThatCannotBeReadCountsAsNone) {
  for (const std::string bytes : {"", "rubbish", "kecang-learned\t999\t1\n"}) {
    std::ofstream(folder_.path() / generation_ / "learned") << bytes;
    EXPECT_THAT(found("勾股定理"), ElementsAre("named")) << bytes;
  }
}

class Feedback : public LearnedSearch {
 protected:
  Feedback() {
    for (const auto* number : {"一", "二", "三", "四", "五"})
      add(number, std::string("浮力实验") + number, "弹簧测力计 排开液体 阿基米德");
    add("like", "测量", "弹簧测力计与阿基米德");
    EXPECT_TRUE(writer_->commit());
  }
};

TEST_F(Feedback, ABareTopicThatFindsLittleFindsWhatIsWordedLikeItsBestMatches) {
  const auto ids = found("浮力");
  ASSERT_EQ(ids.size(), 6U);
  EXPECT_EQ(ids.back(), "like");
}

TEST_F(Feedback, WhatHasAPartOfTheWordsOnlyTeachesNothing) {
  EXPECT_THAT(found("浮力赤壁怀古"), Not(Contains("like")));
}

TEST_F(Feedback, AFewMatchesTeachNothing) {
  add("sixth", "滑轮", "动滑轮 弹簧测力计");
  add("seventh", "滑轮组", "定滑轮 弹簧测力计");
  ASSERT_TRUE(writer_->commit());
  EXPECT_THAT(found("滑轮"), ::testing::UnorderedElementsAre("sixth", "seventh"));
}

TEST_F(Feedback, NewestFirstNamesWhatHasTheWordsOnly) {
  const auto page = LocalReader(folder_.path())
                        .search(test::everyone(), {.text = "浮力", .sort = SortOrder::newest, .limit = 50});
  ASSERT_TRUE(page);
  EXPECT_EQ(page->total, 5U);
}

TEST_F(Feedback, AQuestionOrTheNameOfATitleFindsNoMore) {
  EXPECT_THAT(found("什么是浮力"), Not(Contains("like")));
  EXPECT_THAT(found("浮力实验一"), Not(Contains("like")));
}

}  // namespace
}  // namespace kecang::xapian
