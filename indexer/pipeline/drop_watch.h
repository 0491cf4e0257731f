#pragma once
/// Looks through the drop folders of recording rooms until stopped. One thread.
///
/// Nothing is remembered on disk: the server knows each file by its key, so a watch that was killed at any
/// step asks it and goes on where the first one stopped.
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "indexer/pipeline/recording_intake.h"
#include "indexer/recordings/settling.h"

namespace kecang::pipeline {

/// When something that failed is tried again: after longer and longer pauses.
class Retries {
 public:
  using Moment = recordings::Settling::Moment;
  static constexpr milliseconds kFirst{5'000};
  static constexpr milliseconds kLongest{10 * 60'000};

  bool due(Moment now) const { return now >= next_; }
  /// The pause before the next try.
  milliseconds failed(Moment now) {
    pause_ = pause_ == milliseconds::zero() ? kFirst : std::min(pause_ * 2, kLongest);
    next_ = now + pause_;
    return pause_;
  }

 private:
  milliseconds pause_{0};
  Moment next_{};
};

class DropWatch {
 public:
  /// Everything has to outlive the watch.
  DropWatch(const IntakeTools& tools, const Config::Drop& config, Stop& stop);
  ~DropWatch();
  DropWatch(const DropWatch&) = delete;
  DropWatch& operator=(const DropWatch&) = delete;

  void run();

 private:
  class Room;
  const Config::Drop& config_;
  Stop& stop_;
  std::vector<std::unique_ptr<Room>> rooms_;
};

}  // namespace kecang::pipeline
