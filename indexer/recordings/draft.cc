#include "indexer/recordings/draft.h"

#include <fmt/format.h>

#include <vector>

namespace kecang::recordings {
namespace {

using std::chrono::minutes;

LocalTime local(Time time, minutes ahead) {
  return LocalTime{(time + ahead).time_since_epoch()};
}

Time utc(LocalTime time, minutes ahead) {
  return Time{time.time_since_epoch()} - ahead;
}

/// When it may have begun, what is surest first.
std::vector<LocalTime> beginnings(const Recorded& recorded, const ReadName& name, minutes ahead) {
  if (name.when && name.when->time) return {name.when->day + *name.when->time};
  std::vector<LocalTime> all;
  if (recorded.said_by_file) all.push_back(local(*recorded.said_by_file, ahead));
  all.push_back(local(recorded.changed - recorded.lasts, ahead));
  // A day in the name rules out every other day.
  if (name.when)
    std::erase_if(
        all, [&](LocalTime time) { return std::chrono::floor<std::chrono::days>(time) != name.when->day; });
  return all;
}

std::string date_text(std::chrono::local_days day) {
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

std::string time_text(LocalTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const auto minute = std::chrono::floor<minutes>(time - day).count();
  return fmt::format("{} {:02}:{:02}", date_text(day), minute / 60, minute % 60);
}

/// Where no person gave a name: the room, and when.
std::string title_of(const ReadName& name, const std::string& room, const std::vector<LocalTime>& when) {
  if (!name.rest.empty() && room_key(name.rest) != room_key(room)) return name.rest;
  if (!when.empty()) return room + ' ' + time_text(when.front());
  return name.when ? room + ' ' + date_text(name.when->day) : room;
}

Draft scheduled(const ScheduledLesson& row, const std::string& room, minutes ahead) {
  return {.title = row.title,
          .subject = row.subject,
          .grade = row.grade,
          .lesson = {.room = room,
                     .teacher = row.teacher,
                     .classes = row.classes,
                     .begins_at = utc(row.begins, ahead),
                     .ends_at = utc(row.ends, ahead),
                     .scheduled = true,
                     .suggested = {}}};
}

}  // namespace

Draft draft_of(const Recorded& recorded, const std::string& room, const Schedule* schedule, minutes ahead) {
  const auto name = read_name(recorded.path);
  const auto when = beginnings(recorded, name, ahead);
  Draft draft;
  for (const auto& begins : when) {
    const auto* row = schedule == nullptr ? nullptr : schedule->lesson_at(room, begins, recorded.lasts);
    if (row == nullptr) continue;
    draft = scheduled(*row, room, ahead);
    if (draft.title.empty()) draft.title = title_of(name, room, {row->begins});
    return draft;
  }
  draft.title = title_of(name, room, when);
  draft.lesson.room = room;
  if (!when.empty()) {
    draft.lesson.begins_at = utc(when.front(), ahead);
    if (recorded.lasts > milliseconds::zero()) draft.lesson.ends_at = draft.lesson.begins_at + recorded.lasts;
  }
  return draft;
}

}  // namespace kecang::recordings
