#include <gmock/gmock.h>

#include <random>
#include <string>
#include <vector>

#include "schemas/base/digest.h"
#include "schemas/base/sketch.h"
#include "schemas/base/text.h"
#include "storage/xapian/index_reader.h"
#include "storage/xapian/index_writer.h"
#include "tests/support/scope.h"
#include "tests/support/temp_dir.h"

namespace kecang {
namespace {

using test::everyone;
using test::scope_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Sentences that no other subject has, always the same ones for the same subject.
std::string lesson_text(const std::string& about, int first = 0, int last = 80) {
  std::minstd_rand random(static_cast<unsigned>(about.size() + static_cast<unsigned char>(about.at(2))));
  std::u32string text;
  for (int i = 0; i < last; ++i) {
    std::u32string sentence = text::to_utf32(about);
    for (int k = 0; k < 12; ++k) sentence += static_cast<char32_t>(0x4E00 + random() % 5'000);
    if (i >= first) text += sentence + U"。";
  }
  return text::to_utf8(text);
}

struct Doc {
  std::string id;
  std::string title = "资料";
  std::string text = {};
  std::string blob = {};
  std::string lesson = {};
  std::string subject = {};
  std::vector<std::string> scope_terms = {"public"};
  int day = 0;
};

class SimilarIndex : public ::testing::Test {
 protected:
  void add(const std::vector<Doc>& docs) {
    for (const auto& doc : docs) {
      IndexDocument document;
      document.id = ResourceId::trusted(doc.id);
      document.version = 1;
      document.title = doc.title;
      document.segments = {doc.text};
      document.facets[Facet::subject] = {doc.subject};
      document.scope_terms = doc.scope_terms;
      document.date = Time{std::chrono::days{20'000 + doc.day}};
      document.blob = doc.blob;
      document.sketch = TextSketch::of({doc.text}).hex();
      document.lesson = doc.lesson;
      ASSERT_TRUE(writer_->replace(document));
    }
    ASSERT_TRUE(writer_->commit());
  }
  SimilarPage similar(SimilarRequest request, const AccessScope& scope = everyone()) const {
    request.id = ResourceId::trusted("self");
    auto page = reader_.similar(scope, request);
    EXPECT_TRUE(page) << (page ? "" : page.error().describe());
    return page ? *page : SimilarPage{};
  }
  static std::vector<std::string> ids(const std::vector<SearchHit>& hits) {
    std::vector<std::string> ids;
    for (const auto& hit : hits) ids.push_back(hit.id.text());
    return ids;
  }

  const test::TempDir folder_;
  ManualClock clock_;
  std::unique_ptr<IndexWriter> writer_ =
      xapian::open_writer(folder_.path(), {.epoch = "catalogue"}, clock_).value();
  xapian::LocalReader reader_{folder_.path()};
};

TEST_F(SimilarIndex, FindsTheSameBytesNewestFirstAndNeverItself) {
  const auto one = sha256("one").hex();
  add({{.id = "a", .blob = one, .day = 1},
       {.id = "b", .blob = one, .day = 2},
       {.id = "c", .blob = sha256("other").hex()},
       {.id = "self", .blob = one}});
  EXPECT_THAT(ids(similar({.blob = one}).same_bytes), ElementsAre("b", "a"));
}

TEST_F(SimilarIndex, FindsNearTextsTheMostAlikeFirst) {
  const auto text = lesson_text("光的反射");
  add({{.id = "half", .text = lesson_text("光的反射", 0, 65) + lesson_text("平面镜", 65, 80)},
       {.id = "near", .text = text + "完。"},
       {.id = "other", .text = lesson_text("唐诗三百首选读")}});
  EXPECT_THAT(ids(similar({.sketch = TextSketch::of({text}).hex()}).near_text), ElementsAre("near", "half"));
}

TEST_F(SimilarIndex, FindsWhatIsForTheSameLesson) {
  add({{.id = "a", .lesson = "数学|七年级|1.3"}, {.id = "b", .lesson = "数学|七年级|1.4"}, {.id = "c"}});
  EXPECT_THAT(ids(similar({.lesson = "数学|七年级|1.3"}).same_lesson), ElementsAre("a"));
}

TEST_F(SimilarIndex, FindsWhatSaysMostOfTheTitleInTheTitleBeforeTheText) {
  add({{.id = "text", .title = "课堂练习", .text = "今天学习有理数的加法。", .subject = "数学"},
       {.id = "title", .title = "有理数加法的练习", .text = "练习", .subject = "数学"},
       {.id = "little", .title = "实数", .text = "加深理解", .subject = "数学"},
       {.id = "other", .title = "有理数的加法", .text = "", .subject = "语文"}});
  const auto page = similar({.text = "有理数的加法", .filters = {{Facet::subject, {"数学"}}}});
  EXPECT_THAT(ids(page.about_same), ElementsAre("title", "text"));
}

TEST_F(SimilarIndex, ANumberForATitleIsAboutNothing) {
  add({{.id = "a", .title = "1", .text = "1 2 3"}, {.id = "b", .title = "第1课", .text = "1"}});
  EXPECT_THAT(ids(similar({.text = "1"}).about_same), IsEmpty());
}

TEST_F(SimilarIndex, NothingIsLikeNothing) {
  add({{.id = "a"}, {.id = "b", .text = lesson_text("光的反射"), .blob = sha256("x").hex(), .lesson = "l"}});
  const auto page = similar({});
  EXPECT_THAT(page.same_bytes, IsEmpty());
  EXPECT_THAT(page.near_text, IsEmpty());
  EXPECT_THAT(page.same_lesson, IsEmpty());
  EXPECT_THAT(page.about_same, IsEmpty());
  EXPECT_THAT(similar({.text = "，。"}).about_same, IsEmpty());
}

TEST_F(SimilarIndex, WhatTheScopeDoesNotAdmitOrIsExcludedIsNotFound) {
  const auto one = sha256("one").hex();
  add({{.id = "a", .title = "浮力", .blob = one, .lesson = "l", .scope_terms = {"school:s1"}},
       {.id = "b", .title = "浮力", .blob = one, .lesson = "l", .scope_terms = {"school:s2"}},
       {.id = "c", .title = "浮力", .blob = one, .lesson = "l", .scope_terms = {"school:s1"}, .day = -1}});
  const auto page =
      similar({.blob = one, .lesson = "l", .text = "浮力", .excluded = {ResourceId::trusted("c")}},
              scope_of({"school:s1"}));
  EXPECT_THAT(ids(page.same_bytes), ElementsAre("a"));
  EXPECT_THAT(ids(page.same_lesson), ElementsAre("a"));
  EXPECT_THAT(ids(page.about_same), ElementsAre("a"));
}

TEST_F(SimilarIndex, ScoresDoNotTellOfWhatIsHidden) {
  const auto text = lesson_text("光的反射");
  add({{.id = "a", .title = "光的反射", .text = text + "一", .scope_terms = {"school:s1"}},
       {.id = "b",
        .title = "光的折射",
        .text = lesson_text("光的反射", 0, 60),
        .scope_terms = {"school:s1"}}});
  const SimilarRequest request{.sketch = TextSketch::of({text}).hex(), .text = "光的反射"};
  const auto scores = [&] {
    std::vector<double> all;
    const auto page = similar(request, scope_of({"school:s1"}));
    for (const auto* hits : {&page.near_text, &page.about_same})
      for (const auto& hit : *hits) all.push_back(hit.score);
    return all;
  };
  const auto alone = scores();
  ASSERT_THAT(alone, ::testing::SizeIs(4));
  for (int i = 0; i < 40; ++i)
    add({{.id = "h" + std::to_string(i), .title = "光的反射", .text = text, .scope_terms = {"school:s2"}}});
  EXPECT_EQ(scores(), alone);
}

TEST_F(SimilarIndex, APageIsBounded) {
  EXPECT_EQ(reader_.similar(everyone(), {.limit = kMaxPage + 1}).error().code(), "search.page_too_far");
}

}  // namespace
}  // namespace kecang
