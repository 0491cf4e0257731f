#include "server/main/housekeeping.h"

#include "storage/logging.h"

namespace kecang {

Housekeeping::Housekeeping(std::function<Result<void>()> sweep, milliseconds pause)
    : sweep_(std::move(sweep)), pause_(pause), thread_([this] { run(); }) {}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Housekeeping::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    if (const auto swept = sweep_(); !swept) log::warn("housekeeping could not finish", swept.error());
    lock.lock();
    changed_.wait_for(lock, pause_, [this] { return stopping_; });
  }
}

}  // namespace kecang
