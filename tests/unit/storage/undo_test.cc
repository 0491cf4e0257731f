#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/submissions.h"
#include "tests/support/result_matchers.h"
#include "tests/unit/storage/imported.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::long_text;
using test::must;
using test::planned;
using test::stored;
using test::sure;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

class Undo : public testing::Test, protected test::Imported {
 protected:
  Resource resource_of(const Import& import, std::size_t index = 0) {
    return must(c.work.resource(c.entry_resource(import, index)));
  }
  /// An import whose only file is the new version of a resource.
  Import replace(const ResourceId& older, const std::string& bytes) {
    const auto import = plan({sure(planned(0, "七上有理数加法教案v2.docx"))}, "archive of " + bytes);
    must(c.library.edit_plans(actor(), mine(), import.id, {0},
                              [&](const ImportEntry&, EntryPlan& plan) -> Result<void> {
                                EXPECT_TRUE(plan.maybe && plan.maybe->resource == older);
                                plan.action = EntryAction::replace;
                                plan.decided = true;
                                return {};
                              }));
    apply(import, {stored(0, "七上有理数加法教案v2.docx", bytes)});
    read_all("文字 " + bytes);
    return import;
  }
};

TEST_F(Undo, EverythingAnImportBroughtIsGone) {
  c.accept(c.file(li, school, "别的.txt", "something else"));
  read_all(long_text("别的"));
  const auto before = world();
  const auto import = unpack("archive", {stored(0, "a.txt", "a"), stored(1, "b.txt", "b")});
  read_all(long_text("新的"));
  EXPECT_NE(world(), before);
  const auto ids = std::vector<ResourceId>{c.entry_resource(import, 0), c.entry_resource(import, 1)};
  const auto undone = undo(import);
  EXPECT_EQ(undone.state, ImportState::undone);
  EXPECT_EQ(counts(import).undone, 2U);
  EXPECT_EQ(world(), before);
  // Until the index knows, searches leave them out.
  EXPECT_THAT(must(c.library.pending_narrowings()), UnorderedElementsAre(ids[0], ids[1]));
  index_all();
  EXPECT_THAT(must(c.library.pending_narrowings()), ElementsAre());
  must(c.directory.verify_audit());
}

