#include "indexer/recordings/schedule.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"

namespace kecang::recordings {
namespace {

using namespace std::chrono_literals;
using test::FailsWith;
using testing::ElementsAre;

constexpr std::chrono::local_days kDay{std::chrono::year(2026) / 11 / 30};

constexpr std::string_view kSchedule =
    "日期,节次,开始,结束,教室,教师,学科,班级,课题\n"
    "2026-11-30,1,08:00,08:45,录播教室301,李老师,物理,八年级（3）班,光的折射\n"
    "2026-11-30,2,08:55,09:40,录播教室301,王老师,数学,八年级（1）班,一次函数\n"
    "2026-11-30,1,08:00,08:45,录播教室302,赵老师,语文,七年级（2）班,春\n"
    "2026-11-30,1,14:00,14:45,,孙老师,英语,七年级（1）班,Unit 3\n";

Schedule schedule(std::string_view csv = kSchedule) {
  auto read = Schedule::read(csv);
  EXPECT_TRUE(read) << read.error().describe();
  return read ? *read : Schedule();
}

std::string title_at(const Schedule& schedule, std::string_view room, LocalTime begins, milliseconds lasts) {
  const auto* lesson = schedule.lesson_at(room, begins, lasts);
  return lesson == nullptr ? "" : lesson->title;
}

TEST(Schedule, FindsTheLessonOfARoomThatTheRecordingShowsMostOf) {
  const auto lessons = schedule();
  EXPECT_EQ(title_at(lessons, "录播教室301", kDay + 7h + 57min, 48min), "光的折射");
  EXPECT_EQ(title_at(lessons, "录播教室301", kDay + 8h + 40min, 60min), "一次函数");
  EXPECT_EQ(title_at(lessons, "录播教室302", kDay + 8h, 45min), "春");
  EXPECT_EQ(title_at(lessons, "录播教室 ３０１", kDay + 8h, 45min), "光的折射");
}

TEST(Schedule, ARowWithoutARoomCountsForEveryRoom) {
  EXPECT_EQ(title_at(schedule(), "报告厅", kDay + 14h, 45min), "Unit 3");
}

TEST(Schedule, ARecordingThatShowsTooLittleOfALessonIsNotItsRecording) {
  const auto lessons = schedule();
  EXPECT_EQ(title_at(lessons, "录播教室301", kDay + 12h, 45min), "");
  EXPECT_EQ(title_at(lessons, "录播教室301", kDay + 7h + 15min, 47min), "");
  EXPECT_EQ(title_at(lessons, "录播教室303", kDay + 8h, 45min), "");
}

TEST(Schedule, AShortClipAndOneOfUnknownLengthBelongToTheLessonTheyBeginIn) {
  EXPECT_EQ(title_at(schedule(), "录播教室301", kDay + 8h + 10min, 2s), "光的折射");
  EXPECT_EQ(title_at(schedule(), "录播教室301", kDay + 7h + 55min, 0s), "光的折射");
}

TEST(Schedule, EnglishHeadingsInAnyOrderDoAsWell) {
  const auto lessons = schedule("Title,Teacher,End,Start,Date,Room\nLight,Li,08:45,8:00,2026/11/30,301\n");
  EXPECT_EQ(title_at(lessons, "301", kDay + 8h, 45min), "Light");
}

TEST(Schedule, ASpreadsheetOfChineseOfficeIsReadAsItIsSaved) {
  // 日期,开始,结束,课题 and 光 in GB18030
  const auto lessons = schedule(
      "\xC8\xD5\xC6\xDA,\xBF\xAA\xCA\xBC,\xBD\xE1\xCA\xF8,\xBF\xCE\xCC\xE2\n2026-11-30,08:00,08:45,"
      "\xB9\xE2\n");
  EXPECT_EQ(title_at(lessons, "301", kDay + 8h, 45min), "光");
}

TEST(Schedule, RowsThatCannotBeReadArePassedOverAndNamed) {
  const auto lessons = schedule(
      "日期,开始,结束,课题\n星期一,08:00,08:45,甲\n2026-11-30,第一节,08:45,乙\n2026-11-30,09:00,08:45,丙\n"
      "2026-11-30,08:00,08:45,丁\n");
  EXPECT_EQ(lessons.size(), 1U);
  std::vector<std::string> problems;
  for (const auto& problem : lessons.problems())
    problems.push_back(std::to_string(problem.line) + ' ' + problem.code);
  EXPECT_THAT(problems, ElementsAre("2 schedule.no_day", "3 schedule.no_time", "4 schedule.ends_first"));
}

TEST(Schedule, WithoutTheColumnsItNeedsItIsNone) {
  EXPECT_THAT(Schedule::read("日期,课题\n2026-11-30,甲\n"),
              FailsWith(ErrorKind::invalid, "schedule.column_missing"));
  EXPECT_THAT(Schedule::read("日期,开始,结束,教师,老师\n"),
              FailsWith(ErrorKind::invalid, "schedule.column_twice"));
}

}  // namespace
}  // namespace kecang::recordings
