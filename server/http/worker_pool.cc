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
  hand_out_places(Caller::other);
  if (!threads_.empty()) return true;
  queue_.pop_back();  // the machine gives us no thread at all
  return false;
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

/// Whoever gets a place has it from here on, also before it wakes: no place is promised twice or forgotten.
void WorkerPool::hand_out_places(Caller caller) {
  unsigned calls = 0;
  while (running_ < most_running_ && !stopped_) {
    const bool lender = wanting_ > granted_;
    const bool task = queue_.size() > called_ && has_free_worker();
    if (!lender && !task) break;
    ++running_;
    if (lender && (lender_next_ || !task)) {
      ++granted_;
      returning_.notify_one();
      lender_next_ = false;
    } else {
      ++called_;
      ++calls;
      lender_next_ = true;
    }
  }
  // A worker that just became free takes one of the calls itself.
  for (unsigned i = caller == Caller::free_worker ? 1 : 0; i < calls; ++i) work_.notify_one();
}

bool WorkerPool::has_free_worker() {
  if (idle_ > called_) return true;
  if (threads_.size() >= most_threads_) return false;
  try {
    threads_.emplace_back([this] { work(); });
    ++idle_;
    return true;
  } catch (const std::system_error&) {
    return false;  // the machine gives no more threads for now
  }
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    work_.wait(lock, [this] { return stopped_ || called_ > 0; });
    if (stopped_) return;
    --called_;
    --idle_;
    {
      const auto task = std::move(queue_.front());
      queue_.pop_front();
      lock.unlock();
      task();
    }
    lock.lock();
    --running_;
    ++idle_;
    hand_out_places(Caller::free_worker);
  }
}

WorkerPool::Lent::Lent(WorkerPool& pool) : pool_(pool) {
  const std::lock_guard lock(pool_.mutex_);
  --pool_.running_;
  pool_.hand_out_places(Caller::other);
}

WorkerPool::Lent::~Lent() {
  std::unique_lock lock(pool_.mutex_);
  ++pool_.wanting_;
  pool_.hand_out_places(Caller::other);
  pool_.returning_.wait(lock, [this] { return pool_.granted_ > 0 || pool_.stopped_; });
  --pool_.wanting_;
  if (pool_.granted_ > 0)
    --pool_.granted_;
  else
    ++pool_.running_;  // the pool is stopping: nobody counts any more
}

}  // namespace kecang::http
