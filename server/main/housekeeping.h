#pragma once
/// What has to be done now and then: expired uploads, ended sessions.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"

namespace kecang {

/// Calls `sweep` at once and then every `pause`, on a thread of its own, until destroyed. Its errors are
/// logged.
class Housekeeping {
 public:
  Housekeeping(std::function<Result<void>()> sweep, milliseconds pause);
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

 private:
  void run();

  const std::function<Result<void>()> sweep_;
  const milliseconds pause_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace kecang
