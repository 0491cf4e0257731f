#pragma once
/// Turns what ends a program from outside into a Stop: SIGTERM, SIGINT, and for a supervised child the end of
/// its standard input, which its supervisor holds open as long as it lives.
#include <atomic>
#include <thread>

#include "indexer/pipeline/stop.h"

namespace kecang::pipeline {

/// Make it before any other thread: they must not take the signals.
class StopSignals {
 public:
  explicit StopSignals(Stop& stop);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  /// SIGINT came: the person at the terminal stopped it.
  bool interrupted() const { return interrupted_; }

 private:
  void watch();
  Stop& stop_;
  int signals_;
  int finished_;
  std::atomic<bool> interrupted_ = false;
  std::thread watcher_;
};

}  // namespace kecang::pipeline
