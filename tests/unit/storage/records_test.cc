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
using testing::IsEmpty;
using testing::SizeIs;

class Records : public testing::Test {
 protected:
  CatalogueRecord record(const std::string& key, const std::string& text = "正文") {
    CatalogueRecord record;
    record.external_key = key;
    record.title = "题目 " + key;
    record.text = text;
    record.tags.subject = {.value = "语文", .confidence = 1, .source = "catalogue"};
    record.owner = school.id;
    record.releases = {Catalogue::to_school(school)};
    return record;
  }
  WorkQueue::RecordsStored put(const std::vector<CatalogueRecord>& records) {
    return must(c.work.put_records(c.operating, records));
  }
  std::vector<Resource> resources() { return must(c.work.resources({})).items; }

  Catalogue c;
  const School school = c.school("s"), other = c.school("o");
};

TEST_F(Records, WithoutAFileAreIndexedFromTheirText) {
  EXPECT_EQ(put({record("1")}).created, 1U);
  const auto all = resources();
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].state, FileState::indexed);
  EXPECT_EQ(all[0].external_key, "1");
  EXPECT_FALSE(all[0].revision.has_value());
  EXPECT_EQ(must(c.work.text(all[0])).at(0).text, "正文");
  EXPECT_THAT(must(c.work.dirty(10)), SizeIs(1));
  EXPECT_EQ(must(c.work.ready_jobs()), 0U);
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  EXPECT_EQ(must(c.work.dirty_count()), 0U);
}

TEST_F(Records, SentAgainUnchangedChangeNothing) {
  put({record("1"), record("2")});
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  const auto records_before = must(c.directory.verify_audit());
  const auto again = put({record("1"), record("2")});
  EXPECT_EQ(again.unchanged, 2U);
  EXPECT_EQ(again.created + again.updated, 0U);
  EXPECT_THAT(must(c.work.dirty(10)), IsEmpty());
  EXPECT_EQ(must(c.directory.verify_audit()), records_before);
}

TEST_F(Records, SentAgainChangedUpdateTheSameResource) {
  put({record("1")});
  const auto before = resources().front();
  EXPECT_EQ(put({record("1", "新的正文")}).updated, 1U);
  const auto after = resources();
  ASSERT_THAT(after, SizeIs(1));
  EXPECT_EQ(after[0].id, before.id);
  EXPECT_EQ(after[0].version, before.version + 1);
  ASSERT_THAT(must(c.work.text(after[0])), SizeIs(1));
  EXPECT_EQ(must(c.work.text(after[0])).at(0).text, "新的正文");
}

TEST_F(Records, OfTwoSchoolsMayHaveTheSameKey) {
  auto theirs = record("1");
  theirs.owner = other.id;
  EXPECT_EQ(put({record("1"), theirs}).created, 2U);
}

TEST_F(Records, OfTheSameKeyInOneCallAreOneResource) {
  const auto stored = put({record("1"), record("1", "later")});
  EXPECT_EQ(stored.created, 1U);
  EXPECT_EQ(stored.updated, 1U);
  EXPECT_EQ(must(c.work.text(resources().at(0))).at(0).text, "later");
}

TEST_F(Records, DoNotUndoWhatAPersonConfirmed) {
  put({record("1")});
  const auto scope = test::scope_of({scope_term::school(school.id)});
  const auto before = resources().front();
  must(c.library.change(c.operating, scope, before.id, before.version, "resource.changed",
                        [](Resource& resource) -> Result<void> {
                          resource.tags.subject = {.value = "历史", .confidence = 1, .source = "person"};
                          return {};
                        }));
  put({record("1", "changed")});
  EXPECT_EQ(resources().at(0).tags.subject.value, "历史");
}

TEST_F(Records, ThatLoseAnAudienceAreHiddenFromItAtOnce) {
  auto offered = record("1");
  offered.releases = {Catalogue::to_school(school), Catalogue::to_everyone()};
  put({offered});
  must(c.work.clear_dirty(must(c.work.dirty(10))));
  put({record("1")});
  EXPECT_THAT(must(c.library.pending_narrowings()), SizeIs(1));
}

TEST_F(Records, WithAFileAreReadToo) {
  auto with_file = record("1", "");
  with_file.blob = Catalogue::blob("bytes");
  with_file.file_name = "课件.PPTX";
  put({with_file});
  const auto resource = resources().front();
  EXPECT_EQ(resource.state, FileState::waiting);
  EXPECT_EQ(resource.format, "pptx");
  EXPECT_EQ(c.claim().subject, resource.id.text());
}

TEST_F(Records, InBulkFitTheStoresBounds) {
  std::vector<CatalogueRecord> records;
  for (std::size_t i = 0; i < WorkQueue::kRecords; ++i)
    records.push_back(record(std::to_string(i), std::string(40'000, 'x') + std::to_string(i)));
  records[7].text = std::string(WorkQueue::kRecordText, 'y');
  EXPECT_EQ(put(records).created, WorkQueue::kRecords);
  EXPECT_EQ(must(c.work.dirty_count()), WorkQueue::kRecords);
  EXPECT_EQ(must(c.work.text(resources().at(7))).at(0).text.size(), WorkQueue::kRecordText);
}

TEST_F(Records, ThatCannotBeStoredAreRefusedBeforeAnyIs) {
  EXPECT_THAT(c.work.put_records(c.operating, {record("1"), record("")}),
              FailsWith(ErrorKind::invalid, "record.key_empty"));
  EXPECT_THAT(c.work.put_records(c.operating, {record("1"), record(std::string(300, 'k'))}),
              FailsWith(ErrorKind::invalid, "record.key_too_long"));
  EXPECT_THAT(c.work.put_records(c.operating,
                                 {record("1"), record("2", std::string(WorkQueue::kRecordText + 1, 'x'))}),
              FailsWith(ErrorKind::too_large, "record.text_too_large"));
  EXPECT_THAT(
      c.work.put_records(c.operating, std::vector<CatalogueRecord>(WorkQueue::kRecords + 1, record("1"))),
      FailsWith(ErrorKind::invalid, "record.too_many"));
  EXPECT_THAT(resources(), IsEmpty());
}

}  // namespace
}  // namespace kecang
