#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using testing::IsEmpty;
using testing::SizeIs;

class Jobs : public testing::Test {
 protected:
  Import add_file(const std::string& bytes) { return c.accept(c.file(li, school, bytes, bytes)); }
  Import add_archive(const std::string& bytes) {
    auto file = c.file(li, school, bytes, bytes);
    file.archive = true;
    return c.accept(file);
  }
  /// Claims everything and lets the leases run out, as a worker that dies does.
  void die_with_everything() {
    must(c.work.claim(64, seconds{60}));
    c.clock.advance(seconds{60});
  }

  Catalogue c;
  const User li = c.user("li");
  const School school = c.school("s");
};

TEST_F(Jobs, GoOutOldestFirstAndUnpackingBeforeReading) {
  const auto first = add_file("1");
  c.clock.advance(seconds{1});
  const auto archive = add_archive("2");
  c.clock.advance(seconds{1});
  const auto last = add_file("3");
  const auto jobs = must(c.work.claim(10, seconds{60}));
  ASSERT_THAT(jobs, SizeIs(3));
  EXPECT_EQ(jobs[0].subject, archive.id.text());
  EXPECT_EQ(jobs[1].import, first.id);
  EXPECT_EQ(jobs[2].import, last.id);
  EXPECT_THAT(must(c.work.claim(10, seconds{60})), IsEmpty());
  EXPECT_EQ(must(c.work.ready_jobs()), 0U);
}

TEST_F(Jobs, AreClaimedNoMoreThanAsked) {
  for (int i = 0; i < 5; ++i) add_file(std::to_string(i));
  EXPECT_THAT(must(c.work.claim(2, seconds{60})), SizeIs(2));
  EXPECT_THAT(must(c.work.claim(64, seconds{60})), SizeIs(3));
}

TEST_F(Jobs, WhoseLeaseRanOutGoToSomebodyElseWithANewFence) {
  add_file("1");
  const Job first = c.claim();
  c.clock.advance(seconds{60} - milliseconds{1});
  EXPECT_THAT(must(c.work.claim(1, seconds{60})), IsEmpty());
  c.clock.advance(milliseconds{1});
  const Job second = c.claim();
  EXPECT_EQ(second.id, first.id);
  EXPECT_GT(second.fence, first.fence);
  EXPECT_THAT(c.work.extend(first.id, first.fence, seconds{60}),
              FailsWith(ErrorKind::conflict, "job.fenced"));
  EXPECT_THAT(c.work.release(first.id, first.fence), FailsWith(ErrorKind::conflict, "job.fenced"));
  EXPECT_THAT(c.work.finish_read(first.id, first.fence, {}), FailsWith(ErrorKind::conflict, "job.fenced"));
  EXPECT_OK(c.work.finish_read(second.id, second.fence, {}));
}

TEST_F(Jobs, KeepALeaseThatIsExtended) {
  add_file("1");
  const Job job = c.claim();
  c.clock.advance(seconds{59});
  must(c.work.extend(job.id, job.fence, seconds{60}));
  c.clock.advance(seconds{59});
  EXPECT_THAT(must(c.work.claim(1, seconds{60})), IsEmpty());
  EXPECT_OK(c.work.finish_read(job.id, job.fence, {}));
}

TEST_F(Jobs, GivenBackDoNotCountAsAnAttempt) {
  add_file("1");
  for (std::uint32_t i = 0; i < 2 * WorkQueue::kAttempts; ++i) {
    const Job job = c.claim();
    EXPECT_EQ(job.attempts, 1U);
    must(c.work.release(job.id, job.fence));
  }
  EXPECT_EQ(must(c.work.ready_jobs()), 1U);
}

TEST_F(Jobs, ThatNobodyCanFinishEndTheFileAsBroken) {
  const auto import = add_file("1");
  for (std::uint32_t i = 0; i < WorkQueue::kAttempts; ++i) die_with_everything();
  EXPECT_THAT(must(c.work.claim(1, seconds{60})), IsEmpty());
  const auto resource = must(c.work.resource(c.entry_resource(import)));
  EXPECT_EQ(resource.state, FileState::broken);
  EXPECT_EQ(resource.reason, "extract.gave_up");
  const auto dead = must(c.work.dead_jobs({}));
  ASSERT_THAT(dead.items, SizeIs(1));
  EXPECT_EQ(dead.items[0].subject, resource.id.text());
  // It is still found by its title, and the import ends.
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::done);
  EXPECT_EQ(must(c.work.import_counts(import.id)).broken, 1U);
}

TEST_F(Jobs, OfAnArchiveNobodyCanOpenEndTheImportAsFailed) {
  const auto import = add_archive("1");
  for (std::uint32_t i = 0; i < WorkQueue::kAttempts; ++i) die_with_everything();
  EXPECT_THAT(must(c.work.claim(1, seconds{60})), IsEmpty());
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::failed);
  EXPECT_EQ(must(c.work.import(import.id)).reason, "extract.gave_up");
}

TEST_F(Jobs, ThatAreGivenUpDoNotKeepOthersWaiting) {
  add_file("1");
  for (std::uint32_t i = 0; i < WorkQueue::kAttempts; ++i) die_with_everything();
  add_file("2");
  EXPECT_THAT(must(c.work.claim(1, seconds{60})), SizeIs(1));
}

}  // namespace
}  // namespace kecang
