#pragma once
/// Puts commits in one order: checks each transaction's reads, then writes waiting transactions together with
/// one fsync.
///
/// The order of checking is the order of writing, and a commit is checked against everything ordered before
/// it that its snapshot may not show. So transactions could have run one after the other in that order, and
/// every snapshot shows a beginning of it. While one group is on its way to the disk the next one gathers:
/// the fsync is never waited for with the mutex held.
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "schemas/base/result.h"
#include "storage/rocksdb/recent_writes.h"

namespace kecang {

enum class CommitOutcome { committed, conflict };

/// Any thread may call.
class CommitQueue {
 public:
  /// Writes the transactions in order, all or none, durable when it returns. Called by one thread at a time.
  using WriteGroup = std::function<Result<void>(const std::vector<const Writes*>&)>;

  CommitQueue(WriteGroup write_group, std::size_t remembered_keys);

  /// A running transaction. Made *before* its snapshot is taken, so that the snapshot shows at least every
  /// commit up to `start()`; as long as it lives, later commits are remembered.
  class Visit {
   public:
    explicit Visit(CommitQueue& queue);
    ~Visit();
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    std::uint64_t start() const { return *place_; }

   private:
    CommitQueue& queue_;
    std::multiset<std::uint64_t>::iterator place_;
  };

  /// Returns when the writes are durable, or at once on a conflict. After `write_group` failed once, every
  /// commit answers its error: what a failed write left in the file is unknown, so nothing may follow it.
  Result<CommitOutcome> commit(const Visit& visit, const std::vector<KeySpan>& reads, const Writes& writes);

 private:
  struct Ticket {
    std::uint64_t number;
    const Writes* writes;
    bool landed = false;
  };
  bool conflicts(std::uint64_t start, const std::vector<KeySpan>& reads) const;
  std::vector<Ticket*> take_group();
  void write_waiting(std::unique_lock<std::mutex>& lock);
  void settle(const std::vector<Ticket*>& group, const Result<void>& written);
  void forget_unneeded();

  const WriteGroup write_group_;
  std::mutex mutex_;
  std::condition_variable group_done_;
  RecentWrites recent_;
  std::multiset<std::uint64_t> visits_;  ///< where running transactions started
  std::deque<Ticket*> waiting_;
  std::uint64_t last_number_ = 0;
  std::uint64_t landed_ = 0;  ///< every commit up to this one is durable and visible
  bool writing_ = false;
  std::optional<Error> failure_;
};

}  // namespace kecang
