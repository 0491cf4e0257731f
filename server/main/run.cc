#include <csignal>
#include <filesystem>
#include <iostream>

#include "server/main/commands.h"
#include "server/main/running.h"
#include "storage/logging.h"

namespace kecang {
namespace {

namespace fs = std::filesystem;

/// Signals are taken by this thread alone; blocked before any other starts.
sigset_t block_signals() {
  sigset_t waited_for;
  sigemptyset(&waited_for);
  sigaddset(&waited_for, SIGTERM);
  sigaddset(&waited_for, SIGINT);
  pthread_sigmask(SIG_BLOCK, &waited_for, nullptr);
  return waited_for;
}

fs::path indexer_program() {
  std::error_code failure;
  return fs::read_symlink("/proc/self/exe", failure).parent_path() / "kecang-indexer";
}

std::vector<std::string> indexer_command(const Config& config, const CommonOptions& common) {
  if (!config.server.indexer) return {};
  const auto program = indexer_program();
  std::error_code failure;
  if (!fs::exists(program, failure)) {
    log::warn("kecang-indexer is not beside kecang-server; files are stored and not read",
              Error::unavailable("indexer.missing").with("path", program.string()));
    return {};
  }
  std::vector<std::string> command{program.string(), "run", "--data",
                                   fs::absolute(config.storage.data).string()};
  if (common.config_file) command.insert(command.end(), {"--config", common.config_file->string()});
  return command;
}

}  // namespace

Exit run(const LoadedConfig& loaded, const CommonOptions& common) {
  const auto waited_for = block_signals();
  const auto server = RunningServer::start(loaded.config, indexer_command(loaded.config, common));
  if (!server) {
    complain(server.error());
    return exit_for(server.error());
  }
  log::info("kecang-server is ready", {{"address", (*server)->address()}});
  int signal = 0;
  sigwait(&waited_for, &signal);
  log::info("kecang-server is stopping", {{"signal", std::to_string(signal)}});
  (*server)->stop();
  return Exit::ok;
}

}  // namespace kecang
