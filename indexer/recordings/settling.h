#pragma once
/// Which of the files that come in are whole: those that stood still. Not for use by several threads at once.
#include <map>
#include <string>
#include <vector>

#include "indexer/recordings/drop_folder.h"

namespace kecang::recordings {

/// Network shares tell nobody that something changed, so files are looked at again and again; only what was
/// seen counts, never the clock of the machine a file was written by.
class Settling {
 public:
  /// A clock that only goes forward.
  using Moment = std::chrono::steady_clock::time_point;

  explicit Settling(milliseconds still) : still_(still) {}

  /// What is there now; answers those of it that have not changed for as long as `still`.
  std::vector<DroppedFile> settled(const std::vector<DroppedFile>& seen, Moment now) {
    std::map<std::string, Since> known;
    std::vector<DroppedFile> whole;
    for (const auto& file : seen) {
      const auto before = files_.find(file.path);
      const bool stood = before != files_.end() && before->second.file == file;
      const auto since = stood ? before->second.moment : now;
      if (now - since >= still_) whole.push_back(file);
      known.emplace(file.path, Since{file, since});
    }
    files_ = std::move(known);
    return whole;
  }

  /// It was not whole after all.
  void begin_again(const std::string& path) { files_.erase(path); }

 private:
  struct Since {
    DroppedFile file;
    Moment moment;
  };
  milliseconds still_;
  std::map<std::string, Since> files_;
};

}  // namespace kecang::recordings
