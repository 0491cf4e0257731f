#pragma once
/// `kecang-indexer rebuild`: a new index beside the live one, which takes its place when it is whole.
#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/progress.h"
#include "indexer/pipeline/stop.h"
#include "schemas/base/clock.h"

namespace kecang::pipeline {

/// The process that writes the index does it; where none runs, this one. Returns when the new index is live.
Result<void> rebuild(InternalClient& client, const std::filesystem::path& data, const Clock& clock,
                     Show progress, Stop& stop);

}  // namespace kecang::pipeline
