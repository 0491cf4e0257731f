#include "server/library/query_reading.h"

#include <gmock/gmock.h>

#include "tests/support/vocabulary.h"

namespace kecang {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

AskedQuery read(std::string text, std::vector<std::string> literal = {}) {
  SearchQuery query;
  query.text = std::move(text);
  query.literal = std::move(literal);
  return read_query(*test::seed_vocabulary().current(), query);
}

TEST(QueryReading, LeavesTheTopic) {
  EXPECT_EQ(read("八年级上册 浮力 课件").topic, "浮力");
  EXPECT_EQ(read("人教版八年级物理上册浮力课件").topic, "浮力");
  EXPECT_EQ(read("我想找浮力的课件").topic, "浮力的");
  EXPECT_EQ(read("八年级 课件").topic, "");
}

TEST(QueryReading, TellsWhatItUnderstoodOnceForEachWord) {
  const auto asked = read("八下 浮力 PPT");
  ASSERT_THAT(asked.understood, SizeIs(2));
  EXPECT_EQ(asked.understood[0].words, "八下");
  EXPECT_THAT(asked.understood[0].meanings,
              ElementsAre(Understood::Meaning{"grade", "八年级"}, Understood::Meaning{"volume", "下册"}));
  EXPECT_EQ(asked.understood[1].words, "ppt");
  EXPECT_THAT(asked.understood[1].meanings, ElementsAre(Understood::Meaning{"kind", "课件"}));
}

TEST(QueryReading, TakesWordsLiterallyWhenAsked) {
  const auto asked = read("浮力 课件", {"课件"});
  EXPECT_THAT(asked.understood, IsEmpty());
  EXPECT_THAT(asked.request.preferences, IsEmpty());
  EXPECT_EQ(asked.topic, "浮力 课件");
}

TEST(QueryReading, AsksTheIndexForThePage) {
  SearchQuery query;
  query.text = "浮力";
  query.page = 3;
  query.page_size = 10;
  const auto asked = read_query(*test::seed_vocabulary().current(), query);
  EXPECT_EQ(asked.request.offset, 20U);
  EXPECT_EQ(asked.request.limit, 10U);
}

}  // namespace
}  // namespace kecang
