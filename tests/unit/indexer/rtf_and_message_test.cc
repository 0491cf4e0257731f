#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// ---- RTF ----

TEST(Rtf, TextIsReadWhateverTheFileIsCalled) {
  const auto read = read_file(R"({\rtf1\ansi Hello\par World})", "教案.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "application/rtf");
  EXPECT_EQ(read.text(), "Hello\nWorld");
}

TEST(Rtf, PairsOfBytesAreReadInTheFontsCodePage) {
  const auto read =
      read_file(R"({\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset134 SimSun;}})"
                R"({\f1 \'ca\'fd\'d1\'a7}\f0  caf\'e9})",
                "字.rtf");
  EXPECT_EQ(read.text(), "数学 café");
}

TEST(Rtf, ChineseBytesInAWesternFontAreReadInTheDocumentsCodePage) {
  const auto read = read_file(
      R"({\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset0 Calibri;}}\f0 \'ca\'fd\'d1\'a7 ok})", "字.rtf");
  EXPECT_EQ(read.text(), "数学 ok");
}

TEST(Rtf, UnicodeIsTakenAndItsReplacementsArePassedOver) {
  const auto read =
      read_file(R"({\rtf1\uc1\u25968?\u23398\'3f{\uc2\u20108\'b6\'fe}\u-10179?\u-8704?})", "码.rtf");
  EXPECT_EQ(read.text(), "数学二😀");
}

TEST(Rtf, WhatIsNoTextIsPassedOver) {
  const auto read = read_file(
      R"({\rtf1{\stylesheet{\s1 heading;}}{\info{\title Algebra}{\author Wang}}{\*\unknown secret}{\pict 00ff}A)"
      "\\bin5 {{{{{B}",
      "图.rtf");
  EXPECT_EQ(read.text(), "AB");
  EXPECT_EQ(read.head.title, "Algebra");
  EXPECT_EQ(read.head.properties.at("author"), "Wang");
}

TEST(Rtf, FieldsShowTheirResultsAndFormulasTheirForm) {
  const auto read = read_file(
      R"({\rtf1 {\field{\*\fldinst HYPERLINK "x"}{\fldrslt link}} {\field{\*\fldinst EQ \\f(1,2)}{\fldrslt }}})",
      "域.rtf");
  EXPECT_EQ(read.text(), "link 1/2");
}

TEST(Rtf, CellsNotesAndHeadings) {
  const auto read = read_file(
      R"({\rtf1{\header top}\pard A\cell B\cell\row\pard\outlinelevel0 Part\par\pard x{\footnote note}\par})",
      "表.rtf");
  ASSERT_EQ(read.segments.size(), 3U);
  EXPECT_EQ(read.segments[0].text, "A\tB");
  EXPECT_EQ(read.segments[1].locator.label, "Part");
  EXPECT_EQ(read.segments[1].text, "Part\nx");
  EXPECT_THAT(read.segments[2].text, HasSubstr("note"));
}

TEST(Rtf, ThreeHundredThousandGroupsAreRead) {
  const auto read = read_file(R"({\rtf1 top)" + std::string(300'000, '{') + "deep", "深.rtf");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.text(), "topdeep");
}

TEST(Rtf, ACutFileIsPartial) {
  const auto read = read_file(R"({\rtf1 first\par second \')", "断.rtf");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.damaged");
  EXPECT_THAT(read.text(), HasSubstr("first"));
}

// ---- pages and mails in one file ----

TEST(Message, AWebPageInOneFileIsReadUnderTheNameOfADocument) {
  const auto read = read_file(
      "From: <Saved>\r\nSubject: =?gb2312?B?yv3Rpw==?=\r\nMIME-Version: 1.0\r\nContent-Type: "
      "multipart/related;\r\n"
      "\tboundary=\"--x\"\r\n\r\n----x\r\nContent-Type: text/html; charset=\"gb2312\"\r\n"
      "Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>=CA=FD=\r\n=D1=A7 a=3Db</p>\r\n----x\r\n"
      "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0=\r\n----x--\r\n",
      "网页.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "message/rfc822");
  EXPECT_EQ(read.head.title, "数学");
  EXPECT_EQ(read.text(), "数学 a=b");
}

TEST(Message, SheetsBehindAPageOfFramesAreRead) {
  const std::string part = "--b\nContent-Type: text/html\nContent-Transfer-Encoding: ";
  const auto read = read_file("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" + part +
                                  "7bit\n\n<frameset></frameset>\n" + part +
                                  "base64\n\nPHRkPkE8L3RkPjx0ZD5CPC90ZD4=\n--b--\n",
                              "表.xls");
  EXPECT_EQ(read.text(), "A\tB");
}

TEST(Message, PlainTextIsReadWhereThereIsNoPage) {
  const auto read =
      read_file("Subject: Hi\nMIME-Version: 1.0\nContent-Type: text/plain\n\nDear all\n", "信.eml");
  EXPECT_EQ(read.head.title, "Hi");
  EXPECT_EQ(read.text(), "Dear all");
}

TEST(Message, PartsWithinPartsEnd) {
  std::string message = "MIME-Version: 1.0\n";
  for (int i = 0; i < 5000; ++i) message += "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
  const auto read = read_file(message, "套.mht");
  EXPECT_NE(read.end.reason, "extract.crashed");
}

// ---- other kinds under the names of old Office ----

TEST(OldNames, PagesTablesAndTextUnderThemAreRead) {
  const auto page = read_file("<html><table><tr><td>李明</td><td>95</td></tr></table></html>", "成绩.xls");
  EXPECT_EQ(page.text(), "李明\t95");
  const auto table = read_file("姓名\t分数\n李明\t95\n", "成绩.xls");
  EXPECT_EQ(table.text(), "姓名\t分数\n李明\t95");
  const auto newer = read_file(docx(paragraph("新格式")), "教案.wps");
  EXPECT_EQ(newer.text(), "新格式");
}

}  // namespace
}  // namespace kecang::testing
