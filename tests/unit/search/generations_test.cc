#include "storage/xapian/generations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
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
  EXPECT_EQ(folders_in(index_), 1U);
}

TEST_F(Generations, ARebuildThatWasGivenUpIsSweptByTheNext) {
  ASSERT_TRUE(open_writer(index_, {.epoch = "e"}, clock_));
  { ASSERT_TRUE(Rebuild::begin(index_, {.epoch = "e"}, clock_)); }
  EXPECT_EQ(folders_in(index_), 2U);
  auto rebuild = Rebuild::begin(index_, {.epoch = "e2"}, clock_);
  ASSERT_TRUE(rebuild);
  ASSERT_TRUE(rebuild->publish());
  EXPECT_EQ(folders_in(index_), 1U);
  EXPECT_EQ(*LocalReader(index_).epoch(), "e2");
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
