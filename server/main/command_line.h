#pragma once
/// What the person at the terminal asked for.
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "storage/config.h"

namespace kecang {

/// 0 all went well, 1 some of it, 2 wrong use, 3 wrong configuration, 4 the machine does not allow it.
enum class Exit { ok = 0, partly = 1, usage = 2, configuration = 3, environment = 4 };

/// Options that every command knows.
struct CommonOptions {
  std::optional<std::filesystem::path> config_file;
  std::map<std::string, std::string> settings;  ///< dotted key → value, from options such as --data
};

struct CommandLine {
  CommonOptions common;
  enum class Command {
    run,
    init,
    reset_password,
    create_admin,
    verify_audit,
    roster,
    config_show,
    config_check
  } command = Command::run;
  bool json = false;           ///< init
  std::string login;           ///< reset-password, create-admin
  std::string name;            ///< create-admin
  std::string roster_kind;     ///< roster
  std::filesystem::path file;  ///< roster
  bool dry_run = false;        ///< roster
  bool origin = false;         ///< config show
};

/// Nothing when the process is to end at once with `exit` (help was shown, or the words were wrong).
std::optional<CommandLine> parse_command_line(int count, char** words, int& exit);

/// File, environment and options together.
Result<LoadedConfig> load(const CommonOptions& options);

}  // namespace kecang
