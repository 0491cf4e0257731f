#include "indexer/recordings/draft.h"

#include <gmock/gmock.h>

namespace kecang::recordings {
namespace {

using namespace std::chrono_literals;

constexpr auto kChina = std::chrono::minutes(480);
/// 2026-11-30 08:00 in China.
constexpr Time kEight{std::chrono::sys_days{std::chrono::year(2026) / 11 / 30}};

const Schedule& lessons() {
  static const Schedule schedule = *Schedule::read(
      "日期,开始,结束,教室,教师,学科,年级,班级,课题\n"
      "2026-11-30,08:00,08:45,301,李老师,物理,八年级,3班,光的折射\n"
      "2026-11-30,16:00,16:45,301,王老师,数学,八年级,1班,一次函数\n");
  return schedule;
}

Recorded recorded(std::string path, Time changed = kEight + 100h) {
  return {.path = std::move(path), .changed = changed, .said_by_file = {}, .lasts = 45min};
}

TEST(Draft, TakesWhatTheScheduleSaysOfTheLessonAtTheNamesTime) {
  const auto draft = draft_of(recorded("20261130_0800.mp4"), "301", &lessons(), kChina);
  EXPECT_EQ(draft.title, "光的折射");
  EXPECT_EQ(draft.subject, "物理");
  EXPECT_EQ(draft.grade, "八年级");
  EXPECT_EQ(draft.lesson.teacher, "李老师");
  EXPECT_EQ(draft.lesson.classes, "3班");
  EXPECT_EQ(draft.lesson.room, "301");
  EXPECT_EQ(draft.lesson.begins_at, kEight);
  EXPECT_EQ(draft.lesson.ends_at, kEight + 45min);
  EXPECT_TRUE(draft.lesson.scheduled);
}

TEST(Draft, WithoutATimeInTheNameWhatTheFilmSaysCounts) {
  auto film = recorded("录像.mp4");
  film.said_by_file = kEight + 1min;
  EXPECT_EQ(draft_of(film, "301", &lessons(), kChina).title, "光的折射");
}

TEST(Draft, TheFilesOwnTimeIsThatOfItsEnd) {
  EXPECT_EQ(draft_of(recorded("录像.mp4", kEight + 46min), "301", &lessons(), kChina).title, "光的折射");
}

TEST(Draft, AFilmThatWritesLocalTimeAsUtcDoesNotOverrideTheName) {
  auto film = recorded("20261130_0800.mp4");
  film.said_by_file = kEight + 8h;  // 16:00, when there is another lesson
  EXPECT_EQ(draft_of(film, "301", &lessons(), kChina).title, "光的折射");
}

TEST(Draft, ADayInTheNameRulesOutTheLessonsOfOtherDays) {
  EXPECT_EQ(draft_of(recorded("2026-12-01 教研.mp4", kEight + 45min), "301", &lessons(), kChina).title,
            "教研");
}

TEST(Draft, WhereNoRowFitsItIsCalledAsTheFileIs) {
  const auto draft = draft_of(recorded("20261201_0800 浮力.mp4"), "301", &lessons(), kChina);
  EXPECT_EQ(draft.title, "浮力");
  EXPECT_FALSE(draft.lesson.scheduled);
  EXPECT_EQ(draft.lesson.begins_at, kEight + 24h);
  EXPECT_EQ(draft.lesson.ends_at, kEight + 24h + 45min);
  EXPECT_EQ(draft.subject, "");
}

TEST(Draft, ANameThatOnlySaysWhenBecomesRoomAndTime) {
  EXPECT_EQ(draft_of(recorded("20261201_0800.mp4"), "301", nullptr, kChina).title, "301 2026-12-01 08:00");
  EXPECT_EQ(draft_of(recorded("2026-12-01/301.mp4"), "301", nullptr, kChina).title, "301 2026-12-01");
}

}  // namespace
}  // namespace kecang::recordings
