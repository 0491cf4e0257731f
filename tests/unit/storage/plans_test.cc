#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/base/sketch.h"
#include "tests/support/result_matchers.h"
#include "tests/unit/storage/imported.h"

namespace kecang {
namespace {

using test::FailsWith;
using test::long_text;
using test::must;
using test::planned;
using test::stored;
using test::sure;
using test::surveyed;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::string sketch_of(const std::string& text) {
  return TextSketch::of({text}).hex();
}

class Plans : public testing::Test, protected test::Imported {
 protected:
  void say(const Import& import, std::uint32_t index, const std::function<void(EntryPlan&)>& edit) {
    must(c.library.edit_plans(actor(), mine(), import.id, {index},
                              [&](const ImportEntry&, EntryPlan& plan) -> Result<void> {
                                edit(plan);
                                return {};
                              }));
  }
  /// "folder:files/unsure/left out"
  std::vector<std::string> folders(const Import& import) {
    std::vector<std::string> all;
    for (const auto& one : must(c.library.plan_folders(mine(), import.id, 100)))
      all.push_back(one.folder + ':' + std::to_string(one.files) + '/' + std::to_string(one.unsure) + '/' +
                    std::to_string(one.left_out));
    return all;
  }
  /// Paths of the planned files below a folder, read three at a time.
  std::vector<std::string> below(const Import& import, const std::string& folder, bool unsure = false) {
    std::vector<std::string> all;
    PageRequest page{.after = {}, .limit = 3};
    do {
      const auto found = must(c.library.import_entries(
          mine(), import.id, {.state = FileState::planned, .unsure = unsure, .below = folder}, page));
      for (const auto& entry : found.items) all.push_back(entry.path);
      page.after = found.next;
    } while (!page.after.empty());
    return all;
  }
  EntryPlan plan_of(const Import& import, std::uint32_t index) { return *entries(import).at(index).plan; }
};

TEST_F(Plans, APlanListsWhatIsInAnArchiveAndTakesNothingIn) {
  auto junk = planned(1, "__MACOSX/._a");
  junk.member.state = MemberState::junk;
  junk.member.reason = "member.junk";
  auto locked = planned(2, "成绩.xlsx");
  locked.member.state = MemberState::encrypted;
  const auto before = world();
  const auto import = plan({sure(planned(0, "八上/教案.docx")), junk, locked});
  EXPECT_EQ(import.state, ImportState::planned);
  EXPECT_EQ(counts(import).planned, 1U);
  EXPECT_EQ(counts(import).skipped, 1U);
  EXPECT_EQ(counts(import).encrypted, 1U);
  EXPECT_EQ(counts(import).unsure, 0U);
  EXPECT_EQ(import.planned_bytes, 10U);
  const auto after = world();
  for (const auto& [key, row] : after)
    EXPECT_TRUE(before.contains(key) || key.starts_with("usage/") || key.starts_with("import.")) << key;
}

TEST_F(Plans, AFileWithoutTypeOrSubjectIsForAPersonToLookAt) {
  const auto import = plan({planned(0, "a.docx"), sure(planned(1, "b.docx"))});
  EXPECT_EQ(counts(import).unsure, 1U);
  const auto unsure =
      must(c.library.import_entries(mine(), import.id, {.state = {}, .unsure = true}, {})).items;
  ASSERT_THAT(unsure, SizeIs(1));
  EXPECT_EQ(unsure[0].path, "a.docx");
  say(import, 0, [](EntryPlan& plan) {
    plan.tags.type = said_by_person("教案");
    plan.tags.subject = said_by_person("语文");
  });
  EXPECT_EQ(counts(import).unsure, 0U);
  EXPECT_THAT(must(c.library.import_entries(mine(), import.id, {.state = {}, .unsure = true}, {})).items,
              IsEmpty());
}

TEST_F(Plans, WhatAPersonSaidStaysWhenTheBytesAreLookedAt) {
  const auto import = plan({sure(planned(0, "a.docx"))});
  say(import, 0, [](EntryPlan& plan) {
    plan.tags.subject = said_by_person("语文");
    plan.title = "新的标题";
    plan.titled = true;
  });
  auto looked_at = surveyed(sure(planned(0, "a.docx")), "bytes");
  looked_at.tags.grade = {"八年级", 0.6, "text"};
  must(c.work.plan_members(import.id, job.id, job.fence, {looked_at}));
  const auto plan = plan_of(import, 0);
  EXPECT_EQ(plan.tags.subject.value, "语文");
  EXPECT_EQ(plan.title, "新的标题");
  EXPECT_EQ(plan.tags.grade.value, "八年级");
  EXPECT_EQ(must(c.work.import(import.id)).planned_bytes, 5U);
}

TEST_F(Plans, ARuleOfAFolderCountsForFilesThatAreListedLater) {
  const auto import = plan({planned(0, "八上/a.docx"), planned(1, "八上册/b.docx")});
  must(c.library.put_rule(actor(), mine(), import.id,
                          {.folder = "", .tags = {{"grade", "七年级"}, {"subject", "数学"}}}));
  must(c.library.put_rule(actor(), mine(), import.id, {.folder = "八上", .tags = {{"grade", "八年级"}}}));
  must(c.library.plan_again(actor(), mine(), import.id, "Big5"));
  EXPECT_THAT(c.work.plan_members(import.id, job.id, job.fence, {planned(0, "a.docx")}),
              FailsWith(ErrorKind::conflict, "job.fenced"));
  job = c.claim();
  must(c.work.plan_members(import.id, job.id, job.fence,
                           {planned(0, "八上/a.docx"), planned(1, "八上册/b.docx")}));
  EXPECT_EQ(plan_of(import, 0).tags.subject.value, "数学");
  EXPECT_EQ(plan_of(import, 1).tags.grade.value, "七年级");
  EXPECT_EQ(must(c.work.import(import.id)).charset, "Big5");
}

TEST_F(Plans, TheDeeperRuleCounts) {
  const auto import = plan({planned(0, "八上/a.docx")});
  must(c.library.put_rule(actor(), mine(), import.id, {.folder = "八上", .tags = {{"grade", "八年级"}}}));
  must(c.library.put_rule(actor(), mine(), import.id, {.folder = "", .tags = {{"grade", "七年级"}}}));
  const auto rules = must(c.library.rules(mine(), import.id));
  ASSERT_THAT(rules, SizeIs(2));
  EXPECT_EQ(rules[0].folder, "");
  EXPECT_EQ(rules[1].folder, "八上");
}

TEST_F(Plans, AppliedTheFilesGoInAsPlanned) {
  const auto import = plan({sure(planned(0, "八上/a.docx")), sure(planned(1, "b.docx"))});
  say(import, 0, [](EntryPlan& plan) {
    plan.title = "有理数的加法";
    plan.tags.grade = said_by_person("七年级");
  });
  say(import, 1, [](EntryPlan& plan) { plan.action = EntryAction::leave_out; });
  // Unpacked, the names may be read otherwise: the plan's counts.
  const auto applied = apply(import, {stored(0, "garbled", "one"), stored(1, "b.docx", "two")});
  EXPECT_EQ(applied.state, ImportState::reading);
  const auto done = entries(import);
  EXPECT_EQ(done[0].state, FileState::waiting);
  EXPECT_EQ(done[0].path, "八上/a.docx");
  EXPECT_EQ(done[1].state, FileState::skipped);
  EXPECT_EQ(done[1].reason, "import.left_out");
  const auto resource = must(c.work.resource(done[0].resource));
  EXPECT_EQ(resource.title, "有理数的加法");
  EXPECT_EQ(resource.tags.grade.value, "七年级");
  EXPECT_EQ(resource.tags.subject.value, "数学");
  EXPECT_EQ(counts(import).planned, 0U);
  read_all();
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::done);
  EXPECT_EQ(must(c.work.resource(done[0].resource)).tags.grade.value, "七年级");
}

TEST_F(Plans, AppliedTwiceIsAppliedOnceAndThenNothingCanBeChanged) {
  const auto import = plan({sure(planned(0, "a.docx"))});
  must(c.library.apply_plan(actor(), mine(), li.id, import.id));
  must(c.library.apply_plan(actor(), mine(), li.id, import.id));
  EXPECT_EQ(must(c.work.ready_jobs()), 1U);
  EXPECT_THAT(c.library.edit_plans(actor(), mine(), import.id, {0},
                                   [](const ImportEntry&, EntryPlan&) -> Result<void> { return {}; }),
              FailsWith(ErrorKind::conflict, "import.not_planned"));
  // Whoever still looked through it has lost the job.
  EXPECT_THAT(c.work.finish_survey(import.id, job.id, job.fence),
              FailsWith(ErrorKind::conflict, "job.fenced"));
}

TEST_F(Plans, MembersThatNeverCameOutAreSaidToBeBroken) {
  const auto import = plan({sure(planned(0, "a.docx")), sure(planned(1, "b.docx"))});
  apply(import, {stored(0, "a.docx", "one")});
  EXPECT_EQ(entries(import)[1].state, FileState::broken);
  EXPECT_EQ(entries(import)[1].reason, "member.broken");
}

TEST_F(Plans, BytesTheSchoolHoldsAreNamedAndLinked) {
  const auto older = c.accept(c.file(li, school, "旧教案.docx", "same bytes"));
  read_all();
  const auto import = plan({sure(planned(0, "a.docx"))});
  must(c.work.plan_members(import.id, job.id, job.fence,
                           {surveyed(sure(planned(0, "a.docx")), "same bytes")}));
  EXPECT_EQ(entries(import)[0].duplicate_of, "旧教案.docx");
  apply(import, {stored(0, "a.docx", "same bytes")});
  EXPECT_EQ(entries(import)[0].state, FileState::duplicate);
  EXPECT_EQ(entries(import)[0].resource, c.entry_resource(older));
}

TEST_F(Plans, WhatAColleagueKeepsToHerselfIsNotNamed) {
  auto file = c.file(wang, school, "私人教案.docx", "same bytes");
  file.releases = {test::Catalogue::to_user(wang)};
  c.accept(file);
  read_all(long_text("同一份"));
  const auto import = plan({sure(planned(0, "私人教案(1).docx"))});
  must(c.work.plan_members(
      import.id, job.id, job.fence,
      {surveyed(sure(planned(0, "私人教案(1).docx")), "same bytes", sketch_of(long_text("同一份")))}));
  const auto entry = entries(import)[0];
  EXPECT_TRUE(entry.duplicate_of.empty());
  EXPECT_FALSE(entry.plan->maybe);
}

TEST_F(Plans, AFileOfTheSameNameMayBeANewVersion) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  read_all();
  const auto import = plan({sure(planned(0, "资料/七上有理数加法教案 - 修改版.docx")),
                            sure(planned(1, "资料/别的教案一份.docx"))});
  const auto plan = plan_of(import, 0);
  ASSERT_TRUE(plan.maybe);
  EXPECT_EQ(plan.maybe->resource, c.entry_resource(older));
  EXPECT_EQ(plan.maybe->why, "name");
  EXPECT_TRUE(plan.unsure);
  EXPECT_FALSE(plan_of(import, 1).maybe);
}

