#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scope.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using test::scope_of;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

StoredMember member(std::uint32_t index, const std::string& path, const std::string& bytes) {
  StoredMember stored;
  stored.member.index = index;
  stored.member.path = path;
  stored.member.size = bytes.size();
  stored.blob = Catalogue::blob(bytes);
  stored.title = path;
  return stored;
}

StoredMember listed(std::uint32_t index, MemberState state, const std::string& reason) {
  StoredMember stored;
  stored.member.index = index;
  stored.member.path = "member " + std::to_string(index);
  stored.member.state = state;
  stored.member.reason = reason;
  return stored;
}

class Imports : public testing::Test {
 protected:
  /// An archive of the school, accepted and claimed for unpacking.
  Import begin_unpacking(const std::string& bytes = "the archive") {
    auto file = c.file(li, school, "a.zip", bytes);
    file.archive = true;
    const auto import = c.accept(file);
    job = c.claim();
    return import;
  }
  Import unpack(const std::vector<StoredMember>& members, const std::string& bytes = "the archive") {
    const auto import = begin_unpacking(bytes);
    must(c.work.store_members(import.id, job.id, job.fence, members));
    return must(c.work.finish_unpack(import.id, job.id, job.fence, {}));
  }
  ImportCounts counts(const Import& import) { return must(c.work.import_counts(import.id)); }
  std::vector<ImportEntry> entries(const Import& import) {
    return must(c.work.import_entries(import.id, {})).items;
  }
  AccessScope mine() const { return scope_of({scope_term::user(li.id)}); }

  Catalogue c;
  const User li = c.user("li"), wang = c.user("wang");
  const School school = c.school("s"), other_school = c.school("o");
  const Group group = c.group("g");
  Job job;
};

TEST_F(Imports, ASingleFileWaitsToBeRead) {
  const auto import = c.accept(c.file(li, school, "教案.DOCX", "bytes"));
  EXPECT_EQ(import.state, ImportState::reading);
  EXPECT_EQ(counts(import).total, 1U);
  EXPECT_EQ(counts(import).waiting, 1U);
  const auto resource = must(c.work.resource(c.entry_resource(import)));
  EXPECT_EQ(resource.state, FileState::waiting);
  EXPECT_EQ(resource.format, "docx");
  EXPECT_EQ(resource.releases, std::vector<Release>{Catalogue::to_school(school)});
  EXPECT_EQ(resource.revision->blob, sha256("bytes"));
  EXPECT_EQ(must(c.work.ready_jobs()), 1U);
}

TEST_F(Imports, AFinishedUploadSentAgainAnswersTheSameImport) {
  Upload upload;
  upload.user = li.id;
  upload.school = school.id;
  upload.length = 5;
  upload.expires_at = c.clock.now() + seconds{60};
  upload = must(c.library.create_upload(c.operating, upload));
  const auto file = c.file(li, school, "a.txt", "bytes");
  const auto first = must(c.library.accept(c.operating, file, upload.id));
  const auto again = must(c.library.accept(c.operating, file, upload.id));
  EXPECT_EQ(first.id, again.id);
  EXPECT_EQ(must(c.work.ready_jobs()), 1U);
  const auto ended = must(c.library.upload(mine(), upload.id));
  EXPECT_TRUE(ended.finished);
  EXPECT_EQ(ended.import, first.id.text());
  EXPECT_THAT(c.library.accept(c.operating, file, UploadId::make(c.clock.now())),
              FailsWith(ErrorKind::not_found, "upload.absent"));
}

TEST_F(Imports, MembersSentTwiceAreStoredOnce) {
  const auto import = begin_unpacking();
  const std::vector<StoredMember> batch{member(0, "a.txt", "a"), member(1, "b.txt", "b")};
  EXPECT_EQ(must(c.work.store_members(import.id, job.id, job.fence, batch)).members_stored, 2U);
  EXPECT_EQ(must(c.work.store_members(import.id, job.id, job.fence, batch)).members_stored, 2U);
  must(
      c.work.store_members(import.id, job.id, job.fence, {member(1, "b.txt", "b"), member(2, "c.txt", "c")}));
  EXPECT_EQ(counts(import).total, 3U);
  EXPECT_EQ(must(c.work.ready_jobs()), 3U);
  const auto stored = entries(import);
  ASSERT_THAT(stored, SizeIs(3));
  EXPECT_EQ(stored[2].path, "c.txt");
}

TEST_F(Imports, ABatchLargerThanATransactionIsTakenWhole) {
  const auto import = begin_unpacking();
  std::vector<StoredMember> batch;
  for (std::uint32_t i = 0; i < 200; ++i)
    batch.push_back(member(i, std::to_string(i) + ".txt", "m" + std::to_string(i)));
  EXPECT_EQ(must(c.work.store_members(import.id, job.id, job.fence, batch)).members_stored, 200U);
  EXPECT_EQ(counts(import).waiting, 200U);
  must(c.directory.verify_audit());
}

