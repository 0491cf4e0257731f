#include "indexer/pipeline/job_runner.h"

#include <unistd.h>

#include <utility>

#include "indexer/pipeline/member_batches.h"
#include "indexer/pipeline/text_gathering.h"

namespace kecang::pipeline {
namespace {

/// A child may be killed by somebody else (an operator, the kernel short of memory), so one crash proves
/// nothing about a file; this many do.
constexpr int kCrashesThatCount = 3;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

bool crashed(const ExtractEnd& end) {
  return end.reason == "extract.crashed";
}

/// Whether opening the original failed for good, so that it is the file's end state and no reason to try
/// again.
bool is_lost(const Error& error) {
  return error.kind() == ErrorKind::not_found || error.kind() == ErrorKind::corrupt;
}

ExtractEnd lost(const Error& error) {
  return {.status = ExtractStatus::broken, .reason = error.code()};
}

Result<int> open_original(const BlobStore& blobs, const BlobId& id) {
  KECANG_ASSIGN(const auto reader, blobs.open(id));
  return reader->descriptor();
}

}  // namespace

Result<void> JobRunner::run(const indexing::Assignment& assignment) {
  return assignment.job.kind == JobKind::unpack ? unpack(assignment) : read(assignment);
}

Result<void> JobRunner::unpack(const indexing::Assignment& assignment) {
  auto original = open_original(workshop_.blobs, assignment.blob);
  if (!original) {
    if (!is_lost(original.error())) return std::move(original).error();
    KECANG_TRY(workshop_.client.unpacked(assignment.job, lost(original.error())));
    return {};
  }
  const Descriptor file(*original);
  MemberBatches batches(workshop_.client, workshop_.stop, assignment.job, assignment.members_stored,
                        workshop_.spool_folder);
  ExtractEnd end;
  for (int tries = 0; tries == 0 || (crashed(end) && tries < kCrashesThatCount); ++tries) {
    batches.restart();
    KECANG_ASSIGN(end, workshop_.extractor.run(ExtractTask::members, file.get(), assignment.name,
                                               workshop_.limits.archive, batches));
  }
  KECANG_TRY(batches.flush());
  KECANG_TRY(workshop_.client.unpacked(assignment.job, end));
  return {};
}

Result<void> JobRunner::read(const indexing::Assignment& assignment) {
  TextGathering text;
  auto original = open_original(workshop_.blobs, assignment.blob);
  if (!original) {
    if (!is_lost(original.error())) return std::move(original).error();
    return workshop_.client.outcome(assignment.job, text.take(lost(original.error())));
  }
  const Descriptor file(*original);
  indexing::Outcome outcome;
  for (int tries = 0; tries == 0 || (crashed(outcome.end) && tries < kCrashesThatCount); ++tries) {
    text = {};
    KECANG_ASSIGN(auto end, workshop_.extractor.run(ExtractTask::text, file.get(), assignment.name,
                                                    workshop_.limits.text, text));
    outcome = text.take(std::move(end));
  }
  outcome.tags = workshop_.guessing.tags(assignment.path, outcome.segments);
  return workshop_.client.outcome(assignment.job, outcome);
}

}  // namespace kecang::pipeline
