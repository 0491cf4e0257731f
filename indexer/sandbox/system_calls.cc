#include "indexer/sandbox/system_calls.h"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

namespace kecang {
namespace {

// What readers and their helper programs need to compute, to read and to write to pipes that they were given.
// No call here opens a network, names another process's memory, mounts, changes or removes a file.
constexpr auto kAllowed = std::to_array<int>({
    // descriptors that are there
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(pread64),
    SCMP_SYS(preadv),
    SCMP_SYS(preadv2),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(pwrite64),
    SCMP_SYS(pwritev),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(close_range),
    SCMP_SYS(dup),
    SCMP_SYS(dup2),
    SCMP_SYS(dup3),
    SCMP_SYS(pipe),
    SCMP_SYS(pipe2),
    SCMP_SYS(fcntl),
    SCMP_SYS(poll),
    SCMP_SYS(ppoll),
    SCMP_SYS(select),
    SCMP_SYS(pselect6),
    SCMP_SYS(epoll_create1),
    SCMP_SYS(epoll_ctl),
    SCMP_SYS(epoll_wait),
    SCMP_SYS(epoll_pwait),
    SCMP_SYS(eventfd2),
    SCMP_SYS(signalfd4),
    SCMP_SYS(fadvise64),
    SCMP_SYS(readahead),
    SCMP_SYS(sendfile),
    // the fork server's own socket; none can be made
    SCMP_SYS(recvmsg),
    SCMP_SYS(sendmsg),
    SCMP_SYS(sendto),
    // looking at files; opening them is a rule of its own
    SCMP_SYS(stat),
    SCMP_SYS(fstat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(statfs),
    SCMP_SYS(fstatfs),
    SCMP_SYS(faccessat2),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(getdents),
    SCMP_SYS(getdents64),
    SCMP_SYS(getcwd),
    SCMP_SYS(chdir),
    SCMP_SYS(fchdir),
    SCMP_SYS(umask),
    // memory
    SCMP_SYS(mmap),
    SCMP_SYS(munmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(mincore),
    SCMP_SYS(msync),
    SCMP_SYS(membarrier),
    // processes and threads of one's own
    SCMP_SYS(fork),
    SCMP_SYS(vfork),
    SCMP_SYS(execve),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(wait4),
    SCMP_SYS(waitid),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(get_robust_list),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(rseq),
    SCMP_SYS(gettid),
    SCMP_SYS(getpid),
    SCMP_SYS(getppid),
    SCMP_SYS(getpgid),
    SCMP_SYS(getpgrp),
    SCMP_SYS(setpgid),
    SCMP_SYS(getsid),
    SCMP_SYS(setsid),
    SCMP_SYS(kill),
    SCMP_SYS(tgkill),
    SCMP_SYS(tkill),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getresuid),
    SCMP_SYS(getresgid),
    SCMP_SYS(getgroups),
    SCMP_SYS(capget),
    SCMP_SYS(prctl),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(getrlimit),
    SCMP_SYS(setrlimit),
    SCMP_SYS(getrusage),
    SCMP_SYS(times),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(getcpu),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_getparam),
    SCMP_SYS(sched_getscheduler),
    SCMP_SYS(sched_get_priority_max),
    SCMP_SYS(sched_get_priority_min),
    SCMP_SYS(getpriority),
    SCMP_SYS(setpriority),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(landlock_create_ruleset),
    SCMP_SYS(landlock_add_rule),
    SCMP_SYS(landlock_restrict_self),
    // signals, time, chance
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigpending),
    SCMP_SYS(rt_sigsuspend),
    SCMP_SYS(rt_sigtimedwait),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(pause),
    SCMP_SYS(alarm),
    SCMP_SYS(setitimer),
    SCMP_SYS(getitimer),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
});

// What a program needs besides that keeps files of its own and talks to itself. A socket can listen and is
// never connected: nobody outside can be reached by it.
constexpr auto kAllowedWithScratch = std::to_array<int>({
    SCMP_SYS(creat),     SCMP_SYS(mkdir),     SCMP_SYS(mkdirat),     SCMP_SYS(rmdir),
    SCMP_SYS(unlink),    SCMP_SYS(unlinkat),  SCMP_SYS(rename),      SCMP_SYS(renameat),
    SCMP_SYS(renameat2), SCMP_SYS(ftruncate), SCMP_SYS(fallocate),   SCMP_SYS(fsync),
    SCMP_SYS(fdatasync), SCMP_SYS(flock),     SCMP_SYS(chmod),       SCMP_SYS(fchmod),
    SCMP_SYS(utimensat), SCMP_SYS(bind),      SCMP_SYS(listen),      SCMP_SYS(accept),
    SCMP_SYS(accept4),   SCMP_SYS(shutdown),  SCMP_SYS(getsockname), SCMP_SYS(getsockopt),
});

// Programs ask for the newer call first and are content with the older one when it is not there.
constexpr auto kUnknown =
    std::to_array<int>({SCMP_SYS(clone3), SCMP_SYS(openat2), SCMP_SYS(pidfd_open), SCMP_SYS(execveat)});

constexpr auto kTerminalQuestions = std::to_array<std::uint64_t>({TCGETS, TIOCGWINSZ, FIONREAD});

constexpr std::uint64_t kNewNamespaces =
    CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr std::uint64_t kChangingFlags = O_ACCMODE | O_CREAT | O_TRUNC;

class Filter {
 public:
  Filter() : context_(seccomp_init(SCMP_ACT_ERRNO(EPERM))) {}
  ~Filter() { seccomp_release(context_); }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  void add(std::uint32_t action, int call) { note(seccomp_rule_add(context_, action, call, 0)); }
  void add(int call, const scmp_arg_cmp& condition) {
    note(seccomp_rule_add_array(context_, SCMP_ACT_ALLOW, call, 1, &condition));
  }
  bool load() {
    if (context_ == nullptr || !complete_) return false;
    seccomp_attr_set(context_, SCMP_FLTATR_CTL_OPTIMIZE, 2);  // a tree, not a list
    return seccomp_load(context_) == 0;
  }

