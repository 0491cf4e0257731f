#pragma once
/// Kernels that have less than this one, as far as a process and what it starts can tell. Header only.
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <initializer_list>

namespace kecang::testing {

/// What a process of its own says of itself; what it loses cannot be had back.
inline bool holds_in_a_child(const std::function<bool()>& claim) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(claim() ? 0 : 1);
  int status = 1;
  ::waitpid(child, &status, 0);
  return status == 0;
}

inline void lose_calls(std::initializer_list<int> calls) {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  for (const int call : calls) seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), call, 0);
  seccomp_load(filter);
  seccomp_release(filter);
}

}  // namespace kecang::testing
