#pragma once
/// `kecang-indexer import PATH…`: hands archives, files and folders to the running server and waits until
/// every file in them has its end state.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/progress.h"
#include "indexer/pipeline/stop.h"

namespace kecang::pipeline {

enum class Wait { until_done, no };

struct FilesToImport {
  std::vector<std::filesystem::path> paths;
  std::string school;               ///< key or id
  std::vector<std::string> groups;  ///< keys or ids
  bool review = false;              ///< only list what is in archives, and wait for a person's word
  Wait wait = Wait::until_done;
  Show progress = Show::yes;
  std::optional<std::filesystem::path> report;
};

struct ImportedFiles {
  std::vector<ImportProgress> imports;  ///< one for each path, in order
  /// Some file or archive ended encrypted, broken or too large; the report says which.
  bool some_failed() const;
};

/// busy/pipeline.stopping when interrupted: the server goes on with what it was given.
Result<ImportedFiles> import_files(InternalClient& client, const FilesToImport& what, Stop& stop);

/// Until nothing is left to be done for it: done, failed, undone, or planned and looked through.
Result<ImportProgress> wait_for_import(InternalClient& client, const Import& import, Show show, Stop& stop);
/// What became of each file, as CSV.
Result<void> write_report(InternalClient& client, const ImportedFiles& imported,
                          const std::filesystem::path& file);

}  // namespace kecang::pipeline
