#pragma once
/// Jobs as rows: the job itself and the one list it stands in (ready, leased or dead). For the catalogue's
/// own files.
#include <string>

#include "schemas/model/work.h"
#include "storage/meta_store.h"

namespace kecang {

/// A new job, ready to be claimed.
Result<JobId> add_job(Transaction& tx, JobKind kind, std::string subject, const ImportId& import, Time now);
/// The job as its claimant holds it; conflict/job.fenced when it is gone or somebody claimed it since.
Result<Job> held_job(MetaReader& reader, const JobId& id, std::uint64_t fence);
/// Replaces a job and moves it to the list its new state asks for.
Result<void> move_job(Transaction& tx, const Job& before, const Job& after);
Result<void> end_job(Transaction& tx, const Job& job);

}  // namespace kecang
