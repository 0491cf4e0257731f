#pragma once
/// The jobs this process has leased: those that wait for a thread and those being done. Any thread may call.
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "schemas/model/indexing.h"

namespace kecang::pipeline {

class HeldJobs {
 public:
  void add(std::vector<indexing::Assignment> assignments);
  /// Waits for a job and marks it as being done; nothing after `close`.
  std::optional<indexing::Assignment> take();
  /// The job is over, whichever way.
  void done(const JobId& id);
  /// Somebody else has it by now: not to be begun any more.
  void lost(const JobId& id);
  /// Waits until fewer than `low` jobs wait for a thread, but not longer than `patience`; true if so.
  bool wait_below(std::size_t low, milliseconds patience);
  /// No job is begun from now on; the answer is those that were not, to be given back.
  std::vector<indexing::Assignment> close();
  /// All of them, for extending their leases.
  std::vector<Job> all() const;
  bool empty() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<indexing::Assignment> waiting_;
  std::map<JobId, Job> running_;
  bool closed_ = false;
};

}  // namespace kecang::pipeline
