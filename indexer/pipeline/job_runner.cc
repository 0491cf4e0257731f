#include "indexer/pipeline/job_runner.h"

#include <utility>

#include "indexer/pipeline/derived_files.h"
#include "indexer/pipeline/member_batches.h"
#include "indexer/pipeline/nested_text.h"
#include "indexer/pipeline/original.h"
#include "indexer/pipeline/planner.h"
#include "indexer/pipeline/text_gathering.h"
#include "indexer/pipeline/wishes.h"

namespace kecang::pipeline {
Result<void> JobRunner::run(const indexing::Assignment& assignment) {
  switch (assignment.job.kind) {
    case JobKind::undo:
      return undo(assignment);
    case JobKind::plan:
      return Planner(workshop_, assignment).run();
    case JobKind::unpack:
      return unpack(assignment);
    case JobKind::read:
      return read(assignment, ExtractTask::text);
    case JobKind::ocr:
      return read(assignment, ExtractTask::ocr);
    case JobKind::preview:
      return preview(assignment);
  }
  return {};
}

Result<void> JobRunner::undo(const indexing::Assignment& assignment) {
  while (!workshop_.stop.requested()) {
    KECANG_ASSIGN(const auto import, workshop_.client.undo(assignment.job));
    if (import.state != ImportState::undoing) return {};
  }
  return Error::busy("pipeline.stopping");
}

Result<void> JobRunner::unpack(const indexing::Assignment& assignment) {
  const auto original = Original::open(workshop_.blobs, assignment.blob);
  if (!original) {
    if (!is_lost(original.error())) return original.error();
    KECANG_TRY(workshop_.client.unpacked(assignment.job, lost(original.error())));
    return {};
  }
  MemberBatches batches(workshop_.client, workshop_.stop, assignment.job, assignment.members_stored,
                        workshop_.spool_folder);
  ExtractEnd end;
  for (int tries = 0; tries == 0 || (crashed(end) && tries < kCrashesThatCount); ++tries) {
    batches.restart();
    KECANG_ASSIGN(end, workshop_.extractor.run(ExtractTask::members, original->fd(), assignment.name,
                                               workshop_.limits.archive, batches));
  }
  KECANG_TRY(batches.flush());
  KECANG_TRY(workshop_.client.unpacked(assignment.job, end));
  return {};
}

Result<void> JobRunner::read(const indexing::Assignment& assignment, ExtractTask task) {
  TextGathering text;
  const auto original = Original::open(workshop_.blobs, assignment.blob);
  if (!original) {
    if (!is_lost(original.error())) return original.error();
    return workshop_.client.outcome(assignment.job, text.take(lost(original.error())));
  }
  indexing::Outcome outcome;
  for (int tries = 0; tries == 0 || (crashed(outcome.end) && tries < kCrashesThatCount); ++tries) {
    text = {};
    KECANG_ASSIGN(auto end,
                  workshop_.extractor.run(task, original->fd(), assignment.name, limits_of(task), text));
    outcome = text.take(std::move(end));
  }
  if (task == ExtractTask::text && holds_members(outcome.head))
    KECANG_TRY(add_nested_text(workshop_, original->fd(), assignment.name, outcome));
  outcome.tags = workshop_.guessing.tags(assignment.path, outcome.segments, outcome.questions.size());
  if (task == ExtractTask::text) outcome.wishes = wishes_for(outcome, workshop_.wishes);
  return workshop_.client.outcome(assignment.job, outcome);
}

const ExtractLimits& JobRunner::limits_of(ExtractTask task) const {
  return task == ExtractTask::text ? workshop_.limits.text : workshop_.limits.ocr;
}

Result<void> JobRunner::preview(const indexing::Assignment& assignment) {
  const auto original = Original::open(workshop_.blobs, assignment.blob);
  if (!original) {
    if (!is_lost(original.error())) return original.error();
    return workshop_.client.derived(assignment.job, lost(original.error()), nullptr);
  }
  DerivedFiles files(workshop_.spool_folder);
  KECANG_ASSIGN(const auto end, workshop_.extractor.run(ExtractTask::preview, original->fd(), assignment.name,
                                                        workshop_.limits.preview, files));
  return workshop_.client.derived(assignment.job, end, files.body());
}

}  // namespace kecang::pipeline
