#include <algorithm>

#include "tests/live/indexing/school_house.h"

namespace kecang::testing {
namespace {

using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

json import_archive(SchoolHouse& house) {
  const auto archive = house.files.write("初二数学.zip", school_archive());
  const auto printed =
      json::parse(house.indexer({"import", archive.string(), "--school", "yucai", "--group", "physics",
                                 "--report", (house.files / "report.csv").string()}),
                  nullptr, false);
  EXPECT_TRUE(printed.is_object());
  return printed["imports"][0];
}

TEST(ImportCommand, EveryMemberOfAnArchiveEndsInAStateATeacherCanRead) {
  SchoolHouse house;
  const auto imported = import_archive(house);
  EXPECT_EQ(imported["import"]["state"], "done");
  const auto& counts = imported["counts"];
  EXPECT_EQ(counts["total"], 7) << counts;
  EXPECT_EQ(counts["waiting"], 0) << counts;
  EXPECT_EQ(counts["indexed"], 4) << counts;
  EXPECT_EQ(counts["duplicate"], 1) << counts;
  EXPECT_EQ(counts["skipped"], 1) << counts;
  EXPECT_EQ(counts["stored_only"], 1) << counts;
  const auto report = test::read_file(house.files / "report.csv");
  EXPECT_THAT(report, HasSubstr("数学/教案/二次函数.txt")) << "names are read as GBK";
  EXPECT_THAT(report, HasSubstr("联通.txt"));
  EXPECT_EQ(std::count(report.begin(), report.end(), '\n'), 8) << report;
}

TEST(ImportCommand, ColleaguesOfTheGroupFindALessonByItsWordsAndOthersFindNothing) {
  SchoolHouse house;
  import_archive(house);
  auto li = house.li();
  auto wang = house.wang();
  auto zhao = house.zhao();
  EXPECT_THAT(SchoolHouse::titles(li, encoded("抛物线")), ElementsAre("二次函数"));
  EXPECT_THAT(SchoolHouse::titles(wang, encoded("抛物线")), ElementsAre("二次函数"));
  EXPECT_THAT(SchoolHouse::titles(zhao, encoded("抛物线")), IsEmpty());
  EXPECT_THAT(SchoolHouse::titles(wang, encoded("联通课程表")), Contains("联通")) << "a text in GBK";
}

TEST(ImportCommand, WhatIsImportedAgainIsLinkedAndNotDoubled) {
  SchoolHouse house;
  import_archive(house);
  const auto again = import_archive(house);
  EXPECT_EQ(again["counts"]["duplicate"], 6) << again;
  EXPECT_EQ(again["counts"]["skipped"], 1) << again;
  auto li = house.li();
  EXPECT_THAT(SchoolHouse::titles(li, encoded("抛物线")), SizeIs(1));
}

std::string zip_of(std::string name, std::string bytes) {
  return ZipWriter().add(std::move(name), std::move(bytes)).bytes();
}

TEST(ImportCommand, AWordInAnArchiveWithinAnArchiveFindsTheInnerOneDownToTheSetDepth) {
  SchoolHouse house;
  const auto third = zip_of("deeper.zip", zip_of("too-deep.txt", "海森堡"));
  const auto second = zip_of("second/third.zip", third);
  const auto inner =
      ZipWriter().add("lessons/kepler.txt", "开普勒行星运动定律").add("second.zip", second).bytes();
  const auto archive = house.files.write("drive.zip", zip_of("physics/inner.zip", inner));
  const auto printed =
      json::parse(house.indexer({"import", archive.string(), "--school", "yucai", "--group", "physics"}));
  EXPECT_EQ(printed["imports"][0]["counts"]["total"], 1) << printed;
  auto li = house.li();
  EXPECT_THAT(SchoolHouse::titles(li, encoded("行星运动定律")), ElementsAre("inner"));
  EXPECT_THAT(SchoolHouse::titles(li, encoded("\"海森堡\"")), IsEmpty());
  auto zhao = house.zhao();
  EXPECT_THAT(SchoolHouse::titles(zhao, encoded("行星运动定律")), IsEmpty());
  const auto hit = li.get("/api/v1/search?q=" + encoded("行星运动定律")).json()["hits"][0];
  EXPECT_EQ(hit["snippet"]["locator"]["label"], "lessons/kepler.txt") << hit;
  EXPECT_EQ(hit["resource"]["reason"], "extract.depth_limit") << hit;
}

TEST(ImportCommand, AFolderAndASingleFileGoIn) {
  SchoolHouse house;
  house.files.write("教研/浮力/教案.txt", "阿基米德原理与浮力的大小");
  house.files.write("教研/课件.md", "# 大气压强\n马德堡半球实验");
  const auto single = house.files.write("notice.txt", "下周三教研活动在河湾学校");
  const auto printed = json::parse(
      house.indexer({"import", (house.files / "教研").string(), single.string(), "--school", "yucai"}));
  ASSERT_THAT(printed["imports"], SizeIs(2));
  EXPECT_EQ(printed["imports"][0]["counts"]["indexed"], 2) << printed;
  EXPECT_EQ(printed["imports"][1]["counts"]["indexed"], 1) << printed;
  auto li = house.li();
  EXPECT_THAT(SchoolHouse::titles(li, encoded("马德堡半球")), ElementsAre("课件"));
  EXPECT_THAT(SchoolHouse::titles(li, encoded("教研活动")), Contains("notice"));
  auto wang = house.wang();
  EXPECT_THAT(SchoolHouse::titles(wang, encoded("马德堡半球")), IsEmpty()) << "offered to no group";
}

TEST(ImportCommand, AnArchiveThatIsNoneIsSaidAndKept) {
  SchoolHouse house;
  const auto file = house.files.write("broken.zip", "PK\x03\x04 this is no archive at all");
  const auto printed = json::parse(house.indexer({"import", file.string(), "--school", "yucai"}, 1));
  EXPECT_EQ(printed["imports"][0]["import"]["state"], "failed") << printed;
  EXPECT_NE(printed["imports"][0]["import"]["reason"], "") << printed;
}

TEST(ImportCommand, AnUnknownSchoolIsAMistakeOfTheCaller) {
  SchoolHouse house;
  const auto file = house.files.write("a.txt", "text");
  house.indexer({"import", file.string(), "--school", "nowhere"}, 2);
  EXPECT_THAT(house.server.log_text(), HasSubstr("school.absent"));
}

TEST(ImportCommand, WithoutAServerItSaysSoAndEnds) {
  const test::TempDir empty;
  const auto file = empty.write("a.txt", "text");
  ChildProcess program({KECANG_INDEXER_PROGRAM, "import", file.string(), "--school", "yucai", "--data",
                        empty.path().string(), "--patience", "1"},
                       {}, empty / "log");
  EXPECT_EQ(program.wait(), 4);
  EXPECT_THAT(test::read_file(empty / "log"), HasSubstr("server.unreachable"));
}

}  // namespace
}  // namespace kecang::testing
