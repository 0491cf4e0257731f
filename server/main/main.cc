#include <malloc.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>

#include "server/main/commands.h"
#include "storage/logging.h"

namespace kecang {
namespace {

/// Each arena keeps what its threads once needed; a server of many threads must not have many.
constexpr int kArenas = 2;

void prepare_process() {
  mallopt(M_ARENA_MAX, kArenas);
  std::signal(SIGPIPE, SIG_IGN);
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
}

Exit obey(const CommandLine& line, const LoadedConfig& loaded) {
  using Command = CommandLine::Command;
  switch (line.command) {
    case Command::run:
      return run(loaded, line.common);
    case Command::init:
      return init(loaded.config, line);
    case Command::reset_password:
      return reset_password(loaded.config, line);
    case Command::create_admin:
      return create_admin(loaded.config, line);
    case Command::verify_audit:
      return verify_audit(loaded.config);
    case Command::roster:
      return import_roster(loaded.config, line);
    case Command::config_show:
      return show_config(loaded, line);
    case Command::config_check:
      std::cout << "配置正确。 The configuration is right.\n";
      return Exit::ok;
  }
  return Exit::usage;
}

int serve(int count, char** words) {
  int exit = 0;
  const auto line = parse_command_line(count, words, exit);
  if (!line) return exit;
  const auto loaded = load(line->common);
  if (!loaded) {
    complain(loaded.error());
    return static_cast<int>(Exit::configuration);
  }
  log::set_up(loaded->config.log.level, loaded->config.log.format);
  prepare_process();
  return static_cast<int>(obey(*line, *loaded));
}

}  // namespace
}  // namespace kecang

int main(int count, char** words) {
  return kecang::serve(count, words);
}
