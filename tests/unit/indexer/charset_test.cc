#include "indexer/extract/charset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/zip_writer.h"

namespace kecang::extract {
namespace {

namespace gbk = kecang::testing::gbk;
using ::testing::ElementsAre;

std::string decoded(std::string_view bytes) {
  const auto text = decode_text(bytes);
  return text ? text->encoding + " " + text->text : "no text";
}

TEST(Charset, ByteOrderMarkDecides) {
  EXPECT_EQ(decoded("\xEF\xBB\xBF教案"), "UTF-8 教案");
  EXPECT_EQ(decoded(std::string_view("\xFF\xFE\x59\x65\x48\x68", 6)), "UTF-16LE 教案");
  EXPECT_EQ(decoded(std::string_view("\xFE\xFF\x65\x59\x68\x48", 6)), "UTF-16BE 教案");
}

TEST(Charset, AsciiAndUtf8AreUtf8) {
  EXPECT_EQ(decoded("lesson plan"), "UTF-8 lesson plan");
  EXPECT_EQ(decoded("期中考试"), "UTF-8 期中考试");
  EXPECT_EQ(decoded("café, naïve, Ångström"), "UTF-8 café, naïve, Ångström");
  EXPECT_EQ(decoded("Привет, мир"), "UTF-8 Привет, мир");
}

TEST(Charset, WesternTextWithAFewAccentsIsRead) {
  EXPECT_EQ(decoded("The d\xE9"
                    "cor of the caf\xE9 was na\xEFve, she said: \x93yes\x94."),
            "windows-1252 The décor of the café was naïve, she said: “yes”.");
}

TEST(Charset, APageIsBelievedWhereTheBytesDoNotTell) {
  const std::string russian = "<meta charset=\"koi8-r\">\xF0\xD2\xC9\xD7\xC5\xD4, \xCD\xC9\xD2";
  EXPECT_EQ(decoded(russian), "koi8-r <meta charset=\"koi8-r\">Привет, мир");
  EXPECT_EQ(decoded("<?xml version='1.0' encoding='windows-1251'?><a>\xEF\xF0\xE8\xE2\xE5\xF2</a>"),
            "windows-1251 <?xml version='1.0' encoding='windows-1251'?><a>привет</a>");
}

TEST(Charset, APageIsNotBelievedWhereTheBytesTell) {
  const std::string page = "<meta charset=iso-8859-1>" + std::string(gbk::kMidterm);
  EXPECT_EQ(decoded(page), "GB18030 <meta charset=iso-8859-1>期中考试");
}

TEST(Charset, ShortGbkIsGb18030) {
  EXPECT_EQ(decoded(gbk::kLessonPlan), "GB18030 教案");
  EXPECT_EQ(decoded(gbk::kMidterm), "GB18030 期中考试");
  EXPECT_EQ(decoded(gbk::kQuadratic), "GB18030 二次函数");
}

TEST(Charset, NotepadsFamousWordIsGbkAlthoughItLooksLikeUtf8) {
  EXPECT_EQ(decoded(gbk::kUnicom), "GB18030 联通");
  // 一些 in GBK is two well-formed two-byte forms of UTF-8.
  EXPECT_EQ(decoded("\xD2\xBB\xCA\xB6"), "GB18030 一识");
}

TEST(Charset, FourByteGb18030IsRead) {
  EXPECT_EQ(decoded("\xBD\xCC\xB0\xB8\xB5\xC4\x82\x35\x8F\x33"), "GB18030 教案的龦");
}

TEST(Charset, Big5IsToldFromGb18030) {
  // 臺灣地理試題 and 國文課本
  EXPECT_EQ(decoded("\xBB\x4F\xC6\x57\xA6\x61\xB2\x7A\xB8\xD5\xC3\x44"), "Big5 臺灣地理試題");
  EXPECT_EQ(decoded("\xB0\xEA\xA4\xE5\xBD\xD2\xA5\xBB"), "Big5 國文課本");
}

TEST(Charset, Utf16WithoutMarkIsFound) {
  EXPECT_EQ(decoded(std::string_view("T\0e\0s\0t\0\x59\x65\x48\x68", 12)), "UTF-16LE Test教案");
  EXPECT_EQ(decoded(std::string_view("\0T\0e\0s\0t\x65\x59\x68\x48", 12)), "UTF-16BE Test教案");
}

TEST(Charset, ACharacterCutAtTheEndDoesNotChangeTheVerdict) {
  const std::string cut = std::string(gbk::kGradeOneMaths) + std::string(gbk::kMidterm) + "\xBD";
  ASSERT_TRUE(detect_charset(cut));
  EXPECT_EQ(*detect_charset(cut), Charset::gb18030);
  EXPECT_EQ(
      *detect_charset(
          std::string(
              "期中考试安排表与课程总结期中考试安排表与课程总结期中考试安排表与课程总结期中考试安排表与课程")
              .append("\xE6\x80")),
      Charset::utf8);
}

TEST(Charset, OneWrongByteInAPageDoesNotLoseThePage) {
  std::string page;
  for (int i = 0; i < 60; ++i) page += gbk::kMidterm;
  page.insert(40, "\xFF");
  const auto text = decode_text(page);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->encoding, "GB18030");
  EXPECT_NE(text->text.find("期中考试"), std::string::npos);
}

TEST(Charset, BinaryIsNoText) {
  std::string noise;
  std::uint32_t state = 7;
  for (int i = 0; i < 4000; ++i) noise += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
  EXPECT_EQ(decoded(noise), "no text");
  EXPECT_EQ(decoded(std::string_view("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\1", 20)), "no text");
}

TEST(ArchiveNames, GbkNamesAreDecodedTogether) {
  const std::vector<std::string> raw{
      std::string(gbk::kGradeOneMaths) + "/" + std::string(gbk::kMidterm) + ".txt",
      std::string(gbk::kUnicom) + ".txt", "readme.txt"};
  EXPECT_THAT(decode_names(raw), ElementsAre("高一数学/期中考试.txt", "联通.txt", "readme.txt"));
}

TEST(ArchiveNames, Utf8NamesStayBesideGbkNames) {
  const std::vector<std::string> raw{"教学设计.docx", std::string(gbk::kTimetable) + ".xls"};
  EXPECT_THAT(decode_names(raw), ElementsAre("教学设计.docx", "课程表.xls"));
}

TEST(ArchiveNames, ShiftJisNamesComeOutRight) {
  const std::vector<std::string> raw{"\x95\xB6\x8F\xCD\x31.txt", "\x95\xB6\x8F\xCD\x32.txt"};
  EXPECT_THAT(decode_names(raw), ElementsAre("文章1.txt", "文章2.txt"));
}

TEST(ArchiveNames, NamesThatWereTakenForDosTextAreTurnedBack) {
  const std::vector<std::string> raw{"╩╡╤Θ4/╩╡╤Θ╦─.docx", "readme.txt"};
  EXPECT_THAT(decode_names(raw), ElementsAre("实验4/实验四.docx", "readme.txt"));
}

TEST(ArchiveNames, NamesThatFailTogetherAreDecodedOneByOne) {
  // The second is no GB18030 at all (0xFF), which must not spoil the first.
  const std::vector<std::string> raw{std::string(gbk::kLessonPlan) + ".doc", "\xFF\x31.doc"};
  const auto names = decode_names(raw);
  EXPECT_EQ(names[0], "教案.doc");
  EXPECT_EQ(names[1].substr(names[1].size() - 5), "1.doc");
}

}  // namespace
}  // namespace kecang::extract
