/// Text read off pictures by tesseract, within the walls of every other reader.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

#include "tests/support/temp_dir.h"
#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::HasSubstr;

/// The first page of a PDF as a PNG.
std::string picture_of(const std::string& pdf) {
  const test::TempDir folder;
  const auto file = folder.write("page.pdf", pdf);
  const auto command = "pdftoppm -png -singlefile -r 200 " + file.string();
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
  std::string bytes;
  char block[4096];
  for (std::size_t got = 0; (got = std::fread(block, 1, sizeof block, pipe.get())) > 0;)
    bytes.append(block, got);
  return bytes;
}

TEST(Ocr, ReadsAPictureAsAWhole) {
  const auto read = read_by_ocr(picture_of(pdf({"Happy New Year"})), "贺卡.png");
  EXPECT_EQ(read.end.status, ExtractStatus::ok) << read.end.reason;
  ASSERT_EQ(read.segments.size(), 1U);
  EXPECT_THAT(read.segments[0].text, HasSubstr("Happy New Year"));
  EXPECT_EQ(read.segments[0].locator.kind, LocatorKind::whole);
  EXPECT_EQ(read.head.properties.at("text_by"), "ocr");
}

TEST(Ocr, ReadsEachPageOfAPdfAtItsPlace) {
  const auto read = read_by_ocr(pdf({"First page", "", "Third page"}), "扫描.pdf");
  EXPECT_EQ(read.end.status, ExtractStatus::ok) << read.end.reason;
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_THAT(read.segments[0].text, HasSubstr("First page"));
  EXPECT_EQ(read.segments[1].locator, (Locator{.kind = LocatorKind::page, .number = 3}));
}

TEST(Ocr, AnEmptyPictureGivesNoTextAndNoError) {
  const auto read = read_by_ocr(picture_of(pdf({""})), "白.png");
  EXPECT_EQ(read.segments.size(), 0U);
  EXPECT_NE(read.end.status, ExtractStatus::broken);
}

TEST(Ocr, WhatIsNoPictureIsRefusedByName) {
  const auto read = read_by_ocr("只是文字", "a.txt");
  EXPECT_EQ(read.end.status, ExtractStatus::unsupported);
  EXPECT_EQ(read.end.reason, "extract.no_picture");
}

TEST(Ocr, ADamagedPictureIsOneFilesProblem) {
  const auto read = read_by_ocr(picture_of(pdf({"Happy New Year"})).substr(0, 600), "断.png");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_EQ(read.end.reason, "extract.ocr_failed");
}

}  // namespace
}  // namespace kecang::testing
