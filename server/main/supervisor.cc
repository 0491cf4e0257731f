#include "server/main/supervisor.h"

#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <string_view>

#include "storage/logging.h"

namespace kecang {
namespace {

constexpr milliseconds kFirstPause{500};
constexpr milliseconds kLongestPause{30'000};
/// Who ran this long is healthy: the pauses start from the beginning.
constexpr seconds kHealthy{60};
constexpr milliseconds kLook{50};

/// In the child, between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* words, char* const* environment, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  ::execve(words[0], words, environment);
  ::_exit(127);
}

/// Ours, and one word for the memory: the indexer walks trees of hundreds of megabytes for each batch, which
/// costs it a fifth less in large pages. The C library asks for those in its first arena alone, so there is
/// one. Whoever has tuned it themselves is left alone.
std::vector<char*> environment_of_child(std::string& memory) {
  std::vector<char*> environment;
  bool is_tuned = false;
  for (char** at = environ; *at != nullptr; ++at) {
    is_tuned |= std::string_view(*at).starts_with("GLIBC_TUNABLES=");
    environment.push_back(*at);
  }
  if (!is_tuned) environment.push_back(memory.data());
  environment.push_back(nullptr);
  return environment;
}

int code_of(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Supervisor::Supervisor(std::vector<std::string> command)
    : command_(std::move(command)), thread_([this] { run(); }) {}

Supervisor::~Supervisor() {
  stop(milliseconds::zero());
}

void Supervisor::stop(milliseconds patience) {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    patience_ = patience;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Supervisor::pause(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return stopping_; });
}

void Supervisor::run() {
  auto wait = kFirstPause;
  while (true) {
    const auto started = std::chrono::steady_clock::now();
    const int code = run_once();
    if (!pause(milliseconds::zero())) return;
    if (std::chrono::steady_clock::now() - started > kHealthy) wait = kFirstPause;
    log::warn("the indexer ended and will be started again",
              Error::unavailable("indexer.ended")
                  .with("code", std::to_string(code))
                  .with("pause_ms", std::to_string(wait.count())));
    if (!pause(wait)) return;
    wait = std::min(wait * 2, kLongestPause);
  }
}

int Supervisor::run_once() {
  std::vector<char*> words;
  for (const auto& word : command_) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  std::string memory = "GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.arena_max=1";
  const auto environment = environment_of_child(memory);
  const pid_t parent = ::getpid();
  // This thread lives as long as the child may: the kernel's death signal is bound to the thread that forks.
  const pid_t child = ::fork();
  if (child < 0) return -1;
  if (child == 0) become(words.data(), environment.data(), parent);
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    if (pause(kLook)) continue;
    ::kill(child, SIGTERM);
    const auto end = std::chrono::steady_clock::now() + patience_;
    while (::waitpid(child, &status, WNOHANG) == 0) {
      if (std::chrono::steady_clock::now() > end) ::kill(child, SIGKILL);
      std::this_thread::sleep_for(kLook);
    }
    break;
  }
  return code_of(status);
}

}  // namespace kecang
