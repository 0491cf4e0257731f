#include "indexer/pipeline/worker.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "storage/logging.h"

namespace kecang::pipeline {
namespace {

constexpr milliseconds kLease{15'000};
constexpr milliseconds kExtendEvery{4'000};
constexpr milliseconds kWaitForJobs{2'000};
constexpr milliseconds kNoticeStop{200};
constexpr milliseconds kAfterFailure{1'000};
/// A claim that finds no job but dirty resources comes back at once; the index needs a moment to take them.
constexpr milliseconds kBetweenClaims{200};
/// Jobs held in advance for each thread, so that none waits for the next claim.
constexpr std::size_t kHeldPerThread = 8;

/// Not the file's fault, and over when the server or the disk is back: the attempt does not count.
bool is_passing(const Error& error) {
  return error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::busy;
}

bool is_lost(const Error& error) {
  return error.kind() == ErrorKind::conflict || error.kind() == ErrorKind::not_found;
}

}  // namespace

Worker::Worker(InternalClient& client, JobRunner& runner, IndexLoop& index, WorkerKind kind, Stop& stop)
    : client_(client), runner_(runner), index_(index), kind_(kind), stop_(stop) {}

std::size_t Worker::held_at_most() const {
  return kind_.slow ? kind_.threads : kind_.threads * kHeldPerThread;
}

/// A commit waits for company while files are being read; slow work is no company.
void Worker::tell_index() {
  if (!kind_.slow) index_.set_busy(!held_.empty());
}

void Worker::run() {
  Stop finished;
  std::thread leases([&] { keep_leases(finished); });
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < kind_.threads; ++i) workers.emplace_back([this] { do_jobs(); });
  claim_jobs();
  for (const auto& assignment : held_.close())
    if (auto released = client_.release(assignment.job); !released) log::debug("a lease runs out by itself");
  for (auto& worker : workers) worker.join();
  finished.request();
  leases.join();
}

void Worker::claim_jobs() {
  while (!stop_.requested()) {
    if (!held_.wait_below(std::max<std::size_t>(held_at_most() / 2, 1), kNoticeStop)) continue;
    const auto asked = std::chrono::steady_clock::now();
    auto claimed = client_.claim({.limit = static_cast<std::uint32_t>(held_at_most()),
                                  .lease_ms = static_cast<std::uint32_t>(kLease.count()),
                                  .wait_ms = static_cast<std::uint32_t>(kWaitForJobs.count()),
                                  .slow = kind_.slow});
    if (!claimed) {
      if (!stop_.requested()) log::warn("cannot claim jobs, trying again", claimed.error());
      stop_.wait(kAfterFailure);
      continue;
    }
    const bool none = claimed->assignments.empty();
    held_.add(std::move(claimed->assignments));
    tell_index();
    if (claimed->dirty > 0) index_.changed(claimed->dirty);
    if (none && std::chrono::steady_clock::now() - asked < kBetweenClaims) stop_.wait(kBetweenClaims);
  }
}

void Worker::do_jobs() {
  while (const auto assignment = held_.take()) {
    do_job(*assignment);
    held_.done(assignment->job.id);
    tell_index();
  }
}

void Worker::do_job(const indexing::Assignment& assignment) {
  const auto done = runner_.run(assignment);
  if (done) {
    index_.changed(1);
    return;
  }
  give_up(assignment, done.error());
}

void Worker::give_up(const indexing::Assignment& assignment, const Error& error) {
  if (is_lost(error)) {
    log::info("somebody else does this job",
              {{"job", assignment.job.id.text()}, {"error", error.describe()}});
    return;
  }
  if (!is_passing(error)) {
    // Left to run out: the attempt counts, and after a few of them the file is set aside.
    log::error("job failed", {{"job", assignment.job.id.text()}, {"error", error.describe()}});
    return;
  }
  if (!stop_.requested()) log::warn("job given back", error);
  if (auto released = client_.release(assignment.job); !released) log::debug("a lease runs out by itself");
  stop_.wait(kAfterFailure);
}

void Worker::keep_leases(Stop& finished) {
  while (!finished.wait(kExtendEvery)) extend_leases();
}

void Worker::extend_leases() {
  for (const auto& job : held_.all()) {
    const auto extended = client_.extend(job, kLease);
    if (!extended && is_lost(extended.error())) held_.lost(job.id);
  }
}

}  // namespace kecang::pipeline
