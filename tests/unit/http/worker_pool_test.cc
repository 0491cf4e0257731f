#include "server/http/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <vector>

namespace kecang::http {
namespace {

TEST(HttpWorkerPool, RunsEveryTask) {
  std::atomic<int> ran{0};
  std::promise<void> all;
  WorkerPool pool(4, 8, 1'000);
  for (int i = 0; i < 1'000; ++i)
    ASSERT_TRUE(pool.submit([&] {
      if (++ran == 1'000) all.set_value();
    }));
  all.get_future().wait();
  EXPECT_EQ(ran, 1'000);
}

TEST(HttpWorkerPool, NeverRunsMoreThanItsShareAtOnce) {
  std::atomic<int> running{0};
  std::atomic<int> most{0};
  std::atomic<int> ran{0};
  std::promise<void> all;
  WorkerPool pool(3, 50, 1'000);
  for (int i = 0; i < 300; ++i)
    pool.submit([&] {
      const int now = ++running;
      for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
      }
      --running;
      { const WorkerPool::Lent lent(pool); }
      ++running;
      --running;
      if (++ran == 300) all.set_value();
    });
  all.get_future().wait();
  EXPECT_LE(most, 3);
}

TEST(HttpWorkerPool, ATaskThatWaitsForItsPeerLendsItsPlace) {
  std::promise<void> peer;
  std::promise<void> first_done;
  WorkerPool pool(1, 3, 10);
  pool.submit([&] {
    {
      const WorkerPool::Lent lent(pool);
      peer.get_future().wait();
    }
    first_done.set_value();
  });
  pool.submit([&] { peer.set_value(); });  // would never run if the first kept its place
  first_done.get_future().wait();
}

TEST(HttpWorkerPool, LendersAndTasksShareThePlacesThoughNoThreadCanBeAdded) {
  constexpr int kTasks = 200;
  std::atomic<int> ended{0};
  std::promise<void> all;
  WorkerPool pool(2, 4, kTasks);
  for (int i = 0; i < kTasks; ++i)
    pool.submit([&] {
      for (int turn = 0; turn < 5; ++turn) const WorkerPool::Lent lent(pool);
      if (++ended == kTasks) all.set_value();
    });
  all.get_future().wait();
  EXPECT_EQ(ended, kTasks);
}

TEST(HttpWorkerPool, RefusesWhatItsQueueCannotHold) {
  std::promise<void> begun;
  std::promise<void> go_on;
  const auto door = go_on.get_future().share();
  WorkerPool pool(1, 1, 2);
  ASSERT_TRUE(pool.submit([&] {
    begun.set_value();
    door.wait();
  }));
  begun.get_future().wait();
  EXPECT_TRUE(pool.submit([door] { door.wait(); }));
  EXPECT_TRUE(pool.submit([door] { door.wait(); }));
  EXPECT_FALSE(pool.submit([] {}));
  go_on.set_value();
}

TEST(HttpWorkerPool, StoppingWaitsForWhatRunsAndTakesNothingMore) {
  std::atomic<bool> ended{false};
  std::promise<void> begun;
  WorkerPool pool(1, 1, 10);
  pool.submit([&] {
    begun.set_value();
    ended = true;
  });
  begun.get_future().wait();
  pool.stop();
  EXPECT_TRUE(ended);
  EXPECT_FALSE(pool.submit([] {}));
}

}  // namespace
}  // namespace kecang::http
