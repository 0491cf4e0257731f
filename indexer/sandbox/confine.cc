#include "indexer/sandbox/confine.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>

#include "indexer/sandbox/descriptor.h"

namespace kecang {
namespace {

// Answered with EPERM. Descriptors that are open already keep working. The last rows are what Landlock does
// not cover: changing files by their path without opening them.
constexpr auto kDenied = std::to_array<int>({
    SCMP_SYS(socket),
    SCMP_SYS(connect),
    SCMP_SYS(bind),
    SCMP_SYS(listen),
    SCMP_SYS(accept),
    SCMP_SYS(accept4),
    SCMP_SYS(ptrace),
    SCMP_SYS(process_vm_readv),
    SCMP_SYS(process_vm_writev),
    SCMP_SYS(mount),
    SCMP_SYS(umount2),
    SCMP_SYS(pivot_root),
    SCMP_SYS(chroot),
    SCMP_SYS(unshare),
    SCMP_SYS(setns),
    SCMP_SYS(bpf),
    SCMP_SYS(perf_event_open),
    SCMP_SYS(userfaultfd),
    SCMP_SYS(keyctl),
    SCMP_SYS(add_key),
    SCMP_SYS(request_key),
    SCMP_SYS(init_module),
    SCMP_SYS(finit_module),
    SCMP_SYS(delete_module),
    SCMP_SYS(kexec_load),
    SCMP_SYS(reboot),
    SCMP_SYS(swapon),
    SCMP_SYS(swapoff),
    SCMP_SYS(io_uring_setup),
    SCMP_SYS(io_uring_enter),
    SCMP_SYS(io_uring_register),
    SCMP_SYS(open_by_handle_at),
    SCMP_SYS(truncate),
    SCMP_SYS(chmod),
    SCMP_SYS(fchmod),
    SCMP_SYS(fchmodat),
    SCMP_SYS(chown),
    SCMP_SYS(fchown),
    SCMP_SYS(lchown),
    SCMP_SYS(fchownat),
    SCMP_SYS(setxattr),
    SCMP_SYS(lsetxattr),
    SCMP_SYS(fsetxattr),
    SCMP_SYS(utimensat),
    SCMP_SYS(utime),
    SCMP_SYS(utimes),
});

bool deny_system_calls() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return false;
  bool ready = true;
  for (const int call : kDenied)
    ready = ready && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0) == 0;
  ready = ready && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ready;
}

constexpr std::uint64_t kReading =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr std::uint64_t kWriting = LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR |
                                   LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_CHAR |
                                   LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
                                   LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_FIFO |
                                   LANDLOCK_ACCESS_FS_MAKE_BLOCK | LANDLOCK_ACCESS_FS_MAKE_SYM;

// Where programs, libraries, fonts and character tables live.
constexpr auto kReadable =
    std::to_array<const char*>({"/usr", "/bin", "/lib", "/lib64", "/etc", "/dev/null"});

void allow_reading(int rules, const char* path) {
  const Descriptor folder(::open(path, O_PATH | O_CLOEXEC));
  if (!folder) return;
  const bool is_file = std::string_view(path) == "/dev/null";
  landlock_path_beneath_attr beneath{};
  beneath.allowed_access = is_file ? LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE : kReading;
  beneath.parent_fd = folder.get();
  ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
}

bool close_file_system() {
  landlock_ruleset_attr attributes{};
  attributes.handled_access_fs = kReading | kWriting;
  const Descriptor rules(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, sizeof(attributes), 0)));
  if (!rules) return false;
  for (const char* path : kReadable) allow_reading(rules.get(), path);
  return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0;
}

void limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  const rlimit limits{soft, hard};
  ::setrlimit(resource, &limits);
}

}  // namespace

Confinement give_up_privileges() {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  Confinement granted;
  granted.file_system = close_file_system();
  granted.system_calls = deny_system_calls();
  return granted;
}

void limit_resources(const ExtractLimits& limits) {
#if !defined(__SANITIZE_ADDRESS__)  // the sanitizer reserves terabytes of address space
  limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
#endif
  const auto cpu = static_cast<std::uint64_t>(limits.cpu.count());
  limit(RLIMIT_CPU, cpu, cpu + 2);
  limit(RLIMIT_FSIZE, 0, 0);
  limit(RLIMIT_NOFILE, 64, 64);
  limit(RLIMIT_CORE, 0, 0);
}

}  // namespace kecang
