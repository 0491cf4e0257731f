#pragma once
/// Time is injected, always UTC, and counted in milliseconds since 1970.
#include <chrono>

namespace kecang {

using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// Any thread may call.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
 public:
  Time now() const override {
    return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
  }
};

/// For tests: stands still until told otherwise. Not for use by several threads at once.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start = Time{seconds{1'790'000'000}}) : now_(start) {}
  Time now() const override { return now_; }
  void advance(milliseconds by) { now_ += by; }
  void set(Time to) { now_ = to; }

 private:
  Time now_;
};

/// The end of what has no end: sorts after every real time.
inline constexpr Time kForever{milliseconds{253'402'300'799'000}};  // 9999-12-31T23:59:59Z

}  // namespace kecang
