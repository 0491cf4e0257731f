#pragma once
/// `kecang-indexer import --manifest FILE.jsonl`: moves an old catalogue in, one record a line, in constant
/// memory. Lines that are wrong are reported by line and field; the rest goes in. Sent again it updates and
/// never duplicates.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "indexer/pipeline/import_files.h"
#include "indexer/pipeline/manifest_line.h"

namespace kecang::pipeline {

struct ManifestToImport {
  std::filesystem::path file;
  std::string school;            ///< owner of records that name none; may be empty
  Wait wait = Wait::until_done;  ///< until the index has them, too
  Show progress = Show::yes;
  std::optional<std::filesystem::path> report;
};

struct ImportedManifest {
  std::uint64_t lines = 0;
  std::uint64_t created = 0;
  std::uint64_t updated = 0;
  std::uint64_t unchanged = 0;
  std::uint64_t rejected = 0;
  std::vector<LineProblem> first_problems;  ///< at most kShown; all of them are in the report
  static constexpr std::size_t kShown = 20;
};

/// busy/pipeline.stopping when interrupted: run again, it goes on where it stands.
Result<ImportedManifest> import_manifest(InternalClient& client, const ManifestToImport& what, Stop& stop);

}  // namespace kecang::pipeline
