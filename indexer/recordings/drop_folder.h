#pragma once
/// A folder into which a recorder, or a person over the network, puts files. Nothing in it is trusted: links
/// are not followed, and a name proves nothing. Not for use by several threads at once.
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"

namespace kecang::recordings {

/// One file as it was seen. Two that are equal hold the same bytes, as far as a file system can tell.
struct DroppedFile {
  std::string path;  ///< below the folder
  std::uint64_t size = 0;
  Time changed;                     ///< of its bytes
  std::int64_t status_changed = 0;  ///< nanoseconds; moves when a copy sets the time of its source
  bool operator==(const DroppedFile&) const = default;
};

/// A file opened to be read.
class OpenRecording {
 public:
  explicit OpenRecording(int fd) : fd_(fd) {}
  ~OpenRecording() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenRecording(OpenRecording&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OpenRecording& operator=(OpenRecording&&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

class DropFolder {
 public:
  explicit DropFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Films and sound in it and in folders below, oldest first; not what is empty, hidden or named as half a
  /// copy, and not what was put aside. unavailable/drop.unreadable.
  Result<std::vector<DroppedFile>> list() const;
  /// conflict/drop.file_changed when it is not what was seen any more.
  Result<OpenRecording> open(const DroppedFile& file) const;
  Result<void> check_unchanged(const DroppedFile& file) const;
  /// Moves it into 已入库, under a name that is free there.
  Result<void> put_aside(const DroppedFile& file) const;

  const std::filesystem::path& path() const { return folder_; }
  static constexpr const char* kAside = "已入库";

 private:
  std::filesystem::path folder_;
};

/// Whether some process of this machine has the file open for writing. False also where that cannot be told.
bool is_being_written(int fd);

/// Whether an MP4 ends before its boxes do, or its table of contents is missing: the copy is not over, or the
/// recorder has not closed the file. False for everything else.
Result<bool> is_cut_short(int fd);

}  // namespace kecang::recordings