TEST_F(Plans, AFileOfNearlyTheSameTextMayBeANewVersionWhateverItIsCalled) {
  const auto older = c.accept(c.file(li, school, "一.docx", "old"));
  read_all(long_text("光的反射"));
  const auto import = plan({sure(planned(0, "二.docx"))});
  must(c.work.plan_members(
      import.id, job.id, job.fence,
      {surveyed(sure(planned(0, "二.docx")), "new", sketch_of(long_text("光的反射") + "又加了一句"))}));
  const auto plan = plan_of(import, 0);
  ASSERT_TRUE(plan.maybe);
  EXPECT_EQ(plan.maybe->resource, c.entry_resource(older));
  EXPECT_EQ(plan.maybe->why, "text");
}

TEST_F(Plans, TextsThatShareNothingAreNoVersionsWhateverTheyAreCalled) {
  c.accept(c.file(li, school, "单元测试卷.docx", "old"));
  read_all(long_text("光的反射"));
  std::string other;
  for (int i = 0; i < 300; ++i) other += "唐诗" + std::to_string(i * i);
  const auto import = plan({sure(planned(0, "单元测试卷(2).docx"))});
  must(c.work.plan_members(import.id, job.id, job.fence,
                           {surveyed(sure(planned(0, "单元测试卷(2).docx")), "new", sketch_of(other))}));
  EXPECT_FALSE(plan_of(import, 0).maybe);
}

