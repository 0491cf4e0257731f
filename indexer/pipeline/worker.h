#pragma once
/// Claims jobs from the server and does them on several threads, keeping their leases alive meanwhile.
#include <cstddef>

#include "indexer/pipeline/held_jobs.h"
#include "indexer/pipeline/index_loop.h"
#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/job_runner.h"
#include "indexer/pipeline/stop.h"

namespace kecang::pipeline {

struct WorkerKind {
  std::size_t threads = 1;
  bool slow = false;  ///< does what nobody waits for (is_slow), and nothing else
};

class Worker {
 public:
  /// Everything has to outlive the worker. `index` is told what becomes ready for it.
  Worker(InternalClient& client, JobRunner& runner, IndexLoop& index, WorkerKind kind, Stop& stop);

  /// Until the stop: then what was begun is finished, and what was not is given back.
  void run();

 private:
  void claim_jobs();
  /// Jobs held in advance, so that no thread waits for the next claim.
  std::size_t held_at_most() const;
  void tell_index();
  void do_jobs();
  void do_job(const indexing::Assignment& assignment);
  void give_up(const indexing::Assignment& assignment, const Error& error);
  void keep_leases(Stop& finished);
  void extend_leases();

  InternalClient& client_;
  JobRunner& runner_;
  IndexLoop& index_;
  WorkerKind kind_;
  Stop& stop_;
  HeldJobs held_;
};

}  // namespace kecang::pipeline
