#pragma once
/// Which processes a process has started, by name, from /proc.
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <sys/types.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace kecang::testing {

struct Process {
  pid_t parent = 0;
  std::string program;  ///< file name of its executable
};

inline std::map<pid_t, Process> all_processes() {
  std::map<pid_t, Process> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string name = entry.path().filename().string();
    pid_t pid = 0;
    if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc()) continue;
    std::ifstream stat(entry.path() / "stat");
    std::string line;
    std::getline(stat, line);
    const auto behind = line.rfind(')');  // the name may hold anything
    if (behind == std::string::npos || behind + 4 >= line.size()) continue;
    Process process;
    std::from_chars(line.data() + behind + 4, line.data() + line.size(), process.parent);
    process.program = std::filesystem::read_symlink(entry.path() / "exe", error).filename().string();
    found[pid] = std::move(process);
  }
  return found;
}

/// Running `program`s below `ancestor`.
inline std::vector<pid_t> descendants(pid_t ancestor, const std::string& program) {
  const auto processes = all_processes();
  std::vector<pid_t> found;
  for (const auto& [pid, process] : processes) {
    if (process.program != program) continue;
    auto above = process.parent;
    while (above != ancestor && above > 1 && processes.contains(above)) above = processes.at(above).parent;
    if (above == ancestor) found.push_back(pid);
  }
  return found;
}

/// Kills those that run now; how many there were.
inline std::size_t kill_descendants(pid_t ancestor, const std::string& program) {
  const auto found = descendants(ancestor, program);
  for (const auto pid : found) ::kill(pid, SIGKILL);
  return found.size();
}

}  // namespace kecang::testing
