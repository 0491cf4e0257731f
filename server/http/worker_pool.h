#pragma once
/// Threads that handle requests. At most `running` tasks run at once; a task that waits for its peer (a slow
/// upload, a slow reader) lends its place to another meanwhile, so slow peers cannot use up the pool. Any
/// thread may call.
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace kecang::http {

class WorkerPool {
 public:
  using Task = std::function<void()>;

  /// `threads` bounds running and waiting tasks together, `queue` those that have not begun.
  WorkerPool(unsigned running, unsigned threads, std::size_t queue);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// False when the queue is full or the pool has been stopped: the task was not taken.
  bool submit(Task task);
  /// Drops what has not begun and waits for what has. Idempotent.
  void stop();

  /// Lives while the calling task waits for its peer.
  class Lent {
   public:
    explicit Lent(WorkerPool& pool);
    ~Lent();
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;

   private:
    WorkerPool& pool_;
  };

 private:
  enum class Caller { free_worker, other };

  void work();
  // The caller of these holds mutex_.
  /// Gives free places to lenders that want theirs back and to workers for queued tasks, in turns.
  void hand_out_places(Caller caller);
  /// Is there a worker that no task has been promised to? Starts one if it may.
  bool has_free_worker();

  const unsigned most_running_;
  const unsigned most_threads_;
  const std::size_t most_queued_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable returning_;
  std::deque<Task> queue_;
  std::vector<std::thread> threads_;
  unsigned running_ = 0;     ///< places taken or promised
  unsigned idle_ = 0;        ///< workers without a task
  unsigned called_ = 0;      ///< of these, how many have been promised a place and a task
  unsigned wanting_ = 0;     ///< lenders that want their place back
  unsigned granted_ = 0;     ///< of these, how many have been promised one
  bool lender_next_ = true;  ///< lenders and tasks take turns
  bool stopped_ = false;
};

}  // namespace kecang::http
