#pragma once
/// Does one job from its blob to the server's acknowledgement. Any thread may call; one call per thread at a
/// time.
#include <filesystem>

#include "indexer/pipeline/internal_client.h"
#include "indexer/sandbox/extractor.h"
#include "schemas/model/indexing.h"
#include "storage/blob_store.h"

namespace kecang::pipeline {

struct JobLimits {
  ExtractLimits text;
  ExtractLimits archive;
};

class JobRunner {
 public:
  /// Everything has to outlive the runner. `spool_folder` exists.
  JobRunner(InternalClient& client, const Stop& stop, const BlobStore& blobs, Extractor& extractor,
            JobLimits limits, std::filesystem::path spool_folder);

  /// What the file itself is guilty of ends as its outcome. An error is not the file's: the server is away,
  /// the job was lost to somebody else (conflict/job.fenced), nothing can be started here, or the program is
  /// to end (busy/pipeline.stopping).
  Result<void> run(const indexing::Assignment& assignment);

 private:
  Result<void> unpack(const indexing::Assignment& assignment);
  Result<void> read(const indexing::Assignment& assignment);

  InternalClient& client_;
  const Stop& stop_;
  const BlobStore& blobs_;
  Extractor& extractor_;
  JobLimits limits_;
  std::filesystem::path spool_folder_;
};

}  // namespace kecang::pipeline
