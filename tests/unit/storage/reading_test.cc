#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/catalog/keys.h"
#include "storage/catalog/rows.h"
#include "tests/support/catalogue.h"
#include "tests/support/result_matchers.h"
#include "tests/support/scope.h"

namespace kecang {
namespace {

using test::Catalogue;
using test::FailsWith;
using test::must;
using test::scope_of;
using testing::IsEmpty;
using testing::SizeIs;

Segment page(std::int64_t number, std::string text) {
  return {.locator = {LocatorKind::page, number, 0, ""}, .text = std::move(text)};
}

ReadOutcome outcome(ExtractStatus status, std::vector<Segment> segments = {}, std::string reason = {}) {
  ReadOutcome outcome;
  outcome.head.media_type = "application/pdf";
  outcome.segments = std::move(segments);
  outcome.end = {.status = status, .reason = std::move(reason)};
  return outcome;
}

std::string long_text(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) text += "第" + std::to_string(i) + "个分数。";
  return text;
}

class Reading : public testing::Test {
 protected:
  Import add(const std::string& bytes = "bytes") { return c.accept(c.file(li, school, "a.pdf", bytes)); }
  Resource read(const Import& import, const ReadOutcome& result) {
    const auto job = c.claim();
    must(c.work.finish_read(job.id, job.fence, result));
    return must(c.work.resource(c.entry_resource(import)));
  }
  std::uint64_t segment_rows(const ResourceId& id) {
    return must(rows::count(*c.store().snapshot(), keys::segments(id), 1'000'000));
  }
  /// A catalogue record with a file: its read job comes again with each new file.
  Resource record_with_file(const std::string& bytes, const std::string& text = "") {
    CatalogueRecord record;
    record.external_key = "r1";
    record.title = "r";
    record.text = text;
    record.owner = school.id;
    record.releases = {Catalogue::to_school(school)};
    record.blob = Catalogue::blob(bytes);
    record.file_name = "r.pdf";
    must(c.work.put_records(c.operating, {record}));
    return must(c.work.resources({})).items.back();
  }

  Catalogue c;
  const User li = c.user("li");
  const School school = c.school("s");
  const AccessScope scope = scope_of({scope_term::school(school.id)});
};

TEST_F(Reading, SetsTheStateATeacherReads) {
  struct Case {
    ExtractStatus status;
    bool text;
    FileState state;
    std::string reason, expected_reason;
  };
  const std::vector<Case> cases{
      {ExtractStatus::ok, true, FileState::indexed, "", ""},
      {ExtractStatus::ok, false, FileState::stored_only, "", "extract.no_text"},
      {ExtractStatus::partial, true, FileState::indexed_partly, "extract.x", "extract.x"},
      {ExtractStatus::partial, false, FileState::stored_only, "extract.x", "extract.x"},
      {ExtractStatus::unsupported, false, FileState::stored_only, "extract.x", "extract.x"},
      {ExtractStatus::encrypted, false, FileState::encrypted, "extract.x", "extract.x"},
      {ExtractStatus::broken, false, FileState::broken, "extract.x", "extract.x"},
      {ExtractStatus::too_large, false, FileState::too_large, "extract.x", "extract.x"},
  };
  for (const auto& [status, text, state, reason, expected] : cases) {
    SCOPED_TRACE(std::string(enum_text(status)) + (text ? " with text" : " without text"));
    const auto import = add(std::string(enum_text(status)) + (text ? "1" : "0"));
    const auto resource = read(import, outcome(status, {page(1, text ? "分数" : " \n")}, reason));
    EXPECT_EQ(resource.state, state);
    EXPECT_EQ(resource.reason, expected);
    EXPECT_EQ(resource.revision->media_type, "application/pdf");
    // Whatever its state, the index hears of it, and the entry and the import end when it has.
    EXPECT_EQ(must(c.work.import_counts(import.id)).waiting, 1U);
    must(c.work.clear_dirty(must(c.work.dirty(10))));
    const auto entry = must(c.work.import_entries(import.id, {})).items.front();
    EXPECT_EQ(entry.state, state);
    EXPECT_EQ(entry.reason, expected);
    EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::done);
  }
}

