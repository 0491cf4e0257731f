#pragma once
/// What a program and everything it started cost: processor time and memory, from /proc. Not for use by
/// several threads at once.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "tests/crash/import/processes.h"

namespace kecang::bench {

class ProcessTree {
 public:
  explicit ProcessTree(pid_t root) : root_(root) {}

  /// Looks now; call often, so that a peak is seen.
  void sample() {
    std::map<std::string, std::uint64_t> memory;
    std::map<std::string, double> cpu;
    const auto all = testing::all_processes();
    for (const auto& [pid, process] : all) {
      if (pid != root_ && !is_below_root(all, pid)) continue;
      if (process.program.empty()) continue;  // it has ended; who waits for it counts its time
      memory[process.program] += resident_bytes(pid);
      cpu[process.program] += cpu_seconds(pid);
    }
    for (const auto& [program, bytes] : memory) peak_[program] = std::max(peak_[program], bytes);
    for (const auto& [program, seconds] : cpu) cpu_[program] = std::max(cpu_[program], seconds);
  }

  /// Largest sum of resident memory of all processes of a program that were seen together.
  const std::map<std::string, std::uint64_t>& peak_memory() const { return peak_; }
  /// Seconds by program, with the children it waited for.
  const std::map<std::string, double>& cpu() const { return cpu_; }

 private:
  bool is_below_root(const std::map<pid_t, testing::Process>& all, pid_t pid) const {
    for (auto at = all.find(pid); at != all.end() && at->second.parent > 1; at = all.find(at->second.parent))
      if (at->second.parent == root_) return true;
    return false;
  }
  static std::uint64_t resident_bytes(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
    std::uint64_t size = 0;
    std::uint64_t resident = 0;
    in >> size >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  }
  /// utime, stime, cutime and cstime: fields 14 to 17 of /proc/PID/stat.
  static double cpu_seconds(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(in, line);
    const auto behind = line.rfind(')');
    if (behind == std::string::npos) return 0;
    std::istringstream fields(line.substr(behind + 2));
    std::string skipped;
    for (int i = 0; i < 11; ++i) fields >> skipped;
    std::uint64_t ticks = 0;
    for (int i = 0; i < 4; ++i) {
      std::uint64_t value = 0;
      fields >> value;
      ticks += value;
    }
    return static_cast<double>(ticks) / static_cast<double>(::sysconf(_SC_CLK_TCK));
  }

  pid_t root_;
  std::map<std::string, std::uint64_t> peak_;
  std::map<std::string, double> cpu_;
};

}  // namespace kecang::bench
