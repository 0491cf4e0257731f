#include "tests/crash/store/child.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <stdexcept>

namespace kecang::crash {
namespace {

std::vector<char*> arguments_of(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  return arguments;
}

}  // namespace

Child::Child(const std::vector<std::string>& command) {
  auto arguments = arguments_of(command);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::execv(arguments[0], arguments.data());
    std::_Exit(127);
  }
  ::close(pipe[1]);
  output_ = ::fdopen(pipe[0], "r");
}

Child::~Child() {
  kill();
  std::fclose(output_);
}

std::optional<std::string> Child::line() {
  std::string text;
  for (int byte = std::fgetc(output_); byte != EOF; byte = std::fgetc(output_)) {
    if (byte == '\n') return text;
    text.push_back(static_cast<char>(byte));
  }
  return std::nullopt;
}

void Child::kill() {
  if (ended_) return;
  ::kill(pid_, SIGKILL);
  wait();
}

int Child::wait() {
  if (!ended_) {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  return *ended_;
}

}  // namespace kecang::crash
