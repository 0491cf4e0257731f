#pragma once
/// Keeps the index up with the catalogue: takes dirty resources, applies them, commits, clears the marks. A
/// crash in between only repeats the batch. `run` is one thread; the other calls come from any.
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/live_index.h"
#include "indexer/pipeline/stop.h"

namespace kecang::pipeline {

struct IndexPace {
  std::uint32_t documents = 1'000;  ///< that are never kept waiting for more
  milliseconds wait{1'000};         ///< the longest a document waits for others while files are being read
};

/// Where `kecang-indexer rebuild` leaves its wish for the process that writes the index.
std::filesystem::path rebuild_request(const std::filesystem::path& data);

class IndexLoop {
 public:
  IndexLoop(InternalClient& client, std::filesystem::path data, IndexPace pace, const Clock& clock,
            Stop& stop);

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
  Result<void> rebuild_slice();
  Result<void> take_rebuild_request();
  void wait_for_work();

  InternalClient& client_;
  std::filesystem::path data_;
  IndexPace pace_;
  const Clock& clock_;
  Stop& stop_;
  std::optional<LiveIndex> index_;
  bool more_ = false;  ///< the last round took all it may at once

  std::mutex mutex_;
  std::condition_variable wake_;
  std::uint64_t waiting_ = 0;
  bool busy_ = false;
};

}  // namespace kecang::pipeline
