#include "indexer/pipeline/held_jobs.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace kecang::pipeline {

void HeldJobs::add(std::vector<indexing::Assignment> assignments) {
  {
    const std::lock_guard lock(mutex_);
    std::move(assignments.begin(), assignments.end(), std::back_inserter(waiting_));
  }
  changed_.notify_all();
}

std::optional<indexing::Assignment> HeldJobs::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
  if (closed_) return std::nullopt;
  auto assignment = std::move(waiting_.front());
  waiting_.pop_front();
  running_[assignment.job.id] = assignment.job;
  lock.unlock();
  changed_.notify_all();
  return assignment;
}

void HeldJobs::done(const JobId& id) {
  {
    const std::lock_guard lock(mutex_);
    running_.erase(id);
  }
  changed_.notify_all();
}

void HeldJobs::lost(const JobId& id) {
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(waiting_, [&](const indexing::Assignment& assignment) { return assignment.job.id == id; });
  }
  changed_.notify_all();
}

bool HeldJobs::wait_below(std::size_t low, milliseconds patience) {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, patience, [&] { return waiting_.size() < low; });
}

std::vector<indexing::Assignment> HeldJobs::close() {
  std::vector<indexing::Assignment> rest;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    std::move(waiting_.begin(), waiting_.end(), std::back_inserter(rest));
    waiting_.clear();
  }
  changed_.notify_all();
  return rest;
}

std::vector<Job> HeldJobs::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<Job> jobs;
  for (const auto& assignment : waiting_) jobs.push_back(assignment.job);
  for (const auto& [id, job] : running_) jobs.push_back(job);
  return jobs;
}

bool HeldJobs::empty() const {
  const std::lock_guard lock(mutex_);
  return waiting_.empty() && running_.empty();
}

}  // namespace kecang::pipeline
