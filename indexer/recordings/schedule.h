#pragma once
/// The lessons of recording rooms as a school writes them into a spreadsheet (schemas/schedule.md). Immutable
/// once read; any thread may read.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/recordings/recording_time.h"
#include "schemas/base/result.h"

namespace kecang::recordings {

struct ScheduledLesson {
  LocalTime begins;
  LocalTime ends;
  std::string room;  ///< empty: the row counts for every room
  std::string teacher;
  std::string subject;
  std::string grade;
  std::string classes;
  std::string title;
};

/// A row that was passed over.
struct ScheduleProblem {
  std::uint32_t line = 0;  ///< from 1
  std::string code;
};

class Schedule {
 public:
  /// UTF-8 or GB18030. invalid/schedule.column_missing, schedule.column_twice and those of csv::parse. Rows
  /// without a day or a time, or that end before they begin, are problems of their own.
  static Result<Schedule> read(std::string_view csv);

  /// The lesson of the room that the recording shows most of; nothing if it shows too little of any. `lasts`
  /// is zero when it is not known.
  const ScheduledLesson* lesson_at(std::string_view room, LocalTime begins, milliseconds lasts) const;

  const std::vector<ScheduleProblem>& problems() const { return problems_; }
  std::size_t size() const { return lessons_.size(); }

 private:
  std::vector<ScheduledLesson> lessons_;
  std::vector<ScheduleProblem> problems_;
};

/// Room names as people write them: 录播教室 301, 录播教室301 and 录播教室３０１ are one.
std::string room_key(std::string_view room);

}  // namespace kecang::recordings
