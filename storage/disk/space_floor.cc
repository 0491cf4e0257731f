#include "storage/disk/space_floor.h"

#include <sys/statvfs.h>

#include <string>

namespace kecang {
namespace {

constexpr std::chrono::milliseconds kLookAgain{100};

}  // namespace

SpaceFloor::SpaceFloor(std::filesystem::path place, std::uint64_t floor_bytes, FreeBytes probe)
    : place_(std::move(place)), floor_bytes_(floor_bytes), probe_(std::move(probe)) {}

Result<void> SpaceFloor::admit(std::uint64_t incoming) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t free = available(incoming);
  if (free < floor_bytes_ || free - floor_bytes_ < incoming) {
    return Error::unavailable("store.disk_full")
        .because(place_.string() + ": " + std::to_string(free) + " bytes free, " + std::to_string(incoming) +
                 " wanted above a floor of " + std::to_string(floor_bytes_));
  }
  free_bytes_ = free - incoming;
  return {};
}

std::uint64_t SpaceFloor::available(std::uint64_t incoming) {
  if (probe_) return probe_();
  const bool fits = free_bytes_ >= floor_bytes_ && free_bytes_ - floor_bytes_ >= incoming;
  if (!fits || std::chrono::steady_clock::now() - looked_at_ >= kLookAgain) ask_file_system();
  return free_bytes_;
}

void SpaceFloor::ask_file_system() {
  struct statvfs disk {};
  // A disk that does not answer takes no bytes.
  free_bytes_ = ::statvfs(place_.c_str(), &disk) == 0 ? std::uint64_t{disk.f_bavail} * disk.f_frsize : 0;
  looked_at_ = std::chrono::steady_clock::now();
}

}  // namespace kecang
