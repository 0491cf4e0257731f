#pragma once
/// How far a long command is: one line redrawn on a terminal, one line each 10 s otherwise. Not for use by
/// several threads at once.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace kecang::pipeline {

enum class Show { yes, no };

class Progress {
 public:
  /// `what` is the verb, e.g. "上传 upload"; `unit` counts items or "B" for bytes. Writes to standard error.
  Progress(std::string what, std::string unit, Show show);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// `total` 0: not known yet.
  void update(std::uint64_t done, std::uint64_t total);
  /// The last line stands.
  void finish();

  /// "上传 upload 12/40 (30%) 3.2/s 还需 left 0:09"; `elapsed` since the begin.
  static std::string line(const std::string& what, const std::string& unit, std::uint64_t done,
                          std::uint64_t total, std::chrono::duration<double> elapsed);

 private:
  using Clock = std::chrono::steady_clock;
  void print();
  std::string what_;
  std::string unit_;
  bool shown_;
  bool terminal_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_{};
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  bool open_line_ = false;
};

}  // namespace kecang::pipeline
