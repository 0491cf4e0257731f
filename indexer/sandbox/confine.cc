#include "indexer/sandbox/confine.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "indexer/sandbox/landlock.h"
#include "indexer/sandbox/namespaces.h"
#include "indexer/sandbox/system_calls.h"

namespace kecang {
namespace {

bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const std::array<__user_cap_data_struct, 2> none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
}

void limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  const rlimit limits{soft, hard};
  ::setrlimit(resource, &limits);
}

}  // namespace

Layers confine_process(Workplace workplace) {
  Layers layers;
  enter_namespaces(layers, workplace);
  layers.no_new_privileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  layers.no_capabilities = drop_capabilities();
  layers.landlock = landlock_version();
  // Without both, nothing would hold a writer to its folder.
  const bool held = layers.mount_namespace || layers.landlock > 0;
  layers.seccomp = filter_system_calls(held ? workplace : Workplace::read_only);
  return layers;
}

void limit_resources(const ExtractLimits& limits, Workplace workplace) {
  const bool writes = workplace == Workplace::scratch;
#if !defined(__SANITIZE_ADDRESS__)  // the sanitizer reserves terabytes of address space
  limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
#endif
  const auto cpu = static_cast<std::uint64_t>(limits.cpu.count());
  limit(RLIMIT_CPU, cpu, cpu + 2);
  limit(RLIMIT_FSIZE, writes ? kScratchBytes : 0, writes ? kScratchBytes : 0);
  limit(RLIMIT_NOFILE, writes ? 512 : 64, writes ? 512 : 64);
  limit(RLIMIT_CORE, 0, 0);
}

}  // namespace kecang
