#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

TEST(Pdf, EachPageIsASegment) {
  const auto read = read_file(pdf({"first page", "", "third page"}), "讲义.pdf");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "application/pdf");
  EXPECT_EQ(read.head.properties.at("pages"), "3");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::page, .number = 1}));
  EXPECT_EQ(read.segments[0].text, "first page");
  EXPECT_EQ(read.segments[1].locator.number, 3);
}

TEST(Pdf, ItsNameDoesNotMatter) {
  EXPECT_EQ(read_file(pdf({"text"}), "其实是.docx").text(), "text");
}

TEST(Pdf, WithoutATextLayerItIsReadInPartAndSaysWhy) {
  const auto read = read_file(pdf({""}), "扫描.pdf");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.no_text_layer");
}

TEST(Pdf, APasswordIsSaidAndNotCalledBroken) {
  const std::string key(32, 'k');
  const auto read = read_file(
      pdf({"secret"}, "/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(" + key + ")/U(" + key + ")>>"),
      "密.pdf");
  EXPECT_EQ(read.end.status, ExtractStatus::encrypted);
  EXPECT_EQ(read.end.reason, "extract.encrypted");
}

TEST(Pdf, ACutFileIsPartialWhenTextCameAndBrokenWhenNot) {
  const std::string whole = pdf({"kept text", "second"});
  const auto some = read_file(whole.substr(0, whole.rfind("startxref")), "断.pdf");
  EXPECT_EQ(some.end.status, ExtractStatus::partial);
  EXPECT_EQ(some.end.reason, "extract.damaged");
  EXPECT_EQ(some.segments.at(0).text, "kept text");
  const auto none = read_file(whole.substr(0, 40), "断.pdf");
  EXPECT_EQ(none.end.status, ExtractStatus::broken);
  EXPECT_EQ(none.end.reason, "extract.damaged");
}

}  // namespace
}  // namespace kecang::testing
