#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

TEST(PlainText, IsDecodedAndSaysFromWhat) {
  const auto read = read_file(std::string(gbk::kMidterm), "通知.txt");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "text/plain");
  EXPECT_EQ(read.head.encoding, "GB18030");
  EXPECT_EQ(read.text(), "期中考试");
}

TEST(PlainText, BinaryUnderATextNameIsNotIndexed) {
  std::string noise;
  std::uint32_t state = 99;
  for (int i = 0; i < 20'000; ++i) noise += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
  const auto read = read_file(noise, "随机.txt");
  EXPECT_EQ(read.end.status, ExtractStatus::unsupported);
  EXPECT_TRUE(read.segments.empty());
}

TEST(PlainText, ACutPictureIsKnownByItsContentWhateverItsName) {
  std::string png("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0", 26);
  const auto read = read_file(png, "其实是图片.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_EQ(read.end.reason, "extract.damaged");
  EXPECT_EQ(read.head.media_type, "image/png");
}

TEST(PlainText, WhatIsTextAtItsBeginningOnlyIsNamedAndNotRead) {
  std::string bytes = "<html><body>" + std::string(70'000, 'a');
  bytes += std::string(70'000, '\xFF');
  const auto read = read_file(bytes, "坏.html");
  EXPECT_EQ(read.end.status, ExtractStatus::unsupported) << read.end.reason;
  EXPECT_EQ(read.head.media_type, "text/html");
}

TEST(Markdown, TheFirstHeadingIsTheTitle) {
  const auto read = read_file("\n# 勾股定理 证明\n\n正文", "教案.md");
  EXPECT_EQ(read.head.media_type, "text/markdown");
  EXPECT_EQ(read.head.title, "勾股定理 证明");
}

TEST(Csv, TheHeadingRowGivesTheColumns) {
  const auto read = read_file("题目,\"选项,A\",答案\n1+1,2,A\n", "题库.csv");
  EXPECT_EQ(read.head.media_type, "text/csv");
  EXPECT_EQ(read.head.properties.at("columns"), "题目\t选项,A\t答案");
  EXPECT_EQ(read.text(), "题目,\"选项,A\",答案\n1+1,2,A");
}

TEST(WebPage, TheBytesAreBelievedAndNotTheMeta) {
  const auto read =
      read_file("<html><head><meta charset=\"utf-8\"><title>" + std::string(gbk::kMidterm) +
                    "</title></head><body><p>" + std::string(gbk::kTimetable) + "</p></body></html>",
                "通知.html");
  EXPECT_EQ(read.head.media_type, "text/html");
  EXPECT_EQ(read.head.encoding, "GB18030");
  EXPECT_EQ(read.head.title, "期中考试");
  EXPECT_EQ(read.text(), "期中考试\n课程表");
}

TEST(WebPage, ATableSavedAsXlsIsReadAsAPage) {
  const auto read =
      read_file("<table><tr><td>" + std::string(gbk::kMaths) + "</td><td>98</td></tr></table>", "成绩.xls");
  EXPECT_EQ(read.head.media_type, "text/html");
  EXPECT_EQ(read.text(), "数学\t98");
}

TEST(Xml, ADocumentTypeIsRefused) {
  const auto read = read_file("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "题.xml");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_EQ(read.end.reason, "extract.xml_dtd");
}

TEST(Subtitles, EachCueIsASegmentWithItsTimes) {
  const auto read =
      read_file("1\r\n00:13:20,500 --> 00:13:22,000\r\n{\\an8}<i>" + std::string(gbk::kQuadratic) +
                    "</i>\r\n" + std::string(gbk::kMaths) + "\r\n\r\n2\r\n00:13:23,000 --> 00:13:24,000\r\n" +
                    std::string(gbk::kMidterm) + "\r\n",
                "课.srt");
  EXPECT_EQ(read.head.media_type, "application/x-subrip");
  EXPECT_EQ(read.head.encoding, "GB18030");
  EXPECT_EQ(read.head.properties.at("cues"), "2");
  EXPECT_EQ(read.head.properties.at("duration_ms"), "804000");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].locator,
            (Locator{.kind = LocatorKind::time, .number = 800'500, .end = 802'000}));
  EXPECT_EQ(read.segments[0].text, "二次函数\n数学");
}

TEST(Subtitles, WebVttWithNotesVoicesAndShortTimes) {
  const auto read = read_file(
      "WEBVTT\n\nNOTE 备注不是字幕\n\nintro\n00:01.000 --> 00:02.500 align:start\n<v 老师>同学们好 &amp; "
      "请坐\n",
      "课.vtt");
  EXPECT_EQ(read.head.media_type, "text/vtt");
  ASSERT_EQ(read.segments.size(), 1U);
  EXPECT_EQ(read.segments[0].locator.number, 1000);
  EXPECT_EQ(read.segments[0].locator.end, 2500);
  EXPECT_EQ(read.segments[0].text, "同学们好 & 请坐");
}

TEST(Subtitles, Utf16WithAMarkIsRead) {
  const std::string ascii = "1\n00:00:01,000 --> 00:00:02,000\nabc\n";
  std::string wide = "\xFF\xFE";
  for (const char c : ascii) (wide += c) += '\0';
  const auto read = read_file(wide, "课.srt");
  EXPECT_EQ(read.head.encoding, "UTF-16LE");
  EXPECT_EQ(read.text(), "abc");
}

TEST(Unsupported, KindsWithoutAReaderSaySoAndNameTheirType) {
  const auto read =
      read_file(std::string("FWS\x05\x20\0\0\0\x78\0\x05\x5F\0\0\x0F\xA0\0\0\x0C\x01\0", 21), "动画.swf");
  EXPECT_EQ(read.end.status, ExtractStatus::unsupported);
  EXPECT_EQ(read.head.media_type, "application/x-shockwave-flash");
}

}  // namespace
}  // namespace kecang::testing
