#pragma once
/// `kecang-indexer run`: claims files, reads them, keeps the index up, until it is stopped.
#include <filesystem>

#include "indexer/pipeline/index_loop.h"
#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/stop.h"
#include "storage/config.h"

namespace kecang::pipeline {

ServerPlace server_place(const Config& config);
IndexPlace index_place(const Config& config);

/// What stands beside the program.
struct Programs {
  std::filesystem::path extract;     ///< kecang-extract
  std::filesystem::path vocabulary;  ///< folder of the seed vocabulary; need not exist
};

/// Returns when `stop` is requested and what was begun is finished.
/// unavailable/indexer.no_extractor, or why the data folder cannot be used.
Result<void> run(const Config& config, const Programs& programs, Stop& stop);

}  // namespace kecang::pipeline
