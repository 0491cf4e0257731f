#include "indexer/recordings/recording_time.h"

#include <gmock/gmock.h>

namespace kecang::recordings {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::local_days kDay{std::chrono::year(2026) / 11 / 30};

struct Named {
  const char* path;
  std::optional<seconds> time;
  const char* rest;
};

TEST(RecordingName, SaysWhenTheLessonWasInTheWaysRecordersWriteIt) {
  const Named all[] = {
      {"20261130_0800.mp4", 8h, ""},
      {"20261130_080005.mp4", 8h + 5s, ""},
      {"20261130080005.mp4", 8h + 5s, ""},
      {"202611300800.mp4", 8h, ""},
      {"2026-11-30 08.00.05.mp4", 8h + 5s, ""},
      {"2026-11-30T08:00.mp4", 8h, ""},
      {"2026_11_30_08_00_00.mp4", 8h, ""},
      {"2026年11月30日08时00分.mp4", 8h, ""},
      {"REC_20261130_0800 光的折射.mp4", 8h, "REC 光的折射"},
      {"光的折射 2026-11-30.mp4", std::nullopt, "光的折射"},
      {"20261130/0800.mp4", 8h, ""},
      {"2026-11-30/08-00 光的折射.mp4", 8h, "光的折射"},
      {"20261130/光的折射.mp4", std::nullopt, "光的折射"},
      {"20261130 第12课 集合.mp4", std::nullopt, "第12课 集合"},
  };
  for (const auto& one : all) {
    const auto read = read_name(one.path);
    ASSERT_TRUE(read.when) << one.path;
    EXPECT_EQ(read.when->day, kDay) << one.path;
    EXPECT_EQ(read.when->time, one.time) << one.path;
    EXPECT_EQ(read.rest, one.rest) << one.path;
  }
}

TEST(RecordingName, DigitsThatAreNoDateStayPartOfTheName) {
  for (const auto* path : {"第20261340次课.mp4", "1.1 集合.mp4", "19991130.mp4", "八年级3班.mp4", ".mp4", ""})
    EXPECT_FALSE(read_name(path).when) << path;
  EXPECT_EQ(read_name("1.1 集合.mp4").rest, "1.1 集合");
  EXPECT_EQ(read_name("20260230_0800.mp4").rest, "20260230_0800");
}

TEST(RecordingName, AnImpossibleTimeIsNone) {
  const auto read = read_name("20261130_2561.mp4");
  ASSERT_TRUE(read.when);
  EXPECT_EQ(read.when->time, std::nullopt);
}

TEST(TimeOfDay, IsReadAsSpreadsheetsWriteIt) {
  EXPECT_EQ(time_of_day("08:00"), 8h);
  EXPECT_EQ(time_of_day("8:00:30"), 8h + 30s);
  EXPECT_EQ(time_of_day("08：45"), 8h + 45min);
  EXPECT_EQ(time_of_day("0845"), 8h + 45min);
  EXPECT_EQ(time_of_day("845"), 8h + 45min);
  EXPECT_EQ(time_of_day("8时45分"), 8h + 45min);
  for (const auto* text : {"", "第一节", "24:00", "8", "08:00-08:45", "8:61"})
    EXPECT_EQ(time_of_day(text), std::nullopt) << text;
}

TEST(Day, IsReadAsSpreadsheetsWriteIt) {
  for (const auto* text : {"2026-11-30", "2026/11/30", "20261130", "2026年11月30日", "2026.11.30"})
    EXPECT_EQ(day_of(text), kDay) << text;
  for (const auto* text : {"", "11-30", "2026-13-01", "星期一"})
    EXPECT_EQ(day_of(text), std::nullopt) << text;
}

}  // namespace
}  // namespace kecang::recordings
