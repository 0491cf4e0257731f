#pragma once
/// What a process that reads hostile bytes gives up: everything that this machine's kernel lets it give up.
/// Each layer is inherited by what it starts and cannot be taken back.
#include "indexer/sandbox/extractor.h"
#include "schemas/model/describe.h"

namespace kecang {

/// Which layers the kernel granted.
struct Layers {
  bool user_namespace = false;     ///< no rights over the machine, not even as root
  bool network_namespace = false;  ///< no network device, not even the machine's own
  bool process_namespace = false;  ///< no other process is seen; all within die together
  bool mount_namespace = false;    ///< only programs and their data are there, read only
  std::int64_t landlock = 0;  ///< version of Landlock; 0: none. Only programs and the one file are readable
  bool seccomp = false;       ///< only listed system calls
  bool no_new_privileges = false;
  bool no_capabilities = false;

  /// Some layer of the kernel stands between a hostile file and the school's files.
  bool any() const { return mount_namespace || landlock > 0 || seccomp; }
};
template <class V>
void describe(V& v, Layers& l) {
  v("user_namespace", l.user_namespace);
  v("network_namespace", l.network_namespace);
  v("process_namespace", l.process_namespace);
  v("mount_namespace", l.mount_namespace);
  v("landlock", l.landlock);
  v("seccomp", l.seccomp);
  v("no_new_privileges", l.no_new_privileges);
  v("no_capabilities", l.no_capabilities);
}

/// Whether a confined process may write files at all.
enum class Workplace {
  read_only,
  scratch,  ///< in one folder only: in memory and its own where there is a mount namespace
};

/// The folder of `Workplace::scratch` within a mount namespace. It runs no programs and is gone with the
/// namespace.
inline constexpr const char* kScratch = "/tmp";
inline constexpr std::uint64_t kScratchBytes = 512ULL << 20;

/// For the whole process, once, while it has one thread. Where the kernel allows it, the caller goes on in a
/// child, the first process of its namespaces; the process it was waits for that child and ends as it does.
/// Landlock is not entered yet, see `close_file_system`.
Layers confine_process(Workplace workplace = Workplace::read_only);

/// Which layers `program`, a kecang-extract, gets when it is started now. unavailable/extract.not_confined
/// when it needs some and gets none.
Result<Layers> probe_layers(const std::string& program, Confinement confinement);

/// For a process that reads one file: only programs, their data, and `file` stay readable, only `scratch`, if
/// not empty, writable. False without Landlock.
bool close_file_system(int file, const std::string& scratch = {});

/// Memory, processor time, open files; no core dump. Of regular files, no byte is written without a scratch.
void limit_resources(const ExtractLimits& limits, Workplace workplace = Workplace::read_only);

}  // namespace kecang
