#include "indexer/recordings/schedule.h"

#include <algorithm>
#include <array>
#include <map>

#include "schemas/base/csv.h"
#include "schemas/base/text.h"

namespace kecang::recordings {
namespace {

enum class Column { day, begins, ends, room, teacher, subject, grade, classes, title };

struct Heading {
  std::string_view name;  ///< normalised, without spaces and underscores
  Column column;
};
constexpr auto kHeadings = std::to_array<Heading>({
    {"date", Column::day},         {"日期", Column::day},         {"上课日期", Column::day},
    {"start", Column::begins},     {"begin", Column::begins},     {"starttime", Column::begins},
    {"开始", Column::begins},      {"开始时间", Column::begins},  {"上课时间", Column::begins},
    {"end", Column::ends},         {"endtime", Column::ends},     {"结束", Column::ends},
    {"结束时间", Column::ends},    {"下课时间", Column::ends},    {"room", Column::room},
    {"classroom", Column::room},   {"教室", Column::room},        {"录播教室", Column::room},
    {"地点", Column::room},        {"teacher", Column::teacher},  {"教师", Column::teacher},
    {"老师", Column::teacher},     {"授课教师", Column::teacher}, {"任课教师", Column::teacher},
    {"主讲", Column::teacher},     {"主讲教师", Column::teacher}, {"subject", Column::subject},
    {"学科", Column::subject},     {"科目", Column::subject},     {"grade", Column::grade},
    {"年级", Column::grade},       {"class", Column::classes},    {"班级", Column::classes},
    {"授课班级", Column::classes}, {"title", Column::title},      {"topic", Column::title},
    {"课题", Column::title},       {"课题名称", Column::title},   {"标题", Column::title},
    {"内容", Column::title},
});
constexpr auto kNeeded = std::to_array<std::pair<Column, std::string_view>>(
    {{Column::day, "日期 date"}, {Column::begins, "开始 start"}, {Column::ends, "结束 end"}});

/// How much of a lesson a recording has to show to be its recording.
constexpr milliseconds kEnough{5 * 60'000};
/// A recording of unknown length counts for the lesson it begins in, or a little before.
constexpr milliseconds kUnknownLength{15 * 60'000};

std::string plain(std::string_view text) {
  auto folded = text::normalise(text);
  std::erase_if(folded, [](char c) { return c == ' ' || c == '_' || c == '*'; });
  return folded;
}

Result<std::map<Column, std::size_t>> columns_of(const csv::Row& heading) {
  std::map<Column, std::size_t> columns;
  for (std::size_t i = 0; i < heading.cells.size(); ++i) {
    const auto name = plain(heading.cells[i]);
    const auto* known =
        std::find_if(kHeadings.begin(), kHeadings.end(), [&](const auto& one) { return one.name == name; });
    // Schools keep other columns, too: 周次, 节次, 备注.
    if (known == kHeadings.end()) continue;
    if (!columns.emplace(known->column, i).second)
      return Error::invalid("schedule.column_twice").with("column", heading.cells[i]);
  }
  for (const auto& [column, name] : kNeeded)
    if (!columns.contains(column))
      return Error::invalid("schedule.column_missing").with("column", std::string(name));
  return columns;
}

struct ReadRow {
  std::optional<ScheduledLesson> lesson;
  const char* problem = nullptr;
};

ReadRow lesson_of(const csv::Row& row, const std::map<Column, std::size_t>& columns) {
  const auto cell = [&](Column column) {
    const auto found = columns.find(column);
    return found == columns.end() || found->second >= row.cells.size() ? std::string()
                                                                       : row.cells[found->second];
  };
  const auto day = day_of(cell(Column::day));
  if (!day) return {.lesson = {}, .problem = "schedule.no_day"};
  const auto begins = time_of_day(cell(Column::begins));
  const auto ends = time_of_day(cell(Column::ends));
  if (!begins || !ends) return {.lesson = {}, .problem = "schedule.no_time"};
  if (*ends <= *begins) return {.lesson = {}, .problem = "schedule.ends_first"};
  return {.lesson = ScheduledLesson{.begins = *day + *begins,
                                    .ends = *day + *ends,
                                    .room = room_key(cell(Column::room)),
                                    .teacher = cell(Column::teacher),
                                    .subject = cell(Column::subject),
                                    .grade = cell(Column::grade),
                                    .classes = cell(Column::classes),
                                    .title = cell(Column::title)},
          .problem = nullptr};
}

milliseconds shown_of(const ScheduledLesson& lesson, LocalTime begins, LocalTime ends) {
  return std::min(lesson.ends, ends) - std::max(lesson.begins, begins);
}

}  // namespace

std::string room_key(std::string_view room) {
  return plain(room);
}

Result<Schedule> Schedule::read(std::string_view csv) {
  KECANG_ASSIGN(const auto rows, csv::parse(csv));
  KECANG_ASSIGN(const auto columns, columns_of(rows.front()));
  Schedule schedule;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto [lesson, problem] = lesson_of(rows[i], columns);
    if (lesson) {
      schedule.lessons_.push_back(std::move(*lesson));
    } else {
      schedule.problems_.push_back({.line = rows[i].line, .code = problem});
    }
  }
  return schedule;
}

const ScheduledLesson* Schedule::lesson_at(std::string_view room, LocalTime begins,
                                           milliseconds lasts) const {
  const auto key = room_key(room);
  const auto length = lasts > milliseconds::zero() ? lasts : kUnknownLength;
  const auto enough = std::min(kEnough, length / 2);
  const ScheduledLesson* best = nullptr;
  milliseconds most{0};
  for (const auto& lesson : lessons_) {
    if (!lesson.room.empty() && lesson.room != key) continue;
    const auto shown = shown_of(lesson, begins, begins + length);
    if (shown < enough || shown <= most) continue;
    most = shown;
    best = &lesson;
  }
  return best;
}

}  // namespace kecang::recordings
