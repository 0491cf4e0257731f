#pragma once
/// Starts a program for a test, takes what it prints, and sees that it is gone when the test ends. Not for
/// use by several threads at once.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace kecang::testing {

class ChildProcess {
 public:
  /// `arguments[0]` is the program. Standard output is kept, standard error goes to `log` (or where the
  /// test's goes).
  ChildProcess(const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& environment = {},
               const std::filesystem::path& log = {}) {
    int pipe_ends[2];
    if (::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    std::vector<char*> words;
    for (const auto& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(pipe_ends[1], STDOUT_FILENO);
      if (!log.empty()) {
        const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        if (file >= 0) ::dup2(file, STDERR_FILENO);
      }
      for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
      ::execv(words[0], words.data());
      ::_exit(127);
    }
    ::close(pipe_ends[1]);
    output_ = pipe_ends[0];
    if (pid_ < 0) throw std::runtime_error("no process");
  }
  ~ChildProcess() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
    }
    if (output_ >= 0) ::close(output_);
  }
  ChildProcess(ChildProcess&& other) noexcept
      : pid_(std::exchange(other.pid_, -1)), output_(std::exchange(other.output_, -1)) {}
  ChildProcess& operator=(ChildProcess&&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const {
    if (pid_ > 0) ::kill(pid_, number);
  }
  /// Everything it prints until it closes its output.
  std::string read_output() {
    std::string all;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(output_, buffer, sizeof buffer)) > 0;)
      all.append(buffer, static_cast<std::size_t>(got));
    return all;
  }
  /// The next line it prints, without its end; empty when it closed its output.
  std::string read_line() {
    std::string line;
    for (char c = 0; ::read(output_, &c, 1) == 1 && c != '\n';) line += c;
    return line;
  }
  bool running() {
    reap(WNOHANG);
    return !status_;
  }
  /// Exit code, or 128 + signal; nothing if it still runs after `patience`.
  std::optional<int> wait(std::chrono::milliseconds patience = std::chrono::seconds{30}) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (running() && std::chrono::steady_clock::now() < end) ::usleep(5'000);
    return status_;
  }

 private:
  void reap(int options) {
    int raw = 0;
    if (status_ || ::waitpid(pid_, &raw, options) != pid_) return;
    pid_ = -1;
    status_ = WIFEXITED(raw) ? WEXITSTATUS(raw) : 128 + WTERMSIG(raw);
  }

  pid_t pid_ = -1;
  int output_ = -1;
  std::optional<int> status_;
};

}  // namespace kecang::testing
