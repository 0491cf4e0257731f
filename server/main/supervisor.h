#pragma once
/// Keeps one kecang-indexer running as a child: started again with growing pauses when it ends, gone when we
/// are. Start and stop from one thread.
#include <sys/types.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "schemas/base/clock.h"

namespace kecang {

class Supervisor {
 public:
  /// `command[0]` is the program's path.
  explicit Supervisor(std::vector<std::string> command);
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  /// Asks the child to finish what it does and waits up to `patience`; then it is killed. Idempotent.
  void stop(milliseconds patience);

 private:
  void run();
  /// Its exit code, or 128 + signal; -1 if it could not be started.
  int run_once();
  /// False when it is time to stop.
  bool pause(milliseconds time);

  const std::vector<std::string> command_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  milliseconds patience_{0};
  std::thread thread_;
};

}  // namespace kecang
