#pragma once
/// What `kecang-indexer` can do, one function a subcommand. Each prints its result to standard output.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "indexer/main/exit_code.h"
#include "indexer/pipeline/progress.h"
#include "indexer/pipeline/stop.h"
#include "storage/config.h"

namespace kecang {

struct ImportArguments {
  std::vector<std::filesystem::path> paths;
  std::optional<std::filesystem::path> manifest;
  std::string school;
  std::vector<std::string> groups;
  std::optional<std::filesystem::path> report;
  std::optional<std::filesystem::path> dry_run;  ///< where the plan is written to
  std::optional<std::filesystem::path> apply;    ///< a plan that was written and edited
  std::string undo;                              ///< id of an import
  bool no_wait = false;
};

struct VerifyArguments {
  bool repair = false;
  bool read_blobs = false;
};

struct RebuildArguments {
  bool rollback = false;
  bool publish_anyway = false;
};

struct LearnArguments {
  bool forget = false;
};

/// What every command gets.
struct Surroundings {
  Config config;
  pipeline::Stop& stop;
  seconds patience;  ///< how long a server that is away is waited for
  pipeline::Show progress;
  bool json;  ///< results as one JSON object instead of text
};

Result<ExitCode> run_command(const Surroundings& here);
Result<ExitCode> import_command(const Surroundings& here, const ImportArguments& arguments);
Result<ExitCode> verify_command(const Surroundings& here, const VerifyArguments& arguments);
Result<ExitCode> learn_command(const Surroundings& here, const LearnArguments& arguments);
Result<ExitCode> rebuild_command(const Surroundings& here, const RebuildArguments& arguments);

}  // namespace kecang
