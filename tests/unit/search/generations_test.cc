#include "storage/xapian/generations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/xapian/comparison.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/layout.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang::xapian {
namespace {

std::size_t folders_in(const std::filesystem::path& place) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(place)) count += entry.is_directory() ? 1 : 0;
  return count;
}

IndexDocument document(const std::string& id, std::string_view title) {
  IndexDocument made;
  made.id = ResourceId::trusted(id);
  made.title = title;
  made.scope_terms = {"public"};
  return made;
}

std::uint64_t total(const LocalReader& reader) {
  const auto page = reader.search(test::everyone(), {});
  EXPECT_TRUE(page) << (page ? "" : page.error().describe());
  return page ? page->total : ~std::uint64_t{0};
}

class Generations : public ::testing::Test {
 protected:
  const test::TempDir folder_;
  const std::filesystem::path index_ = folder_.path() / "index";
  ManualClock clock_;
};

TEST_F(Generations, AnIndexThatWasNeverWrittenIsEmpty) {
  const LocalReader reader(index_);
  EXPECT_EQ(total(reader), 0U);
  EXPECT_EQ(*reader.count(), 0U);
  EXPECT_EQ(*reader.epoch(), "");
  EXPECT_EQ(*reader.position(), IndexPosition());
}

TEST_F(Generations, AReaderFindsTheIndexOnceItIsThere) {
  const LocalReader reader(index_);
  EXPECT_EQ(total(reader), 0U);
  auto writer = open_writer(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(writer);
  EXPECT_EQ(total(reader), 0U);
  ASSERT_TRUE((*writer)->replace(document("a", "甲")));
  ASSERT_TRUE((*writer)->commit());
  EXPECT_EQ(total(reader), 1U);
}

TEST_F(Generations, ARebuildTakesTheIndexesPlaceOnlyWhenPublished) {
  const LocalReader reader(index_);
  auto writer = open_writer(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(writer);
  ASSERT_TRUE((*writer)->replace(document("a", "甲")));
  const auto before = (*writer)->commit();
  ASSERT_TRUE(before);

  clock_.advance(seconds{1});
  auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(rebuild);
  ASSERT_TRUE(rebuild->writer().replace(document("b", "乙")));
  ASSERT_TRUE(rebuild->writer().replace(document("c", "丙")));
  EXPECT_EQ(total(reader), 1U);

  writer->reset();
  const auto after = rebuild->publish();
  ASSERT_TRUE(after);
  EXPECT_EQ(total(reader), 2U);
  EXPECT_GT(*after, *before);
  EXPECT_EQ(*reader.position(), *after);
}

TEST_F(Generations, ARebuildThatWasGivenUpIsSweptByTheNext) {
  ASSERT_TRUE(open_writer(index_, {.epoch = "e"}, clock_));
  std::string given_up;
  {
    const auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
    ASSERT_TRUE(rebuild);
    given_up = rebuild->generation();
  }
  EXPECT_EQ(folders_in(index_), 2U);
  auto rebuild = Rebuild::begin(index_, {.epoch = "e2"}, clock_);
  ASSERT_TRUE(rebuild);
  EXPECT_FALSE(std::filesystem::exists(index_ / given_up));
  ASSERT_TRUE(rebuild->publish());
  EXPECT_EQ(*LocalReader(index_).epoch(), "e2");
}

TEST_F(Generations, WhatWasLiveIsKeptAsTheFormerOne) {
  EXPECT_FALSE(former_generation(index_)->has_value());
  auto writer = open_writer(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(writer);
  const auto first = **live_generation(index_);
  EXPECT_FALSE(former_generation(index_)->has_value());
  clock_.advance(seconds{5});
  auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(rebuild);
  ASSERT_TRUE(rebuild->publish());
  const auto former = former_generation(index_);
  ASSERT_TRUE(former && *former);
  EXPECT_EQ((*former)->name, first);
  EXPECT_EQ((*former)->since, clock_.now());
  ASSERT_TRUE(sweep_generations(index_, (*former)->name));
  EXPECT_EQ(folders_in(index_), 2U);
  ASSERT_TRUE(sweep_generations(index_));
  EXPECT_EQ(folders_in(index_), 1U);
  EXPECT_FALSE(former_generation(index_)->has_value());
}

TEST_F(Generations, TheFormerOneCanBeGoneOnWithAndPositionsStillAscend) {
  auto writer = open_writer(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(writer && (*writer)->replace(document("a", "甲")) && (*writer)->commit());
  const auto first = **live_generation(index_);
  writer->reset();
  clock_.advance(seconds{1});
  IndexPosition second;
  {
    auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
    ASSERT_TRUE(rebuild);
    const auto published = rebuild->publish();
    ASSERT_TRUE(published);
    second = *published;
  }
  const LocalReader reader(index_);
  EXPECT_EQ(total(reader), 0U);
  clock_.advance(seconds{1});
  auto back = Rebuild::resume(index_, first, {.epoch = "e"}, clock_);
  ASSERT_TRUE(back) << back.error().describe();
  EXPECT_NE(back->generation(), first);
  ASSERT_TRUE(back->writer().replace(document("b", "乙")));
  const auto third = back->publish();
  ASSERT_TRUE(third);
  EXPECT_GT(*third, second);
  EXPECT_EQ(total(reader), 2U);
}

TEST_F(Generations, OneOfAnotherCatalogueIsNotGoneOnWithAndKeepsItsName) {
  ASSERT_TRUE(open_writer(index_, {.epoch = "e"}, clock_));
  std::string other;
  {
    const auto rebuild = Rebuild::begin(index_, {.epoch = "other"}, clock_);
    ASSERT_TRUE(rebuild);
    other = rebuild->generation();
  }
  const auto refused = Rebuild::resume(index_, other, {.epoch = "e"}, clock_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), "index.other_epoch");
  EXPECT_TRUE(std::filesystem::exists(index_ / other));
}

TEST_F(Generations, CompactedItHoldsTheSameAndGoesOn) {
  auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(rebuild);
  std::vector<std::string> ids;
  for (int i = 0; i < 50; ++i) ids.push_back("r" + std::to_string(100 + i));
  for (const auto& id : ids) ASSERT_TRUE(rebuild->add(document(id, "电压与电流")));
  const auto compacted = rebuild->compact();
  ASSERT_TRUE(compacted) << compacted.error().describe();
  EXPECT_EQ(folders_in(index_ / rebuild->generation()), kParts.size());
  ASSERT_TRUE(rebuild->writer().replace(document("r100", "电阻")));
  ASSERT_TRUE(rebuild->writer().remove(ResourceId::trusted("r101")));
  ASSERT_TRUE(rebuild->publish());
  const LocalReader reader(index_);
  EXPECT_EQ(total(reader), 49U);
  EXPECT_EQ(reader.search(test::everyone(), {.text = "电压"})->total, 48U);
  EXPECT_EQ(*reader.epoch(), "e");
}

TEST_F(Generations, AReaderOfOneGenerationDoesNotFollowTheLiveOne) {
  auto writer = open_writer(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(writer && (*writer)->replace(document("a", "甲")) && (*writer)->commit());
  const LocalReader pinned(index_, {.generation = **live_generation(index_)});
  clock_.advance(seconds{1});
  auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(rebuild && rebuild->publish());
  EXPECT_EQ(total(LocalReader(index_)), 0U);
  EXPECT_EQ(total(pinned), 1U);
}

class Comparison : public Generations {
 protected:
  /// A generation of these titles; its name.
  std::string made(const std::vector<std::pair<std::string, std::string>>& titles) {
    auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
    EXPECT_TRUE(rebuild);
    for (const auto& [id, title] : titles) EXPECT_TRUE(rebuild->add(document(id, title)));
    EXPECT_TRUE(rebuild->publish());
    clock_.advance(seconds{1});
    return rebuild->generation();
  }
  static Sample sample(const std::string& id, const std::string& text) {
    return {.id = ResourceId::trusted(id), .scope_terms = {"public"}, .text = text};
  }
};

TEST_F(Comparison, EqualGenerationsAnswerTheSame) {
  const auto live = made({{"a", "电压与电流"}, {"b", "二次函数"}});
  const auto next = made({{"b", "二次函数"}, {"a", "电压与电流"}});
  const auto counts =
      compare_generations(index_, live, next, {sample("a", "电压与电流"), sample("b", "二次函数")});
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->asked, 2U);
  EXPECT_EQ(counts->same, 2U);
  EXPECT_EQ(counts->lost, 0U);
}

TEST_F(Comparison, TellsWhatTheNextOneDoesNotFindAnyMore) {
  const auto live = made({{"a", "电压与电流"}, {"b", "电压表"}});
  const auto next = made({{"a", "电压与电流"}});
  const auto counts = compare_generations(index_, live, next, {sample("a", "电压"), sample("b", "电压表")});
  ASSERT_TRUE(counts);
  EXPECT_GE(counts->fewer, 1U);
  EXPECT_EQ(counts->lost, 1U);
  EXPECT_THAT(counts->first_lost, ::testing::ElementsAre(ResourceId::trusted("b")));
}

TEST_F(Comparison, WhatTheLiveOneDoesNotFindEitherIsNotLost) {
  const auto live = made({{"a", "电压与电流"}});
  const auto next = made({{"a", "电压与电流"}});
  const auto counts = compare_generations(index_, live, next, {sample("b", "三角形")});
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->lost, 0U);
  const auto alone = compare_generations(index_, std::nullopt, next, {sample("b", "三角形")});
  ASSERT_TRUE(alone);
  EXPECT_EQ(alone->lost, 1U);
}

TEST_F(Comparison, CountsResourcesAndQuestionsOnce) {
  auto rebuild = Rebuild::begin(index_, {.epoch = "e"}, clock_);
  ASSERT_TRUE(rebuild);
  auto paper = document("a", "期中试卷");
  paper.scope_terms = {"public", "school:s"};
  paper.answer_terms = {"school:s"};
  paper.questions = {{.index = 0, .kind = "single", .texts = {"电压是什么"}, .answer_texts = {"电势差"}},
                     {.index = 1, .kind = "single", .texts = {"电流是什么"}, .answer_texts = {}}};
  ASSERT_TRUE(rebuild->add(paper));
  ASSERT_TRUE(rebuild->add(document("b", "教案")));
  ASSERT_TRUE(rebuild->writer().commit());
  const auto counts = count_generation(index_, rebuild->generation());
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->resources, 2U);
  EXPECT_EQ(counts->questions, 2U);
}

TEST_F(Generations, SweepingSparesTheLiveOneAndWhatIsNotOurs) {
  ASSERT_TRUE(open_writer(index_, {.epoch = "e"}, clock_));
  const auto kept = new_generation(index_, clock_.now());
  const auto dropped = new_generation(index_, clock_.now());
  ASSERT_TRUE(kept && dropped);
  std::filesystem::create_directory(index_ / "notes");
  ASSERT_TRUE(sweep_generations(index_, *kept));
  EXPECT_TRUE(std::filesystem::exists(index_ / *kept));
  EXPECT_FALSE(std::filesystem::exists(index_ / *dropped));
  EXPECT_TRUE(std::filesystem::exists(index_ / "notes"));
  EXPECT_EQ(total(LocalReader(index_)), 0U);
}

TEST_F(Generations, ACurrentFileThatNamesNoGenerationIsCorrupt) {
  folder_.write("index/CURRENT", "../../etc\n");
  const auto live = live_generation(index_);
  ASSERT_FALSE(live);
  EXPECT_EQ(live.error().code(), "index.corrupt");
}

}  // namespace
}  // namespace kecang::xapian
