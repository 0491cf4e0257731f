#include "indexer/pipeline/rebuild.h"

#include <optional>
#include <thread>
#include <utility>

#include "indexer/pipeline/rebuild_desk.h"
#include "indexer/pipeline/writer_lock.h"
#include "schemas/base/ids.h"

namespace kecang::pipeline {
namespace {

constexpr milliseconds kPoll{200};

/// Keeps the index up in this process for as long as the wish takes: where no other process does.
class OwnLoop {
 public:
  OwnLoop(InternalClient& client, const IndexPlace& place, const Clock& clock)
      : loop_(client, place, {}, clock, stop_), thread_([this] { loop_.run(); }) {}
  ~OwnLoop() {
    stop_.request();
    thread_.join();
  }
  OwnLoop(const OwnLoop&) = delete;
  OwnLoop& operator=(const OwnLoop&) = delete;

 private:
  Stop stop_;
  IndexLoop loop_;
  std::thread thread_;
};

Result<bool> nobody_writes(const std::filesystem::path& data) {
  const auto lock = WriterLock::take(data);
  if (lock) return true;
  if (lock.error().code() == "index.locked") return false;
  return lock.error();
}

/// Joins a rebuild of the same kind that was asked for already.
Result<RebuildWish> leave_wish(const RebuildDesk& desk, const Clock& clock, const RebuildOptions& options) {
  if (auto left = desk.wish()) {
    if (left->action != options.action) return Error::conflict("index.rebuild_running");
    return std::move(*left);
  }
  RebuildWish wish{
      .id = new_id_text(clock.now()), .action = options.action, .publish_anyway = options.publish_anyway};
  KECANG_TRY(desk.leave(wish));
  return wish;
}

/// What made it fail, for the person who asked.
Error error_of(const RebuildStatus& status) {
  const auto kind = status.error == "index.no_former" ? ErrorKind::not_found : ErrorKind::unavailable;
  Error error(kind, status.error);
  for (const auto& [name, value] : status.error_params) error = Error(std::move(error)).with(name, value);
  return error;
}

Result<RebuildStatus> wait_until_ended(const RebuildDesk& desk, const RebuildWish& wish, Show show,
                                       Stop& stop) {
  const bool back = wish.action == RebuildAction::rollback;
  Progress progress(back ? "退回旧索引 roll back" : "重建索引 rebuild", "", show);
  while (true) {
    const auto status = desk.status();
    if (status && status->wish.id == wish.id) {
      if (has_ended(status->state)) {
        progress.finish();
        if (status->state == RebuildState::failed) return error_of(*status);
        return *status;
      }
      progress.update(status->done, status->total);
    }
    if (stop.wait(kPoll)) return Error::busy("pipeline.stopping");
  }
}

}  // namespace

Result<RebuildStatus> rebuild(InternalClient& client, const IndexPlace& place, const Clock& clock,
                              const RebuildOptions& options, Stop& stop) {
  KECANG_TRY(client.dirty(1, 1));  // nothing is left behind when there is no server
  const RebuildDesk desk(place.data);
  KECANG_ASSIGN(const auto alone, nobody_writes(place.data));
  KECANG_ASSIGN(const auto wish, leave_wish(desk, clock, options));
  std::optional<OwnLoop> own;
  if (alone) own.emplace(client, place, clock);
  return wait_until_ended(desk, wish, options.progress, stop);
}

}  // namespace kecang::pipeline
