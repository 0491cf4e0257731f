#include "storage/rocksdb/commit_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::FailsWith;

/// A disk that keeps what it is told, one group at a time, and can be held up.
class SlowDisk {
 public:
  Result<void> write(const std::vector<const Writes*>& group) {
    std::unique_lock lock(mutex_);
    writing_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !held_; });
    writing_ = false;
    if (broken_) return Error::unavailable("store.write_failed");
    groups_.push_back(group.size());
    return {};
  }
  void hold() { set(held_, true); }
  void release() { set(held_, false); }
  void break_down() { set(broken_, true); }
  void wait_until_writing() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return writing_; });
  }
  std::vector<std::size_t> groups() const { return groups_; }

 private:
  void set(bool& what, bool to) {
    const std::lock_guard lock(mutex_);
    what = to;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  bool writing_ = false;
  bool broken_ = false;
  std::vector<std::size_t> groups_;
};

class CommitQueueTest : public testing::Test {
 protected:
  Result<CommitOutcome> commit(const std::string& key, const std::vector<KeySpan>& reads = {}) {
    const CommitQueue::Visit visit(queue_);
    return queue_.commit(visit, reads, Writes{{key, "v"}});
  }
  std::future<Result<CommitOutcome>> commit_soon(const std::string& key) {
    return std::async(std::launch::async, [this, key] { return commit(key); });
  }

  SlowDisk disk_;
  CommitQueue queue_{[this](const auto& group) { return disk_.write(group); }, 1'000};
};

TEST_F(CommitQueueTest, CommitsThatComeDuringAWriteShareTheNextOne) {
  disk_.hold();
  auto first = commit_soon("first");
  disk_.wait_until_writing();
  std::vector<std::future<Result<CommitOutcome>>> others;
  for (int i = 0; i < 5; ++i) others.push_back(commit_soon(std::to_string(i)));
  // A queued commit conflicts with a reader of its key, which is how one can see that all five are waiting.
  for (int i = 0; i < 5; ++i) {
    const CommitQueue::Visit visit(queue_);
    while (queue_.commit(visit, {KeySpan::of(std::to_string(i))}, {}).value() != CommitOutcome::conflict) {
      std::this_thread::yield();
    }
  }
  disk_.release();
  EXPECT_EQ(first.get().value(), CommitOutcome::committed);
  for (auto& other : others) EXPECT_EQ(other.get().value(), CommitOutcome::committed);
  EXPECT_THAT(disk_.groups(), testing::ElementsAre(1, 5));
}

TEST_F(CommitQueueTest, AWriteThatIsNotYetOnTheDiskConflictsAlready) {
  disk_.hold();
  auto first = commit_soon("k");
  disk_.wait_until_writing();
  EXPECT_EQ(commit("other", {KeySpan::of("k")}).value(), CommitOutcome::conflict);
  disk_.release();
  EXPECT_EQ(first.get().value(), CommitOutcome::committed);
  EXPECT_EQ(commit("other", {KeySpan::of("k")}).value(), CommitOutcome::committed);
}

TEST_F(CommitQueueTest, AFailedWriteFailsItsWholeGroupThoseWaitingAndAllThatCome) {
  disk_.hold();
  auto first = commit_soon("first");
  disk_.wait_until_writing();
  auto waiting = commit_soon("waiting");
  disk_.break_down();
  disk_.release();
  const auto failed = FailsWith(ErrorKind::unavailable, "store.write_failed");
  EXPECT_THAT(first.get(), failed);
  EXPECT_THAT(waiting.get(), failed);
  EXPECT_THAT(commit("later"), failed);
  EXPECT_THAT(disk_.groups(), testing::IsEmpty());
}

}  // namespace
}  // namespace kecang
