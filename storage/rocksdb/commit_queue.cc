#include "storage/rocksdb/commit_queue.h"

#include <algorithm>
#include <utility>

namespace kecang {
namespace {

/// A group larger than this waits for the next fsync: half of the engine's write buffer.
constexpr std::size_t kGroupBytes = 4ULL << 20;

std::size_t bytes_of(const Writes& writes) {
  std::size_t bytes = 0;
  for (const auto& [key, value] : writes) bytes += key.size() + (value ? value->size() : 0);
  return bytes;
}

}  // namespace

CommitQueue::CommitQueue(WriteGroup write_group, std::size_t remembered_keys)
    : write_group_(std::move(write_group)), recent_(remembered_keys) {}

CommitQueue::Visit::Visit(CommitQueue& queue) : queue_(queue) {
  const std::lock_guard lock(queue_.mutex_);
  place_ = queue_.visits_.insert(queue_.landed_);
}

CommitQueue::Visit::~Visit() {
  const std::lock_guard lock(queue_.mutex_);
  queue_.visits_.erase(place_);
  queue_.forget_unneeded();
}

Result<CommitOutcome> CommitQueue::commit(const Visit& visit, const std::vector<KeySpan>& reads,
                                          const Writes& writes) {
  std::unique_lock lock(mutex_);
  if (failure_) return *failure_;
  if (conflicts(visit.start(), reads)) return CommitOutcome::conflict;
  if (writes.empty()) return CommitOutcome::committed;
  Ticket ticket{.number = ++last_number_, .writes = &writes};
  recent_.record(ticket.number, writes);
  waiting_.push_back(&ticket);
  while (!ticket.landed && !failure_) {
    if (writing_) {
      group_done_.wait(lock);
    } else {
      write_waiting(lock);
    }
  }
  if (!ticket.landed) return *failure_;
  return CommitOutcome::committed;
}

bool CommitQueue::conflicts(std::uint64_t start, const std::vector<KeySpan>& reads) const {
  return std::any_of(reads.begin(), reads.end(),
                     [&](const KeySpan& span) { return recent_.written_since(start, span); });
}

std::vector<CommitQueue::Ticket*> CommitQueue::take_group() {
  std::vector<Ticket*> group;
  std::size_t bytes = 0;
  while (!waiting_.empty() && bytes < kGroupBytes) {
    bytes += bytes_of(*waiting_.front()->writes);
    group.push_back(waiting_.front());
    waiting_.pop_front();
  }
  return group;
}

void CommitQueue::write_waiting(std::unique_lock<std::mutex>& lock) {
  writing_ = true;
  const auto group = take_group();
  std::vector<const Writes*> writes;
  writes.reserve(group.size());
  for (const Ticket* ticket : group) writes.push_back(ticket->writes);
  lock.unlock();
  const Result<void> written = write_group_(writes);
  lock.lock();
  writing_ = false;
  settle(group, written);
  group_done_.notify_all();
}

void CommitQueue::settle(const std::vector<Ticket*>& group, const Result<void>& written) {
  if (!written) {
    failure_ = written.error();
    waiting_.clear();
    return;
  }
  for (Ticket* ticket : group) ticket->landed = true;
  landed_ = group.back()->number;
}

void CommitQueue::forget_unneeded() {
  recent_.forget_through(visits_.empty() ? landed_ : std::min(landed_, *visits_.begin()));
}

}  // namespace kecang