TEST_F(Plans, ANewVersionTakesThePlaceOfTheOldOne) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  read_all();
  const auto id = c.entry_resource(older);
  const auto before = must(c.work.resource(id));
  const auto import = plan({sure(planned(0, "七上有理数加法教案v2.docx"))});
  say(import, 0, [](EntryPlan& plan) {
    plan.action = EntryAction::replace;
    plan.decided = true;
  });
  apply(import, {stored(0, "七上有理数加法教案v2.docx", "new")});
  const auto after = must(c.work.resource(id));
  EXPECT_EQ(entries(import)[0].resource, id);
  EXPECT_EQ(after.revision->blob, sha256("new"));
  EXPECT_NE(after.revision->id, before.revision->id);
  EXPECT_TRUE(world().contains(keys::revision(id, before.revision->id)));
  read_all("新的文字");
  EXPECT_EQ(must(c.work.text(must(c.work.resource(id))))[0].text, "新的文字");
  EXPECT_EQ(entries(import)[0].state, FileState::indexed);
}

TEST_F(Plans, ANewVersionOfWhatMayNotBeChangedAnyMoreStaysInItsArchiveAndTheRestGoesIn) {
  const auto older = c.accept(c.file(li, school, "七上有理数加法教案.docx", "old"));
  read_all();
  const auto id = c.entry_resource(older);
  const auto import =
      plan({sure(planned(0, "七上有理数加法教案v2.docx")), sure(planned(1, "另一份文件.docx"))});
  say(import, 0, [](EntryPlan& plan) {
    plan.action = EntryAction::replace;
    plan.decided = true;
  });
  const auto before = must(c.work.resource(id));
  may_replace = [&](const Resource& resource) { return resource.id != id; };
  const auto applied =
      apply(import, {stored(0, "七上有理数加法教案v2.docx", "new"), stored(1, "另一份文件.docx", "two")});
  EXPECT_EQ(applied.state, ImportState::reading);
  const auto done = entries(import);
  EXPECT_EQ(done[0].state, FileState::skipped);
  EXPECT_EQ(done[0].reason, "import.version_refused");
  EXPECT_EQ(done[1].state, FileState::waiting);
  EXPECT_EQ(to_cbor(must(c.work.resource(id))), to_cbor(before));
  read_all();
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::done);
  EXPECT_EQ(undo(import).state, ImportState::undone);
  EXPECT_EQ(to_cbor(must(c.work.resource(id))), to_cbor(before));
}

