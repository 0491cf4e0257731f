#include "indexer/sandbox/fork_server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace kecang {
namespace {

constexpr int kServeOn = 3;

// Everything a child begins with: no input, no environment but these, no descriptor but the socket.
class SpawnPlan {
 public:
  explicit SpawnPlan(int socket) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
#if !defined(__SANITIZE_ADDRESS__)  // whose reports are wanted
    ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
    ::posix_spawn_file_actions_adddup2(&actions_, socket, kServeOn);
    ::posix_spawn_file_actions_addclosefrom_np(&actions_, kServeOn + 1);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(&attributes_,
                               POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  int spawn(pid_t& pid, const std::string& program, Confinement confinement, Workplace workplace) const {
    std::vector<std::string> words{program, "--serve", std::to_string(kServeOn)};
    if (workplace == Workplace::scratch) words.emplace_back("--scratch");
    if (confinement == Confinement::optional) words.emplace_back("--unconfined");
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::array<std::string, 3> settings{"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"};
    std::array<char*, 4> environment{settings[0].data(), settings[1].data(), settings[2].data(), nullptr};
    return ::posix_spawn(&pid, program.c_str(), &actions_, &attributes_, arguments.data(),
                         environment.data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Result<std::unique_ptr<ForkServer>> ForkServer::start(const std::string& program, Confinement confinement,
                                                      Workplace workplace) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
    return Error::unavailable("extract.cannot_start").because(std::strerror(errno));
  Descriptor ours(ends[0]);
  Descriptor theirs(ends[1]);
  pid_t pid = 0;
  if (const int error = SpawnPlan(theirs.get()).spawn(pid, program, confinement, workplace); error != 0)
    return Error::unavailable("extract.cannot_start").because(program + ": " + std::strerror(error));
  std::unique_ptr<ForkServer> server(new ForkServer(std::move(ours), pid));
  theirs.close();
  if (const auto layers = receive_layers(server->socket())) {
    server->layers_ = *layers;
    return server;
  }
  if (server->wait_for_end() == kNotConfined)
    return Error::unavailable("extract.not_confined").because("no namespaces, no Landlock, no seccomp");
  return Error::unavailable("extract.cannot_start").because(program + " ended at once");
}

// Its exit code, or -1.
int ForkServer::wait_for_end() {
  socket_.close();
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

ForkServer::~ForkServer() {
  if (pid_ == 0) return;
  // Closing the socket makes it kill its child's group and end by itself; the signal is for one that hangs.
  // The child dies with it in any case.
  ::kill(-pid_, SIGKILL);
  wait_for_end();
}

}  // namespace kecang
