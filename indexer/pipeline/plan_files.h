#pragma once
/// Plans of imports as files an operator edits: written by `import --dry-run`, taken back by `import
/// --apply`.
#include <filesystem>
#include <vector>

#include "indexer/pipeline/import_files.h"

namespace kecang::pipeline {

/// One table of all plans (schemas/plan-table.md).
Result<void> write_plans(InternalClient& client, const ImportedFiles& planned,
                         const std::filesystem::path& file);

struct AppliedPlans {
  ImportedFiles imported;
  std::uint64_t changed = 0;           ///< files the table says something new about
  std::vector<TableProblem> problems;  ///< rows that were passed over; nothing was applied if there are any
};

/// Takes the table back and applies the plans it names. Run again after an interruption it goes on: a plan
/// that was applied is only waited for. invalid/plan.table_without_import, report.cannot_read, and those of
/// the server.
Result<AppliedPlans> apply_plans(InternalClient& client, const std::filesystem::path& table, Wait wait,
                                 Show show, Stop& stop);

}  // namespace kecang::pipeline
