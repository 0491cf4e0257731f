#pragma once
/// `kecang-indexer run`: claims files, reads them, keeps the index up, until it is stopped.
#include <filesystem>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/stop.h"
#include "storage/config.h"

namespace kecang::pipeline {

ServerPlace server_place(const Config& config);

/// Returns when `stop` is requested and what was begun is finished. `extract` is the path of kecang-extract.
/// unavailable/indexer.no_extractor, or why the data folder cannot be used.
Result<void> run(const Config& config, const std::filesystem::path& extract, Stop& stop);

}  // namespace kecang::pipeline