TEST_F(Imports, AMissingMemberIsNoticed) {
  const auto import = begin_unpacking();
  EXPECT_THAT(c.work.store_members(import.id, job.id, job.fence, {member(1, "b", "b")}),
              FailsWith(ErrorKind::invalid, "import.member_gap"));
  EXPECT_EQ(counts(import).total, 0U);
}

TEST_F(Imports, OnlyTheNewestClaimantMayStoreMembers) {
  const auto import = begin_unpacking();
  const Job old = job;
  c.clock.advance(seconds{60});
  job = c.claim();
  EXPECT_THAT(c.work.store_members(import.id, old.id, old.fence, {member(0, "a", "a")}),
              FailsWith(ErrorKind::conflict, "job.fenced"));
  EXPECT_THAT(c.work.finish_unpack(import.id, old.id, old.fence, {}),
              FailsWith(ErrorKind::conflict, "job.fenced"));
  EXPECT_OK(c.work.store_members(import.id, job.id, job.fence, {member(0, "a", "a")}));
}

TEST_F(Imports, EveryMemberEndsInAStateATeacherCanRead) {
  const auto import = unpack(
      {member(0, "a.txt", "a"), listed(1, MemberState::junk, "member.junk"),
       listed(2, MemberState::encrypted, "member.encrypted"), listed(3, MemberState::broken, "member.broken"),
       listed(4, MemberState::too_large, "member.too_large"),
       listed(5, MemberState::not_a_file, "member.link"), member(6, "copy of a.txt", "a")});
  EXPECT_EQ(import.state, ImportState::reading);
  const auto found = entries(import);
  ASSERT_THAT(found, SizeIs(7));
  std::vector<FileState> states;
  for (const auto& entry : found) states.push_back(entry.state);
  EXPECT_THAT(states,
              ElementsAre(FileState::waiting, FileState::skipped, FileState::encrypted, FileState::broken,
                          FileState::too_large, FileState::skipped, FileState::duplicate));
  EXPECT_EQ(found[2].reason, "member.encrypted");
  EXPECT_EQ(found[6].resource, found[0].resource);
  EXPECT_EQ(found[6].duplicate_of, "a.txt");
  const auto all = counts(import);
  EXPECT_EQ(all.total, 7U);
  EXPECT_EQ(all.skipped, 2U);
  EXPECT_EQ(all.duplicate, 1U);
  EXPECT_EQ(all.waiting, 1U);
}

TEST_F(Imports, AnArchiveOfNothingButDuplicatesIsDoneAtOnce) {
  c.accept(c.file(li, school, "a.txt", "a"));
  const auto read_job = c.claim();
  const auto import = unpack({member(0, "b.txt", "a")});
  EXPECT_EQ(import.state, ImportState::done);
  EXPECT_EQ(import.finished_at, c.clock.now());
  EXPECT_EQ(read_job.kind, JobKind::read);
}

TEST_F(Imports, AnArchiveThatGaveNothingHasFailed) {
  const auto empty = unpack({});
  EXPECT_EQ(empty.state, ImportState::failed);
  EXPECT_EQ(empty.reason, "import.archive_empty");
  const auto import = begin_unpacking("not a zip");
  const auto broken = must(c.work.finish_unpack(
      import.id, job.id, job.fence, {.status = ExtractStatus::broken, .reason = "extract.not_an_archive"}));
  EXPECT_EQ(broken.state, ImportState::failed);
  EXPECT_EQ(broken.reason, "extract.not_an_archive");
}

TEST_F(Imports, AnArchiveThatBrokeOffKeepsWhatItGave) {
  const auto import = begin_unpacking();
  must(c.work.store_members(import.id, job.id, job.fence, {member(0, "a", "a")}));
  const auto ended = must(c.work.finish_unpack(
      import.id, job.id, job.fence, {.status = ExtractStatus::broken, .reason = "extract.cut_short"}));
  EXPECT_EQ(ended.state, ImportState::reading);
  EXPECT_EQ(ended.reason, "extract.cut_short");
}

TEST_F(Imports, TheSameBytesAreLinkedAndReachTheNewAudienceToo) {
  const auto first = c.accept(c.file(li, school, "a.txt", "same"));
  auto file = c.file(wang, school, "b.txt", "same");
  file.releases = {Catalogue::to_group(group)};
  const auto second = c.accept(file);
  EXPECT_EQ(second.state, ImportState::done);
  EXPECT_EQ(entries(second).front().state, FileState::duplicate);
  EXPECT_EQ(entries(second).front().duplicate_of, "a.txt");
  const auto resource = must(c.work.resource(c.entry_resource(first)));
  EXPECT_THAT(resource.releases, ElementsAre(Catalogue::to_school(school), Catalogue::to_group(group)));
  EXPECT_EQ(must(c.work.dirty(10)).at(0).version, resource.version);
}

TEST_F(Imports, ALinkThatWidensNothingLeavesTheResourceAlone) {
  const auto first = c.accept(c.file(li, school, "a.txt", "same"));
  c.accept(c.file(wang, school, "b.txt", "same"));
  EXPECT_EQ(must(c.work.resource(c.entry_resource(first))).version, 1U);
  EXPECT_THAT(must(c.work.dirty(10)), IsEmpty());
}

