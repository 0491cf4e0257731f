#include "storage/xapian/postings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "storage/xapian/visible_documents.h"

namespace kecang::xapian {
namespace {

using ::testing::ElementsAre;

SharedPostings list_of(std::vector<DocumentNumber> documents, const std::vector<std::uint32_t>& counts = {}) {
  return std::make_shared<const PostingList>(std::move(documents), counts);
}

TEST(PostingCursorTest, FindsWhatIsThereInAnySteps) {
  std::mt19937 random(3);
  std::set<DocumentNumber> there;
  while (there.size() < 2'000) there.insert(1 + random() % 50'000);
  const auto list = list_of({there.begin(), there.end()});
  for (const auto step : {1U, 3U, 50U, 7'000U}) {
    PostingCursor cursor(list);
    for (DocumentNumber document = 1; document < 51'000; document += 1 + random() % step)
      ASSERT_EQ(cursor.seek(document), there.contains(document)) << document << " in steps of " << step;
  }
}

TEST(PostingCursorTest, MayBeAskedForTheSameDocumentAgain) {
  PostingCursor cursor(list_of({4, 9}, {2, 300}));
  EXPECT_TRUE(cursor.seek(4));
  EXPECT_TRUE(cursor.seek(4));
  EXPECT_EQ(cursor.count(), 2U);
  EXPECT_FALSE(cursor.seek(8));
  EXPECT_TRUE(cursor.seek(9));
  EXPECT_EQ(cursor.count(), 300U);
  EXPECT_FALSE(cursor.seek(10));
}

TEST(PostingCursorTest, OfNoDocumentsFindsNothing) {
  PostingCursor cursor(list_of({}));
  EXPECT_FALSE(cursor.seek(1));
}

TEST(PostingListTest, CountsNoWordsWhereNoneAreCounted) {
  EXPECT_EQ(list_of({1, 2}, {0, 0})->count(1), 0U);
  EXPECT_EQ(list_of({1, 2}, {0, 70'000})->count(1), 70'000U);
  EXPECT_EQ(list_of({1, 2}, {3, 70'000})->largest_count(), 70'000U);
}

class PostingCacheTest : public ::testing::Test {
 protected:
  void keep(const std::string& term, std::size_t size) {
    std::vector<DocumentNumber> documents(size);
    for (std::size_t i = 0; i < size; ++i) documents[i] = static_cast<DocumentNumber>(i + 1);
    cache_.keep(term, {.position = {"g", 1}, .list = list_of(std::move(documents))});
  }
  bool has(const std::string& term) { return cache_.find(term).has_value(); }
  PostingCache cache_{100'000};
};

TEST_F(PostingCacheTest, TheOneNotAskedForLongestGoesFirst) {
  for (int i = 0; i < 9; ++i) keep("t" + std::to_string(i), 2'400);
  EXPECT_TRUE(has("t0"));
  keep("t9", 2'400);
  keep("t10", 2'400);
  EXPECT_TRUE(has("t0"));
  EXPECT_FALSE(has("t1"));
  EXPECT_TRUE(has("t10"));
}

TEST_F(PostingCacheTest, AListThatWouldDisplaceTooMuchIsNotKept) {
  keep("large", 5'000);
  EXPECT_FALSE(has("large"));
  EXPECT_FALSE(cache_.takes(5'000));
  EXPECT_TRUE(cache_.takes(1'000));
}

TEST_F(PostingCacheTest, ANewerListTakesThePlaceOfTheFormer) {
  keep("t", 10);
  keep("t", 20);
  EXPECT_EQ(cache_.find("t")->list->documents().size(), 20U);
}

TEST_F(PostingCacheTest, NothingIsKeptWithoutMemoryForIt) {
  PostingCache none(0);
  none.keep("t", {.position = {"g", 1}, .list = list_of({1})});
  EXPECT_FALSE(none.find("t").has_value());
}

TEST_F(PostingCacheTest, KnowsWhatWasAskedForBefore) {
  EXPECT_FALSE(cache_.asked_before("t"));
  EXPECT_TRUE(cache_.asked_before("t"));
  EXPECT_FALSE(cache_.asked_before("u"));
}

TEST(DocumentBitsTest, TellsTheDocumentsThatAreSet) {
  DocumentBits bits(100);
  for (const auto document : {1U, 63U, 64U, 99U}) bits.set(document, true);
  bits.set(63, false);
  bits.grow(500);
  bits.set(400, true);
  std::vector<DocumentNumber> told;
  bits.for_each([&](DocumentNumber document) { told.push_back(document); });
  EXPECT_THAT(told, ElementsAre(1, 64, 99, 400));
  EXPECT_EQ(bits.count(), 4U);
  EXPECT_FALSE(bits.has(100'000));
}

}  // namespace
}  // namespace kecang::xapian
