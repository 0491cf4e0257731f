#pragma once
/// How a command ended, for whoever started it.
#include "schemas/base/result.h"

namespace kecang {

enum class ExitCode {
  ok = 0,
  some_failed = 1,  ///< some items failed; the report says which
  usage = 2,
  configuration = 3,
  environment = 4,    ///< the server, the disk, a lock, a missing program
  interrupted = 130,  ///< and can be run again
};

inline ExitCode exit_code(const Error& error) {
  if (error.code() == "pipeline.stopping") return ExitCode::interrupted;
  if (error.code().starts_with("config.")) return ExitCode::configuration;
  if (error.kind() == ErrorKind::invalid || error.kind() == ErrorKind::not_found) return ExitCode::usage;
  return ExitCode::environment;
}

}  // namespace kecang