TEST_F(Undo, ItWorksWhileFilesAreStillWaiting) {
  const auto before = world();
  const auto import = unpack("archive", {stored(0, "a.txt", "a")});
  must(c.library.undo_import(actor(), mine(), import.id));
  auto jobs = must(c.work.claim(4, seconds{60}));
  ASSERT_EQ(jobs.size(), 2U);
  job = jobs[0];
  ASSERT_EQ(job.kind, JobKind::undo);
  while (must(c.work.undo_some(import.id, job.id, job.fence)).state == ImportState::undoing) {
  }
  EXPECT_EQ(world(), before);
  EXPECT_THAT(c.work.finish_read(jobs[1].id, jobs[1].fence, test::text_of("a")),
              FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(Undo, SaidTwiceItIsRefused) {
  const auto import = unpack("archive", {stored(0, "a.txt", "a")});
  undo(import);
  EXPECT_THAT(c.library.undo_import(actor(), mine(), import.id),
              FailsWith(ErrorKind::conflict, "import.undone"));
}

TEST_F(Undo, APlanThatWasNeverAppliedIsOnlyPutAside) {
  const auto import = plan({sure(planned(0, "a.docx"))});
  must(c.library.undo_import(actor(), mine(), import.id));
  EXPECT_THAT(c.work.finish_survey(import.id, job.id, job.fence),
              FailsWith(ErrorKind::conflict, "job.fenced"));
  job = c.claim();
  while (must(c.work.undo_some(import.id, job.id, job.fence)).state == ImportState::undoing) {
  }
  EXPECT_EQ(counts(import).undone, 1U);
  EXPECT_EQ(counts(import).planned, 0U);
}

TEST_F(Undo, WhatALinkAddedToAnotherResourceGoesAgain) {
  const auto older = c.accept(c.file(li, school, "旧.txt", "same"));
  read_all();
  const auto before = world();
  const auto import = unpack("archive", {stored(0, "a.txt", "same")},
                             {Catalogue::to_school(school), Catalogue::to_group(group)});
  index_all();
  EXPECT_THAT(resource_of(older).releases,
              ElementsAre(Catalogue::to_school(school), Catalogue::to_group(group)));
  undo(import);
  EXPECT_THAT(resource_of(older).releases, ElementsAre(Catalogue::to_school(school)));
  EXPECT_EQ(world(), before);
}

TEST_F(Undo, WhatALaterLinkOffersTooStays) {
  const auto older = c.accept(c.file(li, school, "旧.txt", "same"));
  read_all();
  const std::vector<Release> both{Catalogue::to_school(school), Catalogue::to_group(group)};
  const auto first = unpack("first", {stored(0, "a.txt", "same")}, both);
  const auto second = unpack("second", {stored(0, "b.txt", "same")}, both);
  undo(first);
  EXPECT_EQ(resource_of(older).releases, both);
  undo(second);
  EXPECT_THAT(resource_of(older).releases, ElementsAre(Catalogue::to_school(school)));
}

TEST_F(Undo, WhatAnotherImportBroughtTooIsThatOnesFromNowOn) {
  const std::vector<Release> both{Catalogue::to_school(school), Catalogue::to_group(group)};
  const auto first = unpack("first", {stored(0, "a.txt", "same")}, both);
  read_all();
  const auto second = unpack("second", {stored(0, "资料/b.txt", "same")}, {Catalogue::to_school(school)});
  const auto id = c.entry_resource(first);
  undo(first);
  const auto resource = must(c.work.resource(id));
  EXPECT_EQ(resource.state, FileState::indexed);
  EXPECT_EQ(resource.import, second.id);
  EXPECT_EQ(resource.revision->path, "资料/b.txt");
  EXPECT_THAT(resource.releases, ElementsAre(Catalogue::to_school(school)));
  EXPECT_EQ(entries(second)[0].state, FileState::indexed);
  EXPECT_EQ(counts(second).duplicate, 0U);
  EXPECT_EQ(counts(second).indexed, 1U);
  undo(second);
  EXPECT_THAT(c.work.resource(id), FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(Undo, TheVersionBeforeIsCurrentAgainAndIsReadAgain) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  read_all("旧的文字");
  const auto before = world();
  const auto id = c.entry_resource(older);
  const auto import = replace(id, "new");
  EXPECT_EQ(must(c.work.resource(id)).revision->blob, sha256("new"));
  undo(import);
  const auto resource = must(c.work.resource(id));
  EXPECT_EQ(resource.revision->blob, sha256("old"));
  EXPECT_EQ(resource.title, "七上有理数加法教案.docx");
  read_all("旧的文字");
  EXPECT_EQ(must(c.work.text(must(c.work.resource(id))))[0].text, "旧的文字");
  // The text is the same under a newer generation.
  auto after = world();
  auto expected = before;
  const auto drop_text = [&](std::map<std::string, std::string>& rows) {
    std::erase_if(rows, [](const auto& row) { return row.first.starts_with("segment/"); });
    auto one = must(from_cbor<Resource>(rows[keys::resource(id)]));
    one.text_generation = 0;
    rows[keys::resource(id)] = to_cbor(one);
  };
  drop_text(after);
  drop_text(expected);
  EXPECT_EQ(after, expected);
}

TEST_F(Undo, AnOlderVersionTakenBackLeavesTheNewerOne) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  read_all();
  const auto id = c.entry_resource(older);
  const auto second = replace(id, "second");
  const auto third = replace(id, "third");
  undo(second);
  EXPECT_EQ(must(c.work.resource(id)).revision->blob, sha256("third"));
  undo(third);
  EXPECT_EQ(must(c.work.resource(id)).revision->blob, sha256("old"));
}

TEST_F(Undo, WhatReviewersSaidStaysWithTheVersionTheySaw) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  read_all();
  const auto id = c.entry_resource(older);
  SubmissionCatalog submissions(c.store(), c.clock);
  Submission handed_in;
  handed_in.resource = id;
  handed_in.revision = must(c.work.resource(id)).revision->id;
  handed_in.place = {PlaceKind::school, school.id.text()};
  handed_in.by = li.id;
  const auto made = must(submissions.add(actor(), mine(), handed_in));
  must(submissions.change(
      actor(), mine(), made.head.id,
      {.version = 1, .action = "submission.decide", .edit = [](StoredSubmission& one) -> Result<void> {
         one.head.state = SubmissionState::exemplary;
         one.head.counts = true;
         return {};
       }}));
  EXPECT_EQ(must(c.work.resource(id)).standing, Standing::exemplary);
  const auto newer = replace(id, "new");
  EXPECT_EQ(must(c.work.resource(id)).standing, Standing::none);
  undo(newer);
  EXPECT_EQ(must(c.work.resource(id)).standing, Standing::exemplary);
}

TEST_F(Undo, TheFirstVersionTakenBackLeavesTheNewerOneToItsImport) {
  const auto first = unpack("first", {stored(0, "七上有理数加法教案.docx", "old")});
  read_all();
  const auto id = c.entry_resource(first);
  const auto second = replace(id, "new");
  undo(first);
  EXPECT_EQ(must(c.work.resource(id)).revision->blob, sha256("new"));
  undo(second);
  EXPECT_THAT(c.work.resource(id), FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(Undo, BytesLinkedToAVersionThatIsTakenBackBecomeAResourceOfTheirOwn) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  read_all();
  const auto id = c.entry_resource(older);
  const auto version = replace(id, "new");
  const auto linked = unpack("linked", {stored(0, "同一份.docx", "new")});
  ASSERT_EQ(entries(linked)[0].resource, id);
  undo(version);
  EXPECT_EQ(must(c.work.resource(id)).revision->blob, sha256("old"));
  const auto own = entries(linked)[0];
  EXPECT_NE(own.resource, id);
  EXPECT_EQ(own.state, FileState::waiting);
  EXPECT_EQ(must(c.work.resource(own.resource)).revision->blob, sha256("new"));
  read_all();
  EXPECT_EQ(must(c.work.import(linked.id)).state, ImportState::done);
}

TEST_F(Undo, TheCatalogueRefersToTheSameBytesAsBefore) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  c.accept(c.file(li, school, "别的.txt", "something else"));
  read_all(long_text("旧的"));
  const auto rows = world();
  const auto bytes = blobs();
  EXPECT_THAT(bytes, UnorderedElementsAre(sha256("old"), sha256("something else")));
  const auto import = plan({sure(planned(0, "七上有理数加法教案v2.docx")), sure(planned(1, "一份新的.txt")),
                            sure(planned(2, "抄来的.txt"))});
  must(c.library.edit_plans(actor(), mine(), import.id, {0},
                            [](const ImportEntry&, EntryPlan& plan) -> Result<void> {
                              plan.action = EntryAction::replace;
                              plan.decided = true;
                              return {};
                            }));
  apply(import, {stored(0, "七上有理数加法教案v2.docx", "new"), stored(1, "一份新的.txt", "brand new"),
                 stored(2, "抄来的.txt", "something else")});
  read_all(long_text("新的"));
  EXPECT_THAT(blobs(), UnorderedElementsAre(sha256("old"), sha256("something else"), sha256("new"),
                                            sha256("brand new")));
  undo(import);
  read_all(long_text("旧的"));
  EXPECT_EQ(blobs(), bytes);
  EXPECT_EQ(resource_of(older).revision->blob, sha256("old"));
  EXPECT_EQ(without_text_generation(world()), without_text_generation(rows));
}

TEST_F(Undo, CutShortAnywhereItComesToTheSameEnd) {
  const auto before = world();
  std::vector<StoredMember> members;
  for (std::uint32_t i = 0; i < 90; ++i)
    members.push_back(stored(i, std::to_string(i) + ".txt", "m" + std::to_string(i)));
  const auto import = unpack("archive", members);
  read_all();
  must(c.library.undo_import(actor(), mine(), import.id));
  while (must(c.work.import(import.id)).state == ImportState::undoing) {
    // Each step is a worker's last: the lease runs out, the next one claims.
    job = c.claim();
    must(c.work.undo_some(import.id, job.id, job.fence));
    if (must(c.work.import(import.id)).state == ImportState::undoing) must(c.work.release(job.id, job.fence));
  }
  EXPECT_EQ(world(), before);
  EXPECT_EQ(counts(import).undone, 90U);
}

}  // namespace
}  // namespace kecang
