#pragma once
/// What jobs are done with.
#include <filesystem>

#include "indexer/pipeline/guessing.h"
#include "indexer/pipeline/internal_client.h"
#include "indexer/sandbox/extractor.h"
#include "storage/blob_store.h"

namespace kecang::pipeline {

struct JobLimits {
  ExtractLimits text;
  ExtractLimits archive;
  ExtractLimits ocr;
  ExtractLimits preview;
};

/// What is made of a file besides its text.
struct Wishes {
  bool previews = true;
  bool ocr = false;
};

/// What a runner works with; everything has to outlive it.
struct Workshop {
  InternalClient& client;
  const Stop& stop;
  const BlobStore& blobs;
  Extractor& extractor;
  Guessing& guessing;
  JobLimits limits;
  Wishes wishes;
  std::filesystem::path spool_folder;  ///< exists
};

}  // namespace kecang::pipeline
