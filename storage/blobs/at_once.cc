#include "storage/blobs/at_once.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <vector>

namespace kecang {
namespace {

constexpr std::size_t kThreads = 16;

/// As many threads as the system gives; none is an answer too, as the caller works itself.
std::vector<std::thread> start_threads(std::size_t count, const std::function<void()>& work) {
  std::vector<std::thread> threads;
  try {
    for (std::size_t i = 0; i < count; ++i) threads.emplace_back(work);
  } catch (const std::system_error&) {
    return threads;
  }
  return threads;
}

}  // namespace

Result<void> at_once(std::size_t count, const std::function<Result<void>(std::size_t)>& each) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Error> failure;
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      auto done = each(i);
      const std::lock_guard lock(mutex);
      if (!done) failure = std::move(done).error();
    }
  };
  auto threads = start_threads(std::min(count, kThreads) - std::min<std::size_t>(count, 1), work);
  work();
  for (auto& thread : threads) thread.join();
  if (failure) return *std::move(failure);
  return {};
}

}  // namespace kecang
