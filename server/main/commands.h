#pragma once
/// The commands of kecang-server. Each says what happened on standard output, or why not on standard error.
#include "server/main/command_line.h"

namespace kecang {

Exit run(const LoadedConfig& loaded, const CommonOptions& common);
Exit init(const Config& config, const CommandLine& line);
Exit reset_password(const Config& config, const CommandLine& line);
Exit create_admin(const Config& config, const CommandLine& line);
Exit verify_audit(const Config& config);
Exit import_roster(const Config& config, const CommandLine& line);
Exit show_config(const LoadedConfig& loaded, const CommandLine& line);

/// Both sentences of an error, Chinese first, and what the operator needs beside.
void complain(const Error& error);
/// What an error means for the process.
Exit exit_for(const Error& error);

}  // namespace kecang