TEST_F(Plans, FoldersAreCountedAsFilesAreListedEditedAndTakenIn) {
  const auto import = plan({sure(planned(0, "八上/第一章/a.docx")), planned(1, "八上/第一章/b.docx"),
                            sure(planned(2, "八上/c.docx")), sure(planned(3, "d.docx"))});
  EXPECT_THAT(folders(import), ElementsAre(":4/1/0", "八上:3/1/0", "八上/第一章:2/1/0"));
  say(import, 1, [](EntryPlan& plan) { plan.action = EntryAction::leave_out; });
  EXPECT_THAT(folders(import), ElementsAre(":4/0/1", "八上:3/0/1", "八上/第一章:2/0/1"));
  EXPECT_EQ(counts(import).left_out, 1U);
  apply(import, {stored(0, "八上/第一章/a.docx", "one"), stored(1, "八上/第一章/b.docx", "two"),
                 stored(2, "八上/c.docx", "three"), stored(3, "d.docx", "four")});
  EXPECT_THAT(folders(import), IsEmpty());
  EXPECT_EQ(counts(import).left_out, 0U);
}

TEST_F(Plans, NamesReadInAnotherEncodingMoveFilesToOtherFolders) {
  const auto import = plan({sure(planned(0, "garbled/a.docx")), sure(planned(1, "garbled/b.docx"))});
  must(c.library.plan_again(actor(), mine(), import.id, "GB18030"));
  job = c.claim();
  must(c.work.plan_members(import.id, job.id, job.fence,
                           {sure(planned(0, "八上/a.docx")), sure(planned(1, "八上/b.docx"))}));
  EXPECT_THAT(folders(import), ElementsAre(":2/0/0", "八上:2/0/0"));
  EXPECT_THAT(below(import, "garbled"), IsEmpty());
  EXPECT_THAT(below(import, "八上"), ElementsAre("八上/a.docx", "八上/b.docx"));
}

