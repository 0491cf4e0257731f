#pragma once
/// The free space a store leaves on its disk, so that a full disk is an answer and never a crash.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>

#include "schemas/base/result.h"

namespace kecang {

/// How many bytes are free. Tests give their own to fill a disk without filling one.
using FreeBytes = std::function<std::uint64_t()>;

/// Any thread may call.
class SpaceFloor {
 public:
  /// `place` is any existing path of the disk. Without a `probe` the file system is asked, at most every 100
  /// ms while there is room: a refusal always rests on a fresh answer.
  SpaceFloor(std::filesystem::path place, std::uint64_t floor_bytes, FreeBytes probe = {});

  /// unavailable/store.disk_full unless `floor_bytes` stay free after `incoming` more bytes.
  Result<void> admit(std::uint64_t incoming);

 private:
  std::uint64_t available(std::uint64_t incoming);
  void ask_file_system();

  const std::filesystem::path place_;
  const std::uint64_t floor_bytes_;
  const FreeBytes probe_;
  std::mutex mutex_;
  std::uint64_t free_bytes_ = 0;  ///< at the last look, less what was admitted since
  std::chrono::steady_clock::time_point looked_at_{};
};

}  // namespace kecang
