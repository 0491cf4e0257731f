#pragma once
/// The wish to end, shared by the threads of one program; waits end early when it is there. Any thread may
/// call.
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "schemas/base/clock.h"

namespace kecang::pipeline {

class Stop {
 public:
  void request() {
    {
      const std::lock_guard lock(mutex_);
      requested_ = true;
    }
    changed_.notify_all();
  }
  bool requested() const { return requested_; }
  /// Sleeps for `time`, or less when a stop is requested; true if it is.
  bool wait(milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return requested_.load(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<bool> requested_ = false;
};

}  // namespace kecang::pipeline
