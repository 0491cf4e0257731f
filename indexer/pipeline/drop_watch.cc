#include "indexer/pipeline/drop_watch.h"

#include <fstream>
#include <iterator>
#include <system_error>

#include "storage/logging.h"

namespace kecang::pipeline {
namespace {

namespace fs = std::filesystem;
using Moment = recordings::Settling::Moment;

/// A film that seems cut short may be on its way still, or spoilt for good; then it goes in as it is, and its
/// import says so.
constexpr std::chrono::minutes kWaitForTheRest{60};

bool is_not_whole(const Error& error) {
  return error.code() == "drop.file_changed" || error.code() == "drop.being_written" ||
         error.code() == "drop.cut_short";
}

Result<std::string> content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.good() && !in.eof()) return Error::unavailable("schedule.unreadable").with("path", file.string());
  return bytes;
}

/// A room's schedule, read again when its file changes.
class LiveSchedule {
 public:
  explicit LiveSchedule(fs::path file) : file_(std::move(file)) {}

  /// nullptr when there is none, or it cannot be read: recordings go in by their names then, and the log says
  /// why.
  const recordings::Schedule* now() {
    if (file_.empty()) return nullptr;
    std::error_code error;
    const auto written = fs::last_write_time(file_, error);
    if (error) return lost(Error::unavailable("schedule.unreadable").with("path", file_.string()));
    if (schedule_ && written == written_) return &*schedule_;
    auto read = content_of(file_);
    if (!read) return lost(read.error());
    auto schedule = recordings::Schedule::read(*read);
    if (!schedule) return lost(schedule.error());
    told_ = false;
    written_ = written;
    schedule_ = std::move(*schedule);
    for (const auto& problem : schedule_->problems())
      log::warn("a row of the schedule was passed over",
                {{"path", file_.string()}, {"line", std::to_string(problem.line)}, {"code", problem.code}});
    log::info("schedule read", {{"path", file_.string()}, {"lessons", std::to_string(schedule_->size())}});
    return &*schedule_;
  }

 private:
  const recordings::Schedule* lost(const Error& error) {
    if (!told_) log::warn("recordings are taken in without their schedule", error);
    told_ = true;
    schedule_.reset();
    return nullptr;
  }

  fs::path file_;
  fs::file_time_type written_{};
  std::optional<recordings::Schedule> schedule_;
  bool told_ = false;
};

}  // namespace

class DropWatch::Room {
 public:
  Room(const IntakeTools& tools, const Config::Drop::Folder& config, milliseconds still, const Stop& stop)
      : config_(config),
        stop_(stop),
        folder_(config.path),
        settling_(still),
        intake_(tools, config),
        schedule_(config.schedule) {}

  void look(Moment now) {
    const auto seen = folder_.list();
    if (!seen) {
      if (!away_) log::warn("a drop folder cannot be read", seen.error());
      away_ = true;
      return;
    }
    if (away_) log::info("the drop folder is there again", {{"path", config_.path.string()}});
    away_ = false;
    forget_gone(*seen);
    for (const auto& file : settling_.settled(*seen, now)) {
      if (stop_.requested()) return;
      consider(file, now);
    }
  }

 private:
  /// What is known of a file that stands in the folder.
  struct Standing {
    recordings::DroppedFile file;
    Moment settled;
    bool taken = false;
    Retries retries{};
  };

  void forget_gone(const std::vector<recordings::DroppedFile>& seen) {
    std::map<std::string, Standing> still;
    for (const auto& file : seen)
      if (auto known = standing_.extract(file.path)) still.insert(std::move(known));
    standing_ = std::move(still);
  }

  void consider(const recordings::DroppedFile& file, Moment now) {
    auto [found, is_new] = standing_.try_emplace(file.path, Standing{.file = file, .settled = now});
    auto& standing = found->second;
    if (standing.file != file) standing = Standing{.file = file, .settled = now};
    if (standing.taken || !standing.retries.due(now)) return;
    const bool patient = now - standing.settled < kWaitForTheRest;
    const auto import = intake_.take(file, schedule_.now(), patient);
    if (!import) return failed(standing, import.error(), now);
    if (config_.when_done == "move") {
      if (const auto moved = folder_.put_aside(file); !moved) return failed(standing, moved.error(), now);
    }
    standing.taken = true;
    log::info("a recording is in the library as a draft",
              {{"room", config_.room}, {"path", file.path}, {"import", import->id.text()}});
  }

  void failed(Standing& standing, const Error& error, Moment now) {
    if (error.code() == "pipeline.stopping") return;
    if (error.code() == "drop.file_changed") settling_.begin_again(standing.file.path);
    const auto pause = standing.retries.failed(now);
    const log::Fields fields{{"room", config_.room},
                             {"path", standing.file.path},
                             {"error", error.describe()},
                             {"pause_ms", std::to_string(pause.count())}};
    if (is_not_whole(error)) {
      log::info("a recording is not whole yet", fields);
    } else {
      log::warn("a recording could not be taken in and will be tried again", fields);
    }
  }

  const Config::Drop::Folder& config_;
  const Stop& stop_;
  recordings::DropFolder folder_;
  recordings::Settling settling_;
  RecordingIntake intake_;
  LiveSchedule schedule_;
  std::map<std::string, Standing> standing_;
  bool away_ = false;
};

DropWatch::DropWatch(const IntakeTools& tools, const Config::Drop& config, Stop& stop)
    : config_(config), stop_(stop) {
  for (const auto& folder : config.folders)
    rooms_.push_back(std::make_unique<Room>(tools, folder, seconds(config.settle_seconds), stop));
}

DropWatch::~DropWatch() = default;

void DropWatch::run() {
  do {
    for (const auto& room : rooms_) room->look(std::chrono::steady_clock::now());
  } while (!stop_.wait(seconds(config_.poll_seconds)));
}

}  // namespace kecang::pipeline
