#include "server/http/worker_pool.h"

#include <system_error>

namespace kecang::http {

WorkerPool::WorkerPool(unsigned running, unsigned threads, std::size_t queue)
    : most_running_(running), most_threads_(threads), most_queued_(queue) {}

WorkerPool::~WorkerPool() {
  stop();
}

bool WorkerPool::submit(Task task) {
  const std::lock_guard lock(mutex_);
  if (stopped_ || queue_.size() >= most_queued_) return false;
  queue_.push_back(std::move(task));
  if (running_ < most_running_) call_worker();
  return true;
}

void WorkerPool::stop() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    queue_.clear();
    threads.swap(threads_);
    work_.notify_all();
    returning_.notify_all();
  }
  for (auto& thread : threads) thread.join();
}

void WorkerPool::call_worker() {
  // Threads that were called but have not woken yet still count as idle, hence the comparison with the whole
  // queue.
  if (idle_ >= queue_.size()) {
    work_.notify_one();
    return;
  }
  if (stopped_ || threads_.size() >= most_threads_) return;
  try {
    threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    // The machine gives no more threads: the task waits for one of those there are.
    if (threads_.empty()) throw;
  }
}

/// Lenders and new tasks take turns; a worker that just ended a task takes the next one itself.
void WorkerPool::give_place() {
  --running_;
  const bool lender_waits = wanting_ > granted_;
  if (lender_waits && (lender_next_ || queue_.empty())) {
    lender_next_ = false;
    ++granted_;
    ++running_;
    returning_.notify_one();
  } else {
    lender_next_ = true;
  }
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    work_.wait(lock, [this] { return stopped_ || (!queue_.empty() && running_ < most_running_); });
    --idle_;
    if (stopped_) return;
    {
      const auto task = std::move(queue_.front());
      queue_.pop_front();
      ++running_;
      lock.unlock();
      task();
    }
    lock.lock();
    give_place();
  }
}

WorkerPool::Lent::Lent(WorkerPool& pool) : pool_(pool) {
  const std::lock_guard lock(pool_.mutex_);
  pool_.give_place();
  if (!pool_.queue_.empty() && pool_.running_ < pool_.most_running_) pool_.call_worker();
}

WorkerPool::Lent::~Lent() {
  std::unique_lock lock(pool_.mutex_);
  if (pool_.running_ < pool_.most_running_ || pool_.stopped_) {
    ++pool_.running_;
    return;
  }
  ++pool_.wanting_;
  pool_.returning_.wait(lock, [this] { return pool_.granted_ > 0 || pool_.stopped_; });
  --pool_.wanting_;
  if (pool_.granted_ > 0)
    --pool_.granted_;  // the place was taken for us
  else
    ++pool_.running_;
}

}  // namespace kecang::http
