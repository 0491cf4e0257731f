#pragma once
/// Does one job from its blob to the server's acknowledgement. Any thread may call; one call per thread at a
/// time.
#include <utility>

#include "indexer/pipeline/workshop.h"
#include "schemas/model/indexing.h"

namespace kecang::pipeline {

class JobRunner {
 public:
  explicit JobRunner(Workshop workshop) : workshop_(std::move(workshop)) {}

  /// What the file itself is guilty of ends as its outcome. An error is not the file's: the server is away,
  /// the job was lost to somebody else (conflict/job.fenced), nothing can be started here, or the program is
  /// to end (busy/pipeline.stopping).
  Result<void> run(const indexing::Assignment& assignment);

 private:
  Result<void> undo(const indexing::Assignment& assignment);
  Result<void> unpack(const indexing::Assignment& assignment);
  Result<void> read(const indexing::Assignment& assignment, ExtractTask task);
  Result<void> preview(const indexing::Assignment& assignment);
  const ExtractLimits& limits_of(ExtractTask task) const;

  Workshop workshop_;
};

}  // namespace kecang::pipeline
