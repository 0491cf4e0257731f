/// Claiming, extending and giving back jobs.
#include <algorithm>
#include <utility>

#include "storage/catalog/import_rows.h"
#include "storage/catalog/job_rows.h"
#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "storage/catalog/work_rows.h"

namespace kecang {
namespace {

constexpr std::size_t kClaimedAtOnce = 64;

/// Jobs that look claimable, in the order they should go out. Looked up outside the transaction, so that
/// claiming and queueing do not get in each other's way; each is checked again when it is taken.
Result<std::vector<Job>> claimable(MetaReader& reader, Time now, std::size_t limit, Pace pace) {
  const bool slow = pace == Pace::slow;
  Range expired = Range::prefix(slow ? keys::kSlowLeasedJobs : keys::kLeasedJobs, limit);
  expired.to = keys::leased_job(slow ? JobKind::ocr : JobKind::read, now + milliseconds(1), JobId());
  KECANG_ASSIGN(auto found, reader.scan(expired));
  const auto queue = slow ? keys::kSlowReadyJobs : keys::kReadyJobs;
  KECANG_ASSIGN(const auto ready, reader.scan(Range::prefix(queue, limit)));
  found.insert(found.end(), ready.begin(), ready.end());
  std::vector<std::string> wanted;
  wanted.reserve(found.size());
  for (const auto& row : found) wanted.push_back(keys::join("job", keys::last_part(row.key)));
  KECANG_ASSIGN(auto jobs, (rows::find_all<Job>(reader, wanted)));
  std::vector<Job> answer;
  for (auto& job : jobs)
    if (job) answer.push_back(std::move(*job));
  std::sort(answer.begin(), answer.end(),
            [](const Job& a, const Job& b) { return std::tie(a.kind, a.id) < std::tie(b.kind, b.id); });
  return answer;
}

bool may_be_claimed(const Job& job, Time now) {
  return job.state == JobState::ready || (job.state == JobState::leased && job.lease_until <= now);
}

/// Nobody could finish it: its subject ends as broken, and the job stays for the operator to look at.
Result<void> give_up(Transaction& tx, const Job& job, Time now) {
  const ExtractEnd end{.status = ExtractStatus::broken, .reason = "extract.gave_up"};
  switch (job.kind) {
    case JobKind::plan:
    case JobKind::unpack:
      KECANG_TRY(end_unpacking(tx, ImportId::trusted(job.subject), end, now));
      break;
    case JobKind::read:
      KECANG_TRY(end_reading_broken(tx, ResourceId::trusted(job.subject), end.reason, now));
      break;
    case JobKind::undo:  // what was asked for stays asked for, until somebody looks
    case JobKind::ocr:   // the file is stored and found by its name
      break;
    case JobKind::preview:
      KECANG_TRY(end_preview(tx, ResourceId::trusted(job.subject), end.reason, now));
      break;
  }
  Job dead = job;
  dead.state = JobState::dead;
  return move_job(tx, job, dead);
}

Result<Job> lease_out(Transaction& tx, const Job& job, Time until) {
  Job leased = job;
  leased.state = JobState::leased;
  leased.lease_until = until;
  leased.attempts += 1;
  leased.fence += 1;
  KECANG_TRY(move_job(tx, job, leased));
  return leased;
}

}  // namespace

Result<std::vector<Job>> WorkQueue::claim(std::size_t limit, milliseconds lease, Pace pace) {
  limit = std::clamp<std::size_t>(limit, 1, kClaimedAtOnce);
  std::vector<Job> claimed;
  const auto step = [&](Transaction& tx) -> Result<void> {
    claimed.clear();
    const Time now = clock_.now();
    KECANG_ASSIGN(const auto candidates, claimable(*store_.snapshot(), now, limit, pace));
    for (const auto& candidate : candidates) {
      if (claimed.size() == limit) break;
      KECANG_ASSIGN(const auto job, (rows::find<Job>(tx, keys::job(candidate.id))));
      if (!job || !may_be_claimed(*job, now)) continue;
      if (job->attempts >= kAttempts) {
        KECANG_TRY(give_up(tx, *job, now));
        continue;
      }
      KECANG_ASSIGN(auto leased, lease_out(tx, *job, now + lease));
      claimed.push_back(std::move(leased));
    }
    return {};
  };
  KECANG_TRY(store_.run(step));
  return claimed;
}

Result<void> WorkQueue::extend(const JobId& id, std::uint64_t fence, milliseconds lease) {
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto job, held_job(tx, id, fence));
    Job longer = job;
    longer.lease_until = clock_.now() + lease;
    return move_job(tx, job, longer);
  });
}

Result<void> WorkQueue::release(const JobId& id, std::uint64_t fence) {
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto job, held_job(tx, id, fence));
    Job ready = job;
    ready.state = JobState::ready;
    ready.attempts -= 1;
    return move_job(tx, job, ready);
  });
}

Result<void> WorkQueue::drop(const JobId& id, std::uint64_t fence) {
  return store_.run([&](Transaction& tx) -> Result<void> {
    KECANG_ASSIGN(const auto job, held_job(tx, id, fence));
    return end_job(tx, job);
  });
}

Result<std::uint64_t> WorkQueue::ready_jobs(std::uint64_t at_most) const {
  return rows::count(*store_.snapshot(), keys::kReadyJobs, at_most);
}

Result<Page<Job>> WorkQueue::dead_jobs(const PageRequest& page) const {
  const auto snapshot = store_.snapshot();
  KECANG_ASSIGN(auto found, rows::page_of(*snapshot, keys::kDeadJobs, page, rows::Order::descending));
  Page<Job> answer{.items = {}, .next = std::move(found.next)};
  for (const auto& row : found.items) {
    KECANG_ASSIGN(auto job, (rows::find<Job>(*snapshot, keys::join("job", keys::last_part(row.key)))));
    if (job) answer.items.push_back(std::move(*job));
  }
  return answer;
}

}  // namespace kecang
