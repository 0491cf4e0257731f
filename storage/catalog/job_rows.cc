#include "storage/catalog/job_rows.h"

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"

namespace kecang {
namespace {

std::string list_key(const Job& job) {
  switch (job.state) {
    case JobState::ready:
      return keys::ready_job(job.kind, job.id);
    case JobState::leased:
      return keys::leased_job(job.kind, job.lease_until, job.id);
    case JobState::dead:
      return keys::dead_job(job.id);
  }
  return {};
}

}  // namespace

Result<JobId> add_job(Transaction& tx, JobKind kind, std::string subject, const ImportId& import, Time now) {
  Job job;
  job.id = JobId::make(now);
  job.kind = kind;
  job.subject = std::move(subject);
  job.import = import;
  job.created_at = now;
  KECANG_TRY(tx.put(list_key(job), ""));
  KECANG_TRY(rows::put(tx, keys::job(job.id), job));
  return job.id;
}

Result<Job> held_job(MetaReader& reader, const JobId& id, std::uint64_t fence) {
  KECANG_ASSIGN(auto job, (rows::find<Job>(reader, keys::job(id))));
  if (!job || job->state != JobState::leased || job->fence != fence)
    return Error::conflict("job.fenced").because("job " + id.text());
  return std::move(*job);
}

Result<void> move_job(Transaction& tx, const Job& before, const Job& after) {
  KECANG_TRY(tx.erase(list_key(before)));
  KECANG_TRY(tx.put(list_key(after), ""));
  return rows::put(tx, keys::job(after.id), after);
}

Result<void> end_job(Transaction& tx, const Job& job) {
  KECANG_TRY(tx.erase(list_key(job)));
  return tx.erase(keys::job(job.id));
}

}  // namespace kecang
