#pragma once
/// `kecang-indexer rebuild`: a new index beside the live one, which takes its place when it is whole and
/// compares well; or back to the one before.
#include "indexer/pipeline/index_loop.h"
#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/progress.h"
#include "indexer/pipeline/stop.h"
#include "schemas/base/clock.h"
#include "schemas/model/rebuild.h"

namespace kecang::pipeline {

struct RebuildOptions {
  RebuildAction action = RebuildAction::rebuild;
  bool publish_anyway = false;  ///< even if it compares badly
  Show progress = Show::yes;
};

/// The process that writes the index does it; where none runs, this one. Returns when it has ended, well or
/// not (`done`, `refused`). conflict/index.rebuild_running while another kind of rebuild goes on;
/// unavailable/index.no_room, not_found/index.no_former and what else may make it fail.
Result<RebuildStatus> rebuild(InternalClient& client, const IndexPlace& place, const Clock& clock,
                              const RebuildOptions& options, Stop& stop);

}  // namespace kecang::pipeline
