#pragma once
/// Does one job from its blob to the server's acknowledgement. Any thread may call; one call per thread at a
/// time.
#include <filesystem>
#include <utility>

#include "indexer/pipeline/guessing.h"
#include "indexer/pipeline/internal_client.h"
#include "indexer/sandbox/extractor.h"
#include "schemas/model/indexing.h"
#include "storage/blob_store.h"

namespace kecang::pipeline {

struct JobLimits {
  ExtractLimits text;
  ExtractLimits archive;
};

/// What a runner works with; everything has to outlive it.
struct Workshop {
  InternalClient& client;
  const Stop& stop;
  const BlobStore& blobs;
  Extractor& extractor;
  Guessing& guessing;
  JobLimits limits;
  std::filesystem::path spool_folder;  ///< exists
};

class JobRunner {
 public:
  explicit JobRunner(Workshop workshop) : workshop_(std::move(workshop)) {}

  /// What the file itself is guilty of ends as its outcome. An error is not the file's: the server is away,
  /// the job was lost to somebody else (conflict/job.fenced), nothing can be started here, or the program is
  /// to end (busy/pipeline.stopping).
  Result<void> run(const indexing::Assignment& assignment);

 private:
  Result<void> unpack(const indexing::Assignment& assignment);
  Result<void> read(const indexing::Assignment& assignment);

  Workshop workshop_;
};

}  // namespace kecang::pipeline
