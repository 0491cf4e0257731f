#include "schemas/vocab/marks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kecang::vocab {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

const Vocabulary& seeds() {
  static const auto loaded = Vocabulary::load(KECANG_VOCAB_DIR);
  return *loaded;
}

std::vector<std::string> read(std::string_view query) {
  std::vector<std::string> marks;
  for (const auto& mark : read_query(seeds(), query).marks) marks.push_back(mark.text());
  return marks;
}

std::vector<std::string> marks(std::string_view title, std::string_view path = {},
                               const ResourceTags& tags = {}, std::string_view beginning = {}) {
  return marks_of(seeds(), title, path, tags, beginning).marks;
}

TEST(Marks, AreTheSameForEveryWayToWriteABook) {
  for (const auto* query :
       {"八年级下册", "8年级下", "初二下", "初二第二学期", "八下", "8下", "八年級下冊", "８年级下学期"})
    EXPECT_THAT(read(query), IsSupersetOf({"grade:八年级", "volume:下册", "stage:初中"})) << query;
  for (const auto* query : {"高一上", "高一年级上学期", "高一上册"})
    EXPECT_THAT(read(query), IsSupersetOf({"grade:高一", "volume:上册"})) << query;
  for (const auto* query : {"小学五年级上", "5年级上册", "五年级第一学期", "小五上"})
    EXPECT_THAT(read(query), IsSupersetOf({"grade:五年级", "volume:上册"})) << query;
}

TEST(Marks, KnowTheNamesOfKindsAndEditions) {
  EXPECT_THAT(read("教学设计"), ElementsAre("kind:教案"));
  EXPECT_THAT(read("PPT"), ElementsAre("kind:课件"));
  EXPECT_THAT(read("说课"), ElementsAre("kind:说课稿"));
  EXPECT_THAT(read("RJ"), ElementsAre("edition:人教版"));
  EXPECT_THAT(read("外语教学与研究出版社"), ElementsAre("edition:外研版"));
  EXPECT_THAT(read("部编人教版"), UnorderedElementsAre("edition:人教版", "edition:统编版"));
}

TEST(Marks, AreFoundInARunOnQuery) {
  EXPECT_THAT(read("人教版七年级数学上册有理数课件"),
              UnorderedElementsAre("edition:人教版", "grade:七年级", "stage:初中", "subject:数学",
                                   "volume:上册", "kind:课件"));
}

TEST(Marks, AreNotReadIntoOtherWords) {
  for (const auto* query : {"初二次函数", "大小一样", "高三角形", "上海", "下午", "1.1", "第三章"})
    EXPECT_THAT(read(query), Not(Contains(::testing::StartsWith("grade:")))) << query;
  EXPECT_THAT(read("三年级上海旅行"), Not(Contains("volume:上册")));
}

TEST(Marks, CanBeTypedByTheirSounds) {
  EXPECT_THAT(read("gougudingli jiaoan"), ElementsAre("kind:教案"));
  EXPECT_THAT(read("daoxuean"), ElementsAre("kind:导学案"));
  EXPECT_THAT(read("jiaoan2"), IsEmpty());
}

TEST(Marks, SayWhereTheyStand) {
  const auto reading = read_query(seeds(), "我想找八年级英语的试卷");
  ASSERT_FALSE(reading.marks.empty());
  EXPECT_EQ(reading.marks.front().begin, 3U);
  EXPECT_EQ(reading.marks.front().end, 6U);
  ASSERT_FALSE(reading.requests.empty());
  EXPECT_EQ(reading.requests.front().begin, 0U);
  EXPECT_EQ(reading.requests.front().end, 3U);
}

TEST(Marks, OfAResourceComeFromTitleFoldersAndTags) {
  EXPECT_THAT(marks("有理数 说课稿"), ElementsAre("kind:说课稿"));
  EXPECT_THAT(marks("有理数", "初一上/人教版/有理数.docx"),
              IsSupersetOf({"grade:七年级", "volume:上册", "edition:人教版"}));
  ResourceTags tags;
  tags.subject = {"数学", 0.9, "path"};
  EXPECT_THAT(marks("有理数", "", tags), ElementsAre("subject:数学"));
}

TEST(Marks, OfAGuessedTypeYieldToTheWordsOfTheTitle) {
  ResourceTags tags;
  tags.type = {"教案", 0.85, "name"};
  EXPECT_THAT(marks("有理数 说课稿", "", tags), ElementsAre("kind:说课稿"));
  tags.type.confidence = 1;
  EXPECT_THAT(marks("有理数 说课稿", "", tags), UnorderedElementsAre("kind:说课稿", "kind:教案"));
}

TEST(Marks, OfTheTextSayTheBookWhereTheTitleDoesNot) {
  const std::string text = "适用：七年级上册 数学 人教版。与八年级下册相比，含练习与试卷。";
  EXPECT_THAT(marks("有理数", "", {}, text), UnorderedElementsAre("grade:七年级", "stage:初中", "volume:上册",
                                                                  "subject:数学", "edition:人教版"));
  EXPECT_THAT(marks("九年级 有理数", "", {}, text), Not(Contains("grade:七年级")));
}

TEST(Marks, LeaveTheNameOfTheLesson) {
  const auto found = marks_of(seeds(), "有理数（教案）", "", {}, "");
  ASSERT_EQ(found.title_labels.size(), 1U);
  EXPECT_EQ(found.title_labels.front().begin, 4U);
  EXPECT_EQ(found.title_labels.front().end, 6U);
}

std::vector<std::vector<std::string>> translated(std::string_view query) {
  std::vector<std::vector<std::string>> meanings;
  for (const auto& one : read_query(seeds(), query).translations) meanings.push_back(one.han);
  return meanings;
}

TEST(English, TermsAreKnownByTheirChineseNames) {
  EXPECT_THAT(translated("Exponentiation"), ElementsAre(ElementsAre("乘方", "幂")));
  EXPECT_THAT(translated("solve Quadratic Equations"), ElementsAre(ElementsAre("一元二次方程")));
  EXPECT_THAT(translated("probability and statistics"),
              ElementsAre(ElementsAre("概率"), ElementsAre("统计")));
  EXPECT_THAT(translated("光合作用 photosynthesis"), ElementsAre(ElementsAre("光合作用")));
}

TEST(English, APartOfAWordIsNoTerm) {
  EXPECT_THAT(translated("baseline timely"), IsEmpty());
}

TEST(Vocabulary, KnowsALessonThatIsOneSlipAway) {
  EXPECT_EQ(seeds().lesson_like("平面直角坐表系"), "平面直角坐标系");
  EXPECT_EQ(seeds().lesson_like("平面直角坐标系"), "");
  EXPECT_EQ(seeds().lesson_like("完全不相干的几个字"), "");
}

}  // namespace
}  // namespace kecang::vocab
