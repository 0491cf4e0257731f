#pragma once
/// One running fork server (serve.h), seen from the process that started it. It serves one extraction at a
/// time. Not for use by several threads at once.
#include <sys/types.h>

#include <memory>
#include <optional>
#include <string>

#include "indexer/sandbox/descriptor.h"
#include "indexer/sandbox/serve.h"
#include "schemas/base/result.h"

namespace kecang {

class ForkServer {
 public:
  /// unavailable/extract.cannot_start when `program` cannot be run, unavailable/extract.not_confined when it
  /// found no confinement and needs one.
  static Result<std::unique_ptr<ForkServer>> start(const std::string& program, Confinement confinement,
                                                   Workplace workplace = Workplace::read_only);
  /// Kills it and all it started.
  ~ForkServer();
  ForkServer(const ForkServer&) = delete;
  ForkServer& operator=(const ForkServer&) = delete;

  int socket() const { return socket_.get(); }
  /// What confines it.
  const Layers& layers() const { return layers_; }

 private:
  int wait_for_end();

  ForkServer(Descriptor socket, pid_t pid) : socket_(std::move(socket)), pid_(pid) {}
  Descriptor socket_;
  pid_t pid_;
  Layers layers_;
};

}  // namespace kecang
