#pragma once
/// A program started by a test, its standard output read line by line.
#include <sys/types.h>

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace kecang::crash {

/// Killed when it is destroyed, if it still runs.
class Child {
 public:
  explicit Child(const std::vector<std::string>& command);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The next whole line, nothing at the end of the output.
  std::optional<std::string> line();
  /// SIGKILL; returns when the process is gone. What it wrote before can still be read.
  void kill();
  /// Its exit code, or minus the signal that ended it.
  int wait();

 private:
  pid_t pid_ = -1;
  std::FILE* output_ = nullptr;
  std::optional<int> ended_;
};

}  // namespace kecang::crash
