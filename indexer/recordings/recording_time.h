#pragma once
/// When a lesson was recorded, as the recording's name says it: 20261130_0800, 2026-11-30 08.00.05,
/// 2026年11月30日08时00分, or the date in a folder's name and the time in the file's.
#include <optional>
#include <string>
#include <string_view>

#include "schemas/base/clock.h"

namespace kecang::recordings {

/// Wall-clock time where the recording was made, counted as if it were UTC.
using LocalTime = std::chrono::local_time<milliseconds>;

struct NamedTime {
  std::chrono::local_days day;
  std::optional<seconds> time;  ///< of the day
};

struct ReadName {
  std::optional<NamedTime> when;
  std::string rest;  ///< of the file's name, without date, time and extension; may be empty
};

/// `path` is below the drop folder. A date is one of this century; digits that are none are left in `rest`.
ReadName read_name(std::string_view path);

/// "08:00", "8:00:30", "08：00", "800", as a spreadsheet writes a time of day.
std::optional<seconds> time_of_day(std::string_view text);
/// "2026-11-30", "2026/11/30", "20261130", "2026年11月30日", "2026.11.30".
std::optional<std::chrono::local_days> day_of(std::string_view text);

}  // namespace kecang::recordings