 private:
  // A call that this kind of processor does not have needs no rule.
  void note(int code) { complete_ = complete_ && (code == 0 || code == -EDOM); }

  scmp_filter_ctx context_;
  bool complete_ = true;
};

scmp_arg_cmp without_bits(unsigned argument, std::uint64_t bits) {
  return {argument, SCMP_CMP_MASKED_EQ, bits, 0};
}

scmp_arg_cmp unlike(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_NE, value, 0};
}

scmp_arg_cmp equal(unsigned argument, std::uint64_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}

void allow_reading_files(Filter& filter) {
  filter.add(SCMP_SYS(open), without_bits(1, kChangingFlags));
  filter.add(SCMP_SYS(openat), without_bits(2, kChangingFlags));
  for (const int call : {SCMP_SYS(access), SCMP_SYS(faccessat)}) filter.add(SCMP_ACT_ALLOW, call);
}

// Where they may be is for the other layers to say.
void allow_files_of_its_own(Filter& filter) {
  for (const int call : {SCMP_SYS(open), SCMP_SYS(openat)}) filter.add(SCMP_ACT_ALLOW, call);
  for (const int call : kAllowedWithScratch) filter.add(SCMP_ACT_ALLOW, call);
  // LibreOffice lays its socket into the first of /tmp, /var/tmp and the folder it is told that access(2)
  // calls writable, which knows nothing of Landlock: only the one it is told is tried without asking.
  filter.add(SCMP_SYS(access), unlike(1, W_OK));
  filter.add(SCMP_SYS(faccessat), unlike(2, W_OK));
  filter.add(SCMP_SYS(socket), equal(0, AF_UNIX));
  filter.add(SCMP_SYS(socketpair), equal(0, AF_UNIX));
}

}  // namespace

bool filter_system_calls(Workplace workplace) {
  Filter filter;
  for (const int call : kAllowed) filter.add(SCMP_ACT_ALLOW, call);
  for (const int call : kUnknown) filter.add(SCMP_ACT_ERRNO(ENOSYS), call);
  for (const auto question : kTerminalQuestions) filter.add(SCMP_SYS(ioctl), equal(1, question));
  filter.add(SCMP_SYS(clone), without_bits(0, kNewNamespaces));
  if (workplace == Workplace::scratch)
    allow_files_of_its_own(filter);
  else
    allow_reading_files(filter);
  filter.add(SCMP_SYS(prlimit64), equal(0, 0));  // of oneself
  return filter.load();
}

}  // namespace kecang