TEST_F(Plans, PlannedFilesAreListedByFolderAPageAtATime) {
  std::vector<PlannedMember> members;
  for (std::uint32_t i = 0; i < 30; ++i)
    members.push_back(i % 3 == 0 ? planned(i, "八上/第" + std::to_string(i % 2) + "章/" + std::to_string(i))
                                 : sure(planned(i, "八下/" + std::to_string(i))));
  const auto import = plan(members);
  EXPECT_THAT(below(import, "八上"), SizeIs(10));
  EXPECT_THAT(below(import, "八上/第1章"), SizeIs(5));
  EXPECT_THAT(below(import, "八上", true), SizeIs(10));
  EXPECT_THAT(below(import, "八下", true), IsEmpty());
  EXPECT_THAT(below(import, "八"), IsEmpty()) << "a part of a name is no folder";
  EXPECT_THAT(below(import, "八上/第1章"),
              ElementsAre("八上/第1章/3", "八上/第1章/9", "八上/第1章/15", "八上/第1章/21", "八上/第1章/27"));
}

TEST_F(Plans, FoldersWithLongNamesAndFarDownAreListedToo) {
  std::string deep;
  for (int i = 0; i < 25; ++i) deep += "一个名字很长的文件夹里面的文件夹" + std::to_string(i) + "/";
  const auto import = plan({sure(planned(0, deep + "a.docx")), sure(planned(1, deep + "x/b.docx")),
                            sure(planned(2, "一个名字很长的文件夹外面/c.docx"))});
  EXPECT_THAT(below(import, deep.substr(0, deep.size() - 1)), SizeIs(2));
  EXPECT_THAT(below(import, deep + "x"), ElementsAre(deep + "x/b.docx"));
  EXPECT_THAT(folders(import), SizeIs(7)) << "five deep, and the one beside them";
}

TEST_F(Plans, APlanNobodyAppliesIsTakenBackWhenItsTimeIsOver) {
  LibraryCatalog library(c.store(), c.clock, {}, std::chrono::hours{24});
  auto file = c.file(li, school, "a.zip", "archive");
  file.archive = file.review = true;
  const auto import = must(library.accept(actor(), file, std::nullopt));
  EXPECT_EQ(import.expires_at, c.clock.now() + std::chrono::hours{24});
  job = c.claim();
  must(c.work.plan_members(import.id, job.id, job.fence, {planned(0, "a.docx")}));
  must(c.work.finish_listing(import.id, job.id, job.fence, {}));
  must(c.work.finish_survey(import.id, job.id, job.fence));
  c.clock.advance(std::chrono::hours{23});
  EXPECT_EQ(must(library.expire_plans()), 0U);
  // Somebody works on it: its time begins again.
  must(library.edit_plans(actor(), mine(), import.id, {0}, [](const ImportEntry&, EntryPlan& plan) {
    plan.title = "新的标题";
    return Result<void>();
  }));
  c.clock.advance(std::chrono::hours{23});
  EXPECT_EQ(must(library.expire_plans()), 0U);
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::planned);
  c.clock.advance(std::chrono::hours{2});
  EXPECT_EQ(must(library.expire_plans()), 1U);
  EXPECT_EQ(must(library.expire_plans()), 0U);
  job = c.claim();
  auto now = must(c.work.import(import.id));
  while (now.state == ImportState::undoing) now = must(c.work.undo_some(import.id, job.id, job.fence));
  EXPECT_EQ(now.state, ImportState::undone);
  EXPECT_EQ(now.reason, "import.plan_expired");
}