TEST_F(Imports, TheSameBytesOfAnotherSchoolAreNeverLinked) {
  const auto first = c.accept(c.file(li, school, "a.txt", "same"));
  const auto second = c.accept(c.file(wang, other_school, "b.txt", "same"));
  EXPECT_EQ(entries(second).front().state, FileState::waiting);
  EXPECT_NE(c.entry_resource(first), c.entry_resource(second));
}

TEST_F(Imports, WhatAColleagueKeepsPrivateIsNotGivenAwayByALink) {
  auto hidden = c.file(li, school, "机密.txt", "same");
  hidden.releases = {Catalogue::to_user(li)};
  const auto first = c.accept(hidden);
  const auto second = c.accept(c.file(wang, school, "b.txt", "same"));
  EXPECT_EQ(entries(second).front().state, FileState::waiting);
  EXPECT_EQ(must(c.work.resource(c.entry_resource(first))).releases,
            std::vector<Release>{Catalogue::to_user(li)});
  const auto third = c.accept(hidden);
  EXPECT_EQ(c.entry_resource(third), c.entry_resource(first));  // her own is linked
}

TEST_F(Imports, EmptyFilesAreNotDuplicatesOfEachOther) {
  const auto import = unpack({member(0, "a.docx", ""), member(1, "b.docx", "")});
  EXPECT_EQ(counts(import).waiting, 2U);
}

TEST_F(Imports, WithdrawnResourcesAreNotLinked) {
  const auto first = c.accept(c.file(li, school, "a.txt", "same"));
  const auto id = c.entry_resource(first);
  must(c.library.change(c.operating, scope_of({scope_term::school(school.id)}), id, 1, "resource.withdrawn",
                        [](Resource& resource) -> Result<void> {
                          resource.state = FileState::withdrawn;
                          return {};
                        }));
  EXPECT_EQ(entries(c.accept(c.file(li, school, "b.txt", "same"))).front().state, FileState::waiting);
}

TEST_F(Imports, AreSeenByTheSenderAndTheSchoolsOffice) {
  const auto import = c.accept(c.file(li, school, "a.txt", "a"));
  const auto office = scope_of({scope_term::school_office(school.id)});
  const auto colleague = scope_of({scope_term::user(wang.id), scope_term::school(school.id),
                                   scope_term::everyone(), scope_term::school_office(other_school.id)});
  for (const auto& scope : {mine(), office}) {
    EXPECT_OK(c.library.import(scope, import.id));
    EXPECT_OK(c.library.import_counts(scope, import.id));
    EXPECT_OK(c.library.import_entries(scope, import.id, {}, {}));
    EXPECT_THAT(must(c.library.imports(scope, {})).items, SizeIs(1));
  }
  EXPECT_THAT(c.library.import(colleague, import.id), FailsWith(ErrorKind::not_found, "import.absent"));
  EXPECT_THAT(c.library.import_counts(colleague, import.id),
              FailsWith(ErrorKind::not_found, "import.absent"));
  EXPECT_THAT(c.library.import_entries(colleague, import.id, {}, {}),
              FailsWith(ErrorKind::not_found, "import.absent"));
  EXPECT_THAT(must(c.library.imports(colleague, {})).items, IsEmpty());
}

TEST_F(Imports, OfAViewerAndTheirOfficeAreOneListNewestFirst) {
  std::vector<ImportId> expected;
  for (int i = 0; i < 7; ++i) {
    c.clock.advance(seconds{1});
    const auto& by = i % 3 == 0 ? li : wang;
    expected.insert(expected.begin(), c.accept(c.file(by, school, "a", std::to_string(i))).id);
  }
  c.accept(c.file(wang, other_school, "hidden", "hidden"));
  const auto scope = scope_of({scope_term::user(li.id), scope_term::school_office(school.id)});
  std::vector<ImportId> found;
  PageRequest request{.after = {}, .limit = 3};
  do {
    const auto page = must(c.library.imports(scope, request));
    for (const auto& import : page.items) found.push_back(import.id);
    request.after = page.next;
  } while (!request.after.empty());
  EXPECT_EQ(found, expected);
}

TEST_F(Imports, EntriesOfOneStateAreListedInOrderAndInPages) {
  std::vector<StoredMember> members;
  for (std::uint32_t i = 0; i < 30; ++i)
    members.push_back(i % 3 == 0 ? listed(i, MemberState::junk, "member.junk")
                                 : member(i, "m", std::to_string(i)));
  const auto import = unpack(members);
  std::vector<std::uint32_t> found;
  PageRequest request{.after = {}, .limit = 4};
  do {
    const auto page = must(
        c.library.import_entries(mine(), import.id, {.state = FileState::skipped, .unsure = false}, request));
    for (const auto& entry : page.items) found.push_back(entry.index);
    request.after = page.next;
  } while (!request.after.empty());
  EXPECT_THAT(found, ElementsAre(0, 3, 6, 9, 12, 15, 18, 21, 24, 27));
}

}  // namespace
}  // namespace kecang
