#include "indexer/pipeline/index_document.h"

#include <gmock/gmock.h>

namespace kecang::pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

indexing::Indexable lesson() {
  indexing::Indexable item;
  item.version = 4;
  item.resource.id = ResourceId::trusted("R1");
  item.resource.title = "浮力";
  item.resource.tags.subject = {"物理", 0.8, "path"};
  item.resource.tags.type = {"教案", 1, "person"};
  item.resource.format = "docx";
  item.resource.owner = SchoolId::trusted("S1");
  item.resource.created_at = Time(seconds(1'700'000'000));
  item.resource.state = FileState::indexed;
  item.resource.releases = {
      {ReleaseKind::school, "S1"}, {ReleaseKind::group, "G1"}, {ReleaseKind::group, "G2"}};
  item.resource.revision.emplace();
  item.resource.revision->path = "八上/第十章/浮力.docx";
  item.scope_terms = {"school:S1", "group:G1", "group:G2"};
  item.segments = {{{.kind = LocatorKind::page, .number = 1}, "第一页"},
                   {{.kind = LocatorKind::page, .number = 2}, "第二页"}};
  return item;
}

TEST(IndexDocument, HasTitleTextVersionScopeAndDate) {
  const auto item = lesson();
  const auto document = index_document(item);
  EXPECT_EQ(document.id.text(), "R1");
  EXPECT_EQ(document.version, 4U);
  EXPECT_EQ(document.title, "浮力");
  EXPECT_THAT(document.segments, ElementsAre("第一页", "第二页"));
  EXPECT_THAT(document.scope_terms, ElementsAre("school:S1", "group:G1", "group:G2"));
  EXPECT_EQ(document.date, Time(seconds(1'700'000'000)));
}

TEST(IndexDocument, IsFoundByItsFoldersItsFileNameAndItsTags) {
  const auto item = lesson();
  EXPECT_THAT(index_document(item).keywords,
              UnorderedElementsAre("八上", "第十章", "浮力.docx", "教案", "物理"));
}

TEST(IndexDocument, IsLikeOthersByItsBytesItsTextAndItsLesson) {
  auto item = lesson();
  item.resource.revision->blob = sha256("bytes");
  item.resource.revision->size = 5;
  item.resource.sketch = "s";
  item.resource.tags.grade = {"八年级", 1, "person"};
  item.resource.tags.node = {"第十章/浮力", 1, "person"};
  const auto document = index_document(item);
  EXPECT_EQ(document.blob, sha256("bytes").hex());
  EXPECT_EQ(document.sketch, "s");
  EXPECT_NE(document.lesson, "");
}

TEST(IndexDocument, AnEmptyFileAndAnUnknownLessonAreLikeNothing) {
  const auto document = index_document(lesson());
  EXPECT_EQ(document.blob, "");
  EXPECT_EQ(document.lesson, "");
}

TEST(IndexDocument, IsCountedByWhatIsKnownOfIt) {
  const auto item = lesson();
  auto facets = index_document(item).facets;
  EXPECT_THAT(facets[Facet::subject], ElementsAre("物理"));
  EXPECT_THAT(facets[Facet::type], ElementsAre("教案"));
  EXPECT_THAT(facets[Facet::school], ElementsAre("S1"));
  EXPECT_THAT(facets[Facet::group], ElementsAre("G1", "G2"));
  EXPECT_THAT(facets[Facet::format], ElementsAre("docx"));
  EXPECT_THAT(facets[Facet::grade], IsEmpty());
}

TEST(IndexDocument, WhatIsWithdrawnOrOfferedToNobodyIsNotFindable) {
  auto item = lesson();
  EXPECT_TRUE(is_findable(item));
  item.resource.state = FileState::withdrawn;
  EXPECT_FALSE(is_findable(item));
  item.resource.state = FileState::waiting;
  EXPECT_TRUE(is_findable(item)) << "a file is found by its name before its text is read";
  item.scope_terms.clear();
  EXPECT_FALSE(is_findable(item));
}

}  // namespace
}  // namespace kecang::pipeline