TEST_F(Plans, APlanThatWasAppliedDoesNotExpire) {
  LibraryCatalog library(c.store(), c.clock, {}, std::chrono::hours{24});
  auto file = c.file(li, school, "a.zip", "archive");
  file.archive = file.review = true;
  const auto import = must(library.accept(actor(), file, std::nullopt));
  job = c.claim();
  must(c.work.plan_members(import.id, job.id, job.fence, {sure(planned(0, "a.docx"))}));
  must(c.work.finish_listing(import.id, job.id, job.fence, {}));
  apply(import, {stored(0, "a.docx", "one")});
  read_all();
  c.clock.advance(std::chrono::hours{24L * 365});
  EXPECT_EQ(must(library.expire_plans()), 0U);
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::done);
}

TEST_F(Plans, OnlySenderAndOfficeSeeAPlan) {
  const auto import = plan({planned(0, "a.docx")});
  EXPECT_THAT(c.library.rules(of(wang), import.id), FailsWith(ErrorKind::not_found, "import.absent"));
  EXPECT_THAT(c.library.apply_plan(actor(), of(wang), wang.id, import.id),
              FailsWith(ErrorKind::not_found, "import.absent"));
  EXPECT_THAT(c.library.undo_import(actor(), of(wang), import.id),
              FailsWith(ErrorKind::not_found, "import.absent"));
}

TEST_F(Plans, AnArchiveThatCannotBeListedHasFailed) {
  const auto import = send("broken", true);
  const auto ended = must(c.work.finish_listing(
      import.id, job.id, job.fence, {.status = ExtractStatus::broken, .reason = "extract.damaged"}));
  EXPECT_EQ(ended.state, ImportState::failed);
  EXPECT_EQ(ended.reason, "extract.damaged");
}

TEST_F(Plans, ASchoolThatIsFullIsToldSoBeforeAnythingIsUnpacked) {
  LibraryCatalog small(c.store(), c.clock, {.bytes = 25});
  const auto import = plan({sure(planned(0, "a.docx")), sure(planned(1, "b.docx"))}, "12345678");
  // 8 bytes are the archive's, 20 are planned.
  EXPECT_THAT(small.apply_plan(actor(), mine(), li.id, import.id),
              FailsWith(ErrorKind::too_large, "school.full"));
  LibraryCatalog enough(c.store(), c.clock, {.bytes = 28});
  EXPECT_OK(enough.apply_plan(actor(), mine(), li.id, import.id));
}

TEST_F(Plans, FilesBeyondWhatASchoolMayHoldAreListedAndTheOthersGoIn) {
  WorkQueue small(c.store(), c.clock, {.bytes = 12});
  const auto import = send("12345678", false);
  must(small.store_members(import.id, job.id, job.fence,
                           {stored(0, "a.txt", "aa"), stored(1, "b.txt", "bbbbb"), stored(2, "c.txt", "c")}));
  const auto listed = entries(import);
  EXPECT_EQ(listed[0].state, FileState::waiting);
  EXPECT_EQ(listed[1].state, FileState::too_large);
  EXPECT_EQ(listed[1].reason, "school.full");
  EXPECT_EQ(listed[2].state, FileState::waiting);
}

}  // namespace
}  // namespace kecang
