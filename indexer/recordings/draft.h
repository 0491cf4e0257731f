#pragma once
/// What a recording is called and when it was made, put together from the schedule, its name and what the
/// file says of itself.
#include <filesystem>
#include <optional>
#include <string>

#include "indexer/recordings/schedule.h"
#include "schemas/base/clock.h"
#include "schemas/model/resource.h"

namespace kecang::recordings {

/// What is known of a file in a drop folder.
struct Recorded {
  std::string path;                  ///< below the drop folder
  Time changed;                      ///< as the file system says
  std::optional<Time> said_by_file;  ///< when the film says it was begun
  milliseconds lasts{};              ///< zero: unknown
};

struct Draft {
  std::string title;
  std::string subject;
  std::string grade;
  Lesson lesson;
};

/// `ahead` is how far local time is ahead of UTC. The name's time counts before the film's, because recorders
/// write local time into films as if it were UTC; the file's own time, which is that of its end, counts last.
Draft draft_of(const Recorded& recorded, const std::string& room, const Schedule* schedule,
               std::chrono::minutes ahead);

}  // namespace kecang::recordings
