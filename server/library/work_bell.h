#pragma once
/// Rings when there may be work for the indexer, so that it need not ask again and again. Any thread may
/// call.
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "schemas/base/clock.h"

namespace kecang {

class WorkBell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      ++rung_;
    }
    changed_.notify_all();
  }
  /// From now on nobody waits: the server is stopping.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
  }
  /// How often it rang so far; look before looking for work, then wait for the next.
  std::uint64_t rung() const {
    const std::lock_guard lock(mutex_);
    return rung_;
  }
  /// Until it rang more often than `seen`, was closed, or `at_most` went by. False if there is no use in
  /// waiting again.
  bool wait(std::uint64_t seen, milliseconds at_most) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, at_most, [&] { return closed_ || rung_ != seen; });
    return !closed_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t rung_ = 0;
  bool closed_ = false;
};

}  // namespace kecang
