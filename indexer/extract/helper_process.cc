#include "indexer/extract/helper_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace kecang::extract {
namespace {

constexpr std::size_t kMessagesLimit = 8 * 1024;
constexpr int kNotInstalled = 127;

struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() {
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) ends = {-1, -1};
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(std::size_t which) {
    if (ends[which] >= 0) ::close(ends[which]);
    ends[which] = -1;
  }
};

[[noreturn]] void become(const std::vector<char*>& arguments, int input, int output, int messages) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::lseek(input, 0, SEEK_SET);  // an earlier helper may have read to the end
  ::dup2(input, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(messages, STDERR_FILENO);
  ::execvp(arguments[0], arguments.data());
  ::_exit(kNotInstalled);
}

// Reads once; false at the end.
bool read_some(int fd, std::string& into) {
  std::array<char, 64 * 1024> block;
  const auto got = ::read(fd, block.data(), block.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  into.append(block.data(), static_cast<std::size_t>(got));
  return got > 0;
}

// Both outputs until both end. False when `on_output` wanted no more.
bool pump(Pipe& output, Pipe& messages, std::string& said,
          const std::function<bool(std::string_view)>& on_output) {
  bool out_open = true;
  bool err_open = true;
  while (out_open || err_open) {
    std::array<pollfd, 2> polled{pollfd{out_open ? output.ends[0] : -1, POLLIN, 0},
                                 pollfd{err_open ? messages.ends[0] : -1, POLLIN, 0}};
    if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) return false;
    if (polled[0].revents != 0) {
      std::string bytes;
      out_open = read_some(output.ends[0], bytes);
      if (!bytes.empty() && !on_output(bytes)) return false;
    }
    if (polled[1].revents != 0) {
      std::string bytes;
      err_open = read_some(messages.ends[0], bytes);
      said += bytes.substr(0, kMessagesLimit - std::min(kMessagesLimit, said.size()));
    }
  }
  return true;
}

// Where a program reads and writes.
struct Ends {
  int input;
  int output;
  int messages;
};

// -1 when no process can be had.
pid_t start(const std::vector<std::string>& command, const Ends& ends) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) become(arguments, ends.input, ends.output, ends.messages);
  return child;
}

int exit_code_of(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

HelperEnd run_helper(const std::vector<std::string>& command, int input,
                     const std::function<bool(std::string_view)>& on_output) {
  Pipe output;
  Pipe messages;
  const pid_t child = start(command, {input, output.ends[1], messages.ends[1]});
  if (child < 0) return {.started = false};
  output.close_end(1);
  messages.close_end(1);
  HelperEnd end;
  if (!pump(output, messages, end.messages, on_output)) ::kill(child, SIGKILL);
  end.exit_code = exit_code_of(child);
  end.started = end.exit_code != kNotInstalled;
  return end;
}

HelperEnd run_helpers(const std::vector<std::string>& first, const std::vector<std::string>& second,
                      int input, const std::function<bool(std::string_view)>& on_output) {
  Pipe between;
  Pipe output;
  Pipe messages;
  const pid_t giver = start(first, {input, between.ends[1], messages.ends[1]});
  if (giver < 0) return {.started = false};
  const pid_t taker = start(second, {between.ends[0], output.ends[1], messages.ends[1]});
  between.close_end(0);
  between.close_end(1);
  output.close_end(1);
  messages.close_end(1);
  HelperEnd end;
  const bool done = taker >= 0 && pump(output, messages, end.messages, on_output);
  if (!done) {
    ::kill(giver, SIGKILL);
    if (taker >= 0) ::kill(taker, SIGKILL);
  }
  const int given = exit_code_of(giver);
  const int taken = taker >= 0 ? exit_code_of(taker) : kNotInstalled;
  end.started = given != kNotInstalled && taken != kNotInstalled;
  end.exit_code = taken != 0 ? taken : given;
  return end;
}

}  // namespace kecang::extract
