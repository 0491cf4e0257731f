#pragma once
/// What a process that reads hostile bytes gives up. Each layer is inherited by what it starts and cannot be
/// taken back.
#include "indexer/sandbox/extractor.h"

namespace kecang {

/// Which layers this machine's kernel granted.
struct Confinement {
  bool system_calls = false;  ///< seccomp: no network, no tracing, no mounts, no keys, no kernel modules
  bool file_system = false;   ///< Landlock: programs and their data may be read; nothing may be written
};

/// For the whole process, once, while it has one thread. No new privileges in any case.
Confinement give_up_privileges();

/// Memory, processor time, open files; no core dump, no byte written to a regular file.
void limit_resources(const ExtractLimits& limits);

}  // namespace kecang
