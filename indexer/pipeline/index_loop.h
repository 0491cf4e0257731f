#pragma once
/// Keeps the index up with the catalogue: takes dirty resources, applies them, commits, clears the marks. A
/// crash in between only repeats the batch. A new generation is made beside it when it is wanted. `run` is
/// one thread; the other calls come from any.
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/learned_keeper.h"
#include "indexer/pipeline/live_index.h"
#include "indexer/pipeline/rebuild_desk.h"
#include "indexer/pipeline/stop.h"

namespace kecang::pipeline {

class NextGeneration;

struct IndexPace {
  std::uint32_t documents = 1'000;  ///< that are never kept waiting for more
  milliseconds wait{1'000};         ///< the longest a document waits for others while files are being read
};

struct IndexPlace {
  std::filesystem::path data;
  std::uint64_t free_space_floor = 0;  ///< bytes a rebuild leaves free
  milliseconds keep_former{0};         ///< how long the generation before the live one is kept
};

class IndexLoop {
 public:
  IndexLoop(InternalClient& client, IndexPlace place, IndexPace pace, const Clock& clock, Stop& stop);
  ~IndexLoop();
  /// For tests: told the name of each step of a rebuild when it is reached.
  void watch_rebuild(std::function<void(std::string_view)> at) { at_step_ = std::move(at); }

  /// Until the stop; what is waiting then stays marked. What fails is tried again.
  void run();

  /// `more` resources wait for the index.
  void changed(std::uint64_t more);
  /// Whether files are being read, so that more will come soon and a commit may wait for company.
  void set_busy(bool busy);

 private:
  Result<void> open();
  Result<void> work();
  /// Takes over one batch of dirty resources.
  Result<void> round();
  /// Begins a new generation when somebody wants one, or none can be used.
  Result<void> take_wish();
  void begin(RebuildWish wish);
  /// The new generation is made: it takes the live one's place, or not.
  Result<void> swap();
  void wait_for_work();

  InternalClient& client_;
  IndexPlace place_;
  IndexPace pace_;
  const Clock& clock_;
  Stop& stop_;
  std::optional<LiveIndex> index_;
  std::unique_ptr<LearnedKeeper> learned_;
  RebuildDesk desk_;
  std::unique_ptr<NextGeneration> next_;                ///< while one is made
  std::chrono::steady_clock::time_point not_before_{};  ///< a failed one is not tried again at once
  std::function<void(std::string_view)> at_step_;
  bool more_ = false;  ///< the last round took all it may at once

  std::mutex mutex_;
  std::condition_variable wake_;
  std::uint64_t waiting_ = 0;
  bool made_ = false;  ///< the next generation may be finished
  bool busy_ = false;
};

}  // namespace kecang::pipeline