TEST_F(Reading, KeepsTextAndLocatorsOfAnyLength) {
  const std::string text = long_text(300'000);
  const auto resource = read(add(), outcome(ExtractStatus::ok, {page(1, "短"), page(2, text), page(3, "")}));
  EXPECT_EQ(resource.segment_count, 3U);
  const auto segments = must(c.work.text(resource));
  ASSERT_THAT(segments, SizeIs(3));
  EXPECT_EQ(segments[1].text, text);
  EXPECT_EQ(segments[1].locator, (Locator{LocatorKind::page, 2, 0, ""}));
  EXPECT_EQ(segments[2].text, "");
}

TEST_F(Reading, KeepsMoreSegmentsThanATransactionHolds) {
  std::vector<Segment> many;
  for (std::int64_t i = 0; i < 2'500; ++i) many.push_back(page(i, "第" + std::to_string(i) + "页"));
  const auto resource = read(add(), outcome(ExtractStatus::ok, many));
  const auto segments = must(c.work.text(resource));
  ASSERT_THAT(segments, SizeIs(2'500));
  EXPECT_EQ(segments[2'499].text, "第2499页");
}

TEST_F(Reading, KeepsMoreTextThanATransactionHolds) {
  std::vector<Segment> large;
  for (std::int64_t i = 0; i < 3; ++i) large.push_back(page(i, long_text(3'000'000)));
  const auto resource = read(add(), outcome(ExtractStatus::ok, large));
  const auto segments = must(c.work.text(resource));
  ASSERT_THAT(segments, SizeIs(3));
  EXPECT_EQ(segments[2].text, large[2].text);
}

TEST_F(Reading, BytesThatAreNoUtf8AreKeptToo) {
  const std::string odd(200'000, '\x80');
  const auto resource = read(add(), outcome(ExtractStatus::ok, {page(1, odd)}));
  EXPECT_EQ(must(c.work.text(resource)).at(0).text, odd);
}

TEST_F(Reading, PeopleGetPagesOfTextWithinTheirScope) {
  const auto import = add();
  std::vector<Segment> pages;
  for (std::int64_t i = 0; i < 10; ++i) pages.push_back(page(i + 1, "p" + std::to_string(i + 1)));
  const auto resource = read(import, outcome(ExtractStatus::ok, pages));
  const auto part = must(c.library.segments(scope, resource.id, 3, 2));
  ASSERT_THAT(part, SizeIs(2));
  EXPECT_EQ(part[0].text, "p4");
  EXPECT_THAT(must(c.library.segments(scope, resource.id, 10, 5)), IsEmpty());
  EXPECT_THAT(must(c.library.segments(scope, resource.id, 9, UINT32_MAX)), SizeIs(1));
  EXPECT_THAT(c.library.segments(test::everyone(), resource.id, 0, 1),
              FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(Reading, APageOfTextIsBoundedButNeverEmpty) {
  const std::string text = long_text(700'000);
  const auto resource =
      read(add(), outcome(ExtractStatus::ok, {page(1, text), page(2, text), page(3, text)}));
  EXPECT_THAT(must(c.library.segments(scope, resource.id, 0, 3)), SizeIs(2));
  EXPECT_THAT(must(c.library.segments(scope, resource.id, 2, 3)), SizeIs(1));
}

Question question(std::uint32_t index, std::string stem) {
  Question question;
  question.index = index;
  question.stem = std::move(stem);
  question.answer = "B";
  return question;
}

TEST_F(Reading, QuestionsStandBesideTheTextInPages) {
  auto result = outcome(ExtractStatus::ok, {page(1, "一"), page(2, "二")});
  for (std::uint32_t i = 0; i < 600; ++i) result.questions.push_back(question(i, "第" + std::to_string(i)));
  const auto resource = read(add(), result);
  EXPECT_EQ(resource.question_count, 600U);
  EXPECT_THAT(must(c.work.text(resource)), SizeIs(2));
  const auto part = must(c.library.questions(scope, resource.id, 598, 20));
  ASSERT_THAT(part, SizeIs(2));
  EXPECT_EQ(part[1], result.questions[599]);
  EXPECT_THAT(must(c.library.questions(scope, resource.id, 0, 300)), SizeIs(300));
  EXPECT_THAT(must(c.library.questions(scope, resource.id, 600, 1)), IsEmpty());
  EXPECT_THAT(c.library.questions(test::everyone(), resource.id, 0, 1),
              FailsWith(ErrorKind::not_found, "resource.absent"));
}

TEST_F(Reading, QuestionsOfAnyLengthComeBackWhole) {
  auto result = outcome(ExtractStatus::ok, {page(1, "一")});
  result.questions = {question(0, long_text(200'000)), question(1, "短"), question(2, long_text(900'000)),
                      question(3, long_text(900'000))};
  const auto resource = read(add(), result);
  EXPECT_EQ(must(c.library.questions(scope, resource.id, 0, 2)),
            (std::vector{result.questions[0], result.questions[1]}));
  // A page is bounded, but never empty.
  EXPECT_THAT(must(c.library.questions(scope, resource.id, 0, 4)), SizeIs(3));
  EXPECT_THAT(must(c.library.questions(scope, resource.id, 3, 4)), SizeIs(1));
}

TEST_F(Reading, ANewTextTakesItsQuestionsWithIt) {
  record_with_file("v1");
  Job job = c.claim();
  auto result = outcome(ExtractStatus::ok, {page(1, "旧")});
  result.questions = {question(0, "旧题"), question(1, "旧题")};
  must(c.work.finish_read(job.id, job.fence, result));
  const auto id = must(c.work.resources({})).items.back().id;
  EXPECT_EQ(segment_rows(id), 1U + 2U);
  auto resource = record_with_file("v2");
  EXPECT_EQ(resource.question_count, 0U);
  job = c.claim();
  must(c.work.finish_read(job.id, job.fence, outcome(ExtractStatus::ok, {page(1, "新")})));
  resource = must(c.work.resource(resource.id));
  EXPECT_EQ(resource.question_count, 0U);
  EXPECT_EQ(segment_rows(resource.id), 1U);
}

TEST_F(Reading, ANewTextReplacesTheOldOneWhole) {
  record_with_file("v1");
  Job job = c.claim();
  must(c.work.finish_read(job.id, job.fence, outcome(ExtractStatus::ok, {page(1, "旧"), page(2, "旧")})));
  const auto resource = record_with_file("v2");
  job = c.claim();
  must(c.work.finish_read(job.id, job.fence, outcome(ExtractStatus::ok, {page(1, "新")})));
  const auto segments = must(c.work.text(must(c.work.resource(resource.id))));
  ASSERT_THAT(segments, SizeIs(1));
  EXPECT_EQ(segments[0].text, "新");
  EXPECT_EQ(segment_rows(resource.id), 1U);
}

TEST_F(Reading, WhatAnInterruptedWriterLeftIsRemoved) {
  const auto import = add();
  const auto id = c.entry_resource(import);
  must(c.store().run([&](Transaction& tx) -> Result<void> {
    for (std::uint32_t i = 0; i < 5; ++i)
      if (auto put = tx.put(keys::segment(id, 1, i, 0), to_cbor(page(i, "left over"))); !put) return put;
    return tx.put(keys::segment(id, 7, 0, 0), "left over");
  }));
  const auto resource = read(import, outcome(ExtractStatus::ok, {page(1, "whole")}));
  EXPECT_THAT(must(c.work.text(resource)), SizeIs(1));
  EXPECT_EQ(segment_rows(id), 1U);
}

TEST_F(Reading, AWriterThatLostItsLeaseChangesNothing) {
  const auto import = add();
  const Job old = c.claim();
  c.clock.advance(seconds{60});
  const Job job = c.claim();
  std::vector<Segment> many(1'500, page(1, "stale"));
  EXPECT_THAT(c.work.finish_read(old.id, old.fence, outcome(ExtractStatus::ok, many)),
              FailsWith(ErrorKind::conflict, "job.fenced"));
  EXPECT_EQ(segment_rows(c.entry_resource(import)), 0U);
  must(c.work.finish_read(job.id, job.fence, outcome(ExtractStatus::ok, {page(1, "fresh")})));
  EXPECT_THAT(c.work.finish_read(job.id, job.fence, outcome(ExtractStatus::ok)),
              FailsWith(ErrorKind::conflict, "job.fenced"));
  EXPECT_EQ(must(c.work.text(must(c.work.resource(c.entry_resource(import))))).at(0).text, "fresh");
}

TEST_F(Reading, ACatalogueRecordKeepsItsTextWhenItsFileGivesNone) {
  const auto resource = record_with_file("scan", "目录里的文字");
  const Job job = c.claim();
  must(c.work.finish_read(job.id, job.fence, outcome(ExtractStatus::unsupported, {}, "extract.unsupported")));
  const auto after = must(c.work.resource(resource.id));
  EXPECT_EQ(after.state, FileState::stored_only);
  EXPECT_EQ(must(c.work.text(after)).at(0).text, "目录里的文字");
}

TEST_F(Reading, KeepsWhatAPersonConfirmedAndRenewsGuesses) {
  auto file = c.file(li, school, "a.pdf", "bytes");
  file.tags.subject = {.value = "数学", .confidence = 1, .source = "person"};
  file.tags.grade = {.value = "七年级", .confidence = 0.4, .source = "path"};
  file.tags.year = {.value = "2024", .confidence = 0.4, .source = "path"};
  const auto import = c.accept(file);
  auto result = outcome(ExtractStatus::ok, {page(1, "x")});
  result.tags.subject = {.value = "物理", .confidence = 0.9, .source = "text"};
  result.tags.grade = {.value = "八年级", .confidence = 0.9, .source = "text"};
  const auto tags = read(import, result).tags;
  EXPECT_EQ(tags.subject.value, "数学");
  EXPECT_EQ(tags.grade.value, "八年级");
  EXPECT_EQ(tags.year.value, "2024");
}

TEST_F(Reading, WhatAFileSaysOfItselfIsBounded) {
  auto result = outcome(ExtractStatus::ok, {page(1, "x")});
  result.head.title = std::string(1'000'000, 'x');
  for (int i = 0; i < 1'000; ++i) result.head.properties["k" + std::to_string(i)] = std::string(10'000, 'y');
  result.segments[0].locator.label = std::string(100'000, 'z');
  const auto resource = read(add(), result);
  EXPECT_LE(resource.head.title.size(), 512U);
  EXPECT_LE(resource.head.properties.size(), 64U);
  EXPECT_LT(to_cbor(resource).size(), MetaStoreBounds::kValueBytes);
}

TEST_F(Reading, DoesNotBringAWithdrawnResourceBack) {
  const auto import = add();
  const auto id = c.entry_resource(import);
  must(c.library.change(c.operating, scope, id, 1, "resource.withdrawn",
                        [](Resource& resource) -> Result<void> {
                          resource.state = FileState::withdrawn;
                          return {};
                        }));
  const auto resource = read(import, outcome(ExtractStatus::ok, {page(1, "x")}));
  EXPECT_EQ(resource.state, FileState::withdrawn);
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  EXPECT_EQ(must(c.work.import_counts(import.id)).withdrawn, 1U);
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::done);
}

TEST_F(Reading, AMarkIsClearedOnlyAtItsOwnVersion) {
  const auto import = add();
  const auto resource = read(import, outcome(ExtractStatus::ok, {page(1, "x")}));
  const auto seen = must(c.work.dirty(10));
  must(c.library.change(c.operating, scope, resource.id, resource.version, "resource.renamed",
                        [](Resource& r) -> Result<void> {
                          r.title = "new";
                          return {};
                        }));
  must(c.work.clear_dirty(seen));
  EXPECT_EQ(must(c.work.dirty_count()), 1U);
  EXPECT_EQ(must(c.work.import_counts(import.id)).waiting, 1U);
  const auto newer = must(c.work.dirty(10));
  must(c.work.clear_dirty(newer));
  EXPECT_EQ(must(c.work.dirty_count()), 0U);
  EXPECT_EQ(must(c.work.import_counts(import.id)).indexed, 1U);
  must(c.work.clear_dirty(newer));  // sent again: nothing more happens
  EXPECT_EQ(must(c.work.import_counts(import.id)).indexed, 1U);
}

TEST_F(Reading, AResourceThatIsMarkedIsNotAmongTheUnmarkedOnes) {
  const auto first = read(add("1"), outcome(ExtractStatus::ok, {page(1, "x")}));
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  read(add("2"), outcome(ExtractStatus::ok, {page(1, "x")}));
  EXPECT_THAT(must(c.work.resources({})).items, SizeIs(2));
  const auto unmarked = must(c.work.unmarked_resources({}));
  ASSERT_THAT(unmarked.items, SizeIs(1));
  EXPECT_EQ(unmarked.items[0].id, first.id);
  const auto page = must(c.work.unmarked_resources({.after = first.id.text(), .limit = 1}));
  EXPECT_THAT(page.items, SizeIs(0));
}

TEST_F(Reading, MarksComeOldestFirstAndOneMadeAgainKeepsItsPlace) {
  const auto first = read(add("1"), outcome(ExtractStatus::ok, {page(1, "x")}));
  c.clock.advance(seconds{1});
  const auto second = read(add("2"), outcome(ExtractStatus::ok, {page(1, "x")}));
  c.clock.advance(seconds{1});
  must(c.work.mark_dirty({first.id, ResourceId::make(c.clock.now())}));
  const auto marks = must(c.work.dirty(10));
  ASSERT_THAT(marks, SizeIs(2));
  EXPECT_EQ(marks[0].resource, first.id);
  EXPECT_EQ(marks[1].resource, second.id);
  EXPECT_THAT(must(c.work.dirty(1)), SizeIs(1));
}

TEST_F(Reading, ThousandsOfMarksAreClearedAndTheImportEndsOnce) {
  auto file = c.file(li, school, "a.zip", "zip");
  file.archive = true;
  const auto import = c.accept(file);
  const Job unpack = c.claim();
  std::vector<StoredMember> members(400);
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    members[i].member.index = i;
    members[i].member.path = std::to_string(i);
    members[i].blob = Catalogue::blob(std::to_string(i));
  }
  must(c.work.store_members(import.id, unpack.id, unpack.fence, members));
  must(c.work.finish_unpack(import.id, unpack.id, unpack.fence, {}));
  for (auto jobs = must(c.work.claim(64, seconds{60})); !jobs.empty();
       jobs = must(c.work.claim(64, seconds{60})))
    for (const auto& job : jobs)
      must(c.work.finish_read(job.id, job.fence, outcome(ExtractStatus::ok, {page(1, "x")})));
  auto marks = must(c.work.dirty(1'000));
  ASSERT_THAT(marks, SizeIs(400));
  marks.push_back(marks.front());
  must(c.work.clear_dirty(marks));
  EXPECT_EQ(must(c.work.import(import.id)).state, ImportState::done);
  EXPECT_EQ(must(c.work.import_counts(import.id)).indexed, 400U);
  EXPECT_EQ(must(c.work.import_counts(import.id)).waiting, 0U);
}

// ---- what is made to be looked at ----

ReadOutcome worth_a_preview() {
  auto result = outcome(ExtractStatus::ok, {page(1, "第一页")});
  result.wishes = {JobKind::preview};
  return result;
}

class MadeToBeLookedAt : public Reading {
 protected:
  std::size_t preview_jobs() { return must(c.work.claim(10, seconds{60}, Pace::slow)).size(); }
  void read_record_of(const std::string& bytes) {
    record_with_file(bytes);
    const auto job = c.claim();
    must(c.work.finish_read(job.id, job.fence, worth_a_preview()));
  }
  void make(const std::vector<std::string>& names) {
    const auto jobs = must(c.work.claim(1, seconds{60}, Pace::slow));
    ASSERT_THAT(jobs, SizeIs(1));
    Derived derived;
    for (const auto& name : names) derived.files.push_back({name, "image/png", Catalogue::blob(name).id, 1});
    must(c.work.finish_preview(jobs.front().id, jobs.front().fence, derived));
  }
};

TEST_F(MadeToBeLookedAt, OfTheSameBytesOnceUnlessAnOlderProgramMadeLess) {
  const auto first = read(add(), worth_a_preview());
  make({"page-0001.jpg"});
  read_record_of("bytes");
  EXPECT_EQ(preview_jobs(), 0U);

  const auto key = keys::derived(first.revision->blob);
  auto made = must(rows::find<Derived>(c.store(), key));
  ASSERT_TRUE(made);
  made->version = 0;
  must(c.store().run([&](Transaction& tx) { return rows::put(tx, key, *made); }));
  read_record_of("others");
  EXPECT_EQ(preview_jobs(), 1U);
  read_record_of("bytes");
  EXPECT_EQ(preview_jobs(), 1U);
}

TEST_F(MadeToBeLookedAt, PicturesOfAnswersAreForThoseWhoMaySeeAnswers) {
  const auto resource = read(add(), worth_a_preview());
  make({"picture-0123456789abcdef.png", "answer-0123456789abcdef.png"});
  const auto names = [&](const AccessScope& viewer) {
    std::vector<std::string> all;
    const auto derived = must(c.library.derived(viewer, resource.id));
    for (const auto& file : derived->files) all.push_back(file.name);
    return all;
  };
  EXPECT_THAT(names(scope), SizeIs(2));
  must(
      c.library.change(c.operating, scope, resource.id, resource.version, "resource.edit", [](Resource& one) {
        one.releases.push_back({.kind = ReleaseKind::everyone, .target = {}});
        return Result<void>();
      }));
  EXPECT_THAT(names(scope), SizeIs(2));
  EXPECT_THAT(names(scope_of({scope_term::everyone()})),
              testing::ElementsAre("picture-0123456789abcdef.png"));
}

}  // namespace
}  // namespace kecang
