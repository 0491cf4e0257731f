#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>

#include "tests/unit/indexer/fixtures.h"
#include "tests/unit/indexer/ole_writer.h"

namespace kecang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// ---- the container ----

TEST(OleContainer, AnEncryptedPackageIsEncryptedAndNotBroken) {
  const std::string file = OleWriter().add("EncryptionInfo", "x").add("EncryptedPackage", "y").bytes();
  const auto read = read_file(file, "密.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::encrypted);
  EXPECT_EQ(read.end.reason, "extract.encrypted");
}

TEST(OleContainer, StreamsDecideAndNotTheName) {
  for (const auto* name : {"教案.wps", "教案.doc", "教案.xls", "教案"}) {
    const auto read = read_file(word_file("文字\r"), name);
    EXPECT_EQ(read.head.media_type, "application/msword") << name;
    EXPECT_EQ(read.text(), "文字") << name;
  }
}

TEST(OleContainer, AFileCutBeforeItsDirectoryIsBroken) {
  const std::string whole = word_file(std::string(20'000, 'x') + '\r');
  const auto read = read_file(whole.substr(0, 4096), "断.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_EQ(read.end.reason, "extract.damaged");
}

TEST(OleContainer, AFileWhoseOtherStreamsWereCutIsPartial) {
  std::string file = OleWriter().add("WordDocument", "").add("Pictures", std::string(5000, 'p')).bytes();
  file.replace(file.size() - 512, 4, le(0x00FFFFF0, 4));
  EXPECT_EQ(read_file(file, "断.doc").end.reason, "extract.damaged");
}

TEST(OleContainer, SectorsThatFollowEachOtherInACircleEnd) {
  std::string file = word_file(std::string(20'000, 'x') + '\r');
  const std::size_t table = file.size() - 512;
  for (std::size_t entry = 0; entry < 40; ++entry) file.replace(table + 4 * entry, 4, le(entry % 2, 4));
  const auto read = read_file(file, "环.doc");
  EXPECT_NE(read.end.status, ExtractStatus::ok);
}

TEST(OleContainer, SectorsBeyondTheFileEndTheirStream) {
  std::string file = word_file(std::string(20'000, 'x') + '\r');
  file.replace(file.size() - 512 + 4 * 20, 4, le(0x00FFFFF0, 4));
  const auto read = read_file(file, "远.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.damaged");
}

TEST(OleContainer, EveryCutAndEveryChangedByteEndsPolitely) {
  const std::string whole = excel_file(biff(0x42, le(1200, 2)), {{"表", biff(0x204, le(0, 8) + "\1"
                                                                                               "a")}});
  for (std::size_t length = 0; length < whole.size(); length += 97)
    read_file(whole.substr(0, length), "断.xls");
  for (std::size_t at = 0; at < whole.size(); at += 131) {
    std::string changed = whole;
    changed[at] = static_cast<char>(~changed[at]);
    read_file(changed, "改.xls");
  }
}

TEST(Works, ATextOfMicrosoftWorksIsReadThoughItIsCalledLikeThoseOfWps) {
  std::string document(0x100, '\0');
  document.replace(0x22, 8, le(0x100, 4) + le(0x100 + 14, 4));
  const auto read = read_file(
      OleWriter().add("MatOST", "").add("MN0", document + "Hello\r\nWorld\r\nrest").bytes(), "信.wps");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.text(), "Hello\nWorld");
}

// ---- Word ----

TEST(Doc, NarrowAndWidePiecesMakeOneText) {
  const auto read =
      read_file(word_file({.runs = {{.bytes = utf16("第一题：")}, {"x = 1\x96\r", false}}}), "卷.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  ASSERT_EQ(read.segments.size(), 1U);
  EXPECT_EQ(read.segments[0].locator, Locator{});
  EXPECT_EQ(read.segments[0].text, "第一题：x = 1–");
}

TEST(Doc, NarrowPiecesOfAnEastAsianDocumentMayHoldItsCodePage) {
  const std::string gbk = std::string(gbk::kQuadratic) + '\r';
  const auto read = read_file(word_file({.runs = {{gbk, false}}, .language = 0x0804}), "数.doc");
  EXPECT_EQ(read.text(), "二次函数");
}

TEST(Doc, CellsAreSetApartByTabsAndRowsByLines) {
  const auto read = read_file(word_file("姓名\x07分数\x07\x07李明\x07"
                                        "98\x07\x07后\r"),
                              "表.doc");
  EXPECT_EQ(read.text(), "姓名\t分数\n李明\t98\n后");
}

TEST(Doc, FieldsShowTheirResultsAndFormulasTheirForm) {
  const auto read = read_file(
      word_file("见\x13 HYPERLINK \"http://x\" \x14网页\x15。\r得\x13 EQ \\f(1,2)\x15和\x13 eq \\r(3)\x15\r"),
      "域.doc");
  EXPECT_EQ(read.text(), "见网页。\n得1/2和√3");
}

TEST(Doc, AFieldThatNeverEndsDoesNotHideTheRest) {
  const auto read = read_file(word_file("\x13" + std::string(40'000, 'c') + "\r后文\r"), "坏.doc");
  EXPECT_THAT(read.text(), HasSubstr("后文"));
}

TEST(Doc, NotesHeadersAndBoxesFollowTheText) {
  const auto read = read_file(word_file({.runs = {{utf16("正文\r脚注\r页眉\r批注\r尾注\r框里\r")}},
                                         .stories = {3, 3, 3, 0, 3, 3, 3, 0}}),
                              "注.doc");
  EXPECT_EQ(read.text(), "正文\n脚注\n尾注\n批注\n框里\n页眉");
}

TEST(Doc, Word95IsReadInItsCodePage) {
  const std::string gbk = std::string(gbk::kGradeOneMaths) + '\r';
  const auto read =
      read_file(word_file({.runs = {{gbk, false}}, .version = 104, .language = 0x0804}), "旧.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.text(), "高一数学");
}

TEST(Doc, Word95OfEastAsiaMayHoldWideText) {
  const auto read = read_file(
      word_file({.runs = {{utf16("高一数学\r")}}, .version = 104, .language = 0x0804, .flags = 0x1000}),
      "旧.doc");
  EXPECT_EQ(read.text(), "高一数学");
}

TEST(Doc, Word2IsReadWithoutAContainer) {
  const std::string text = "The end\r";
  std::string file(512, '\0');
  file.replace(0, 4, le(0x002DA5DB, 4));
  file.replace(24, 8, le(512, 4) + le(512 + text.size(), 4));
  file.replace(52, 4, le(text.size(), 4));
  const auto read = read_file(file + text, "旧.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.text(), "The end");
}

TEST(Doc, ALockedDocumentIsEncrypted) {
  const auto read = read_file(word_file({.runs = {{utf16("密\r")}}, .flags = 0x0100}), "锁.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::encrypted);
}

TEST(Doc, PiecesThatNameTheSameBytesAgainAndAgainEnd) {
  WordFile file;
  for (int i = 0; i < 2000; ++i) file.runs.push_back({.bytes = "x\r", .wide = false});
  std::string bytes = word_file(file);
  // Each piece now begins where the document does and is as long as the file.
  const auto table = bytes.find('\2' + le(12 * 2000 + 4, 4));
  ASSERT_NE(table, std::string::npos);
  for (std::size_t i = 0; i <= 2000; ++i) bytes.replace(table + 5 + 4 * i, 4, le(1'000'000 * i, 4));
  bytes.replace(512 + 76, 4, le(2'000'000'000, 4));
  const auto read = read_file(bytes, "叠.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.damaged");
}

// ---- Excel ----

std::string shared_strings(std::string_view strings, std::uint32_t count) {
  return biff(0xFC, le(count, 4) + le(count, 4) + std::string(strings));
}

std::string cell(std::uint16_t row, std::uint16_t column, std::uint16_t format = 0) {
  return le(row, 2) + le(column, 2) + le(format, 2);
}

std::string number(double value) {
  return le(std::bit_cast<std::uint64_t>(value), 8);
}

TEST(Xls, EachSheetHasItsNameAndItsCells) {
  const std::string strings = shared_strings(le(2, 2) + '\1' + utf16("姓名") + le(4, 2) + '\0' + "Mark", 2);
  const std::string rows =
      biff(0xFD, cell(0, 0) + le(0, 4)) + biff(0xFD, cell(0, 1) + le(1, 4)) +
      biff(0x204, cell(1, 0) + le(2, 2) + '\1' + utf16("李明")) + biff(0x203, cell(1, 1) + number(98.5)) +
      biff(0x205, cell(1, 2) + "\1" + std::string(1, 0)) + biff(0xFD, cell(1, 3) + le(99, 4));
  const auto read = read_file(
      excel_file(strings, {{"成绩", rows}, {"说明", biff(0x27E, cell(0, 0) + le(7 << 2 | 2, 4))}}), "册.xls");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.properties.at("sheets"), "2");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::sheet, .number = 1, .label = "成绩"}));
  EXPECT_EQ(read.segments[0].text, "姓名\tMark\n李明\t98.5\tTRUE");
  EXPECT_EQ(read.segments[1].text, "7");
}

TEST(Xls, AStringMayGoOnInTheNextRecordInAnotherWidth) {
  const std::string strings =
      shared_strings(le(6, 2) + '\1' + utf16("二次"), 1) + biff(0x3C, '\0' + std::string("y=x "));
  const auto read = read_file(excel_file(strings, {{"表", biff(0xFD, cell(0, 0) + le(0, 4))}}), "函.xls");
  EXPECT_EQ(read.text(), "二次y=x");
}

TEST(Xls, FormattingAndReadingAidsOfAStringArePassedOver) {
  const std::string rich = le(2, 2) + '\x0D' + le(1, 2) + le(6, 4) + utf16("拼音") + le(0, 4) + "pinyin";
  const auto read =
      read_file(excel_file(shared_strings(rich + le(2, 2) + '\0' + "ok", 2),
                           {{"表", biff(0xFD, cell(0, 0) + le(0, 4)) + biff(0xFD, cell(0, 1) + le(1, 4))}}),
                "音.xls");
  EXPECT_EQ(read.text(), "拼音\tok");
}

TEST(Xls, PackedNumbersAndFormulasShowWhatExcelShows) {
  const std::string several = biff(0xBD, le(0, 2) + le(0, 2) + le(0, 2) + le(12345 << 2 | 3, 4) + le(0, 2) +
                                             le(std::bit_cast<std::uint64_t>(0.5) >> 32, 4) + le(1, 2));
  const std::string sum = biff(0x06, cell(1, 0) + number(193) + std::string(8, '\0'));
  const std::string words =
      biff(0x06, cell(1, 1) + std::string(6, '\0') + "\xFF\xFF" + std::string(8, '\0')) +
      biff(0x207, le(2, 2) + '\1' + utf16("及格"));
  const auto read = read_file(excel_file("", {{"表", several + sum + words}}), "算.xls");
  EXPECT_EQ(read.text(), "123.45\t0.5\n193\t及格");
}

TEST(Xls, NumbersInDateFormatsAreDates) {
  const auto format_of_cells = [](std::uint16_t format) {
    return biff(0xE0, le(0, 2) + le(format, 2) + std::string(16, '\0'));
  };
  const std::string code = "yyyy\"年\"m";
  const std::string shared = biff(0x41E, le(164, 2) + le(code.size(), 2) + '\0' + code) + format_of_cells(0) +
                             format_of_cells(14) + format_of_cells(164) + format_of_cells(20);
  const std::string rows =
      biff(0x203, cell(0, 0, 0) + number(45069)) + biff(0x203, cell(0, 1, 1) + number(45069)) +
      biff(0x203, cell(0, 2, 2) + number(45069.354166666667)) + biff(0x203, cell(0, 3, 3) + number(0.3125));
  const auto read = read_file(excel_file(shared, {{"表", rows}}), "期.xls");
  EXPECT_EQ(read.text(), "45069\t2023-05-23\t2023-05-23 08:30\t07:30");
}

TEST(Xls, TextBoxesFollowTheCells) {
  const std::string box = biff(0x1B6, std::string(10, '\0') + le(2, 2) + le(16, 2) + le(0, 4)) +
                          biff(0x3C, '\1' + utf16("批注")) + biff(0x3C, std::string(16, '\0'));
  const auto read = read_file(excel_file("", {{"表", box + biff(0x203, cell(0, 0) + number(1))}}), "框.xls");
  EXPECT_EQ(read.text(), "1\n批注");
}

TEST(Xls, Excel95IsReadInItsCodePage) {
  const std::string name(gbk::kMidterm);
  const std::string begin = biff(0x809, le(0x500, 2) + le(5, 2) + le(0, 4));
  const std::string page = biff(0x42, le(936, 2));
  const std::string end = biff(0x0A, "");
  const std::size_t list_size = 4 + 6 + 1 + name.size();
  const std::string stream = begin + page +
                             biff(0x85, le(begin.size() + page.size() + list_size + end.size(), 4) +
                                            le(0, 2) + le(name.size(), 1) + name) +
                             end + biff(0x809, le(0x500, 2) + le(0x10, 2) + le(0, 4)) +
                             biff(0x204, cell(0, 0) + le(4, 2) + std::string(gbk::kMaths)) + end;
  const auto read = read_file(OleWriter().add("Book", stream).bytes(), "旧.xls");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  ASSERT_EQ(read.segments.size(), 1U);
  EXPECT_EQ(read.segments[0].locator.label, "期中考试");
  EXPECT_EQ(read.segments[0].text, "数学");
}

TEST(Xls, AnExcel4FileIsOneSheetWithoutAContainer) {
  const std::string file = biff(0x409, le(0x400, 2) + le(0x10, 2) + le(0, 2)) + biff(0x42, le(936, 2)) +
                           biff(0x204, cell(0, 0) + le(4, 2) + std::string(gbk::kMaths)) +
                           biff(0x203, cell(0, 1) + number(98)) + biff(0x0A, "");
  const auto read = read_file(file, "旧.xls");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.properties.at("sheets"), "1");
  EXPECT_EQ(read.text(), "数学\t98");
}

TEST(Xls, ALockedWorkbookIsEncrypted) {
  const auto read = read_file(excel_file(biff(0x2F, std::string(6, '\1')), {{"表", ""}}), "锁.xls");
  EXPECT_EQ(read.end.status, ExtractStatus::encrypted);
}

TEST(Xls, ATableOfStringsThatPromisesMoreThanThereIsEnds) {
  const auto read = read_file(
      excel_file(biff(0xFC, le(0xFFFFFFFF, 4) + le(0xFFFFFFFF, 4) + le(60'000, 2) + '\1' + utf16("短")),
                 {{"表", biff(0xFD, cell(0, 0) + le(0, 4))}}),
      "假.xls");
  EXPECT_EQ(read.text(), "短");
}

TEST(Xls, ASheetThatIsNotThereMakesItPartial) {
  std::string stream = workbook_stream("", {{"在", biff(0x203, cell(0, 0) + number(1))}, {"缺", ""}});
  stream.resize(stream.size() - 8);
  const auto read = read_file(OleWriter().add("Workbook", stream).bytes(), "缺.xls");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.text(), "1");
}

// ---- PowerPoint ----

TEST(Ppt, SlidesComeInTheOrderInWhichTheyAreShownWithTheirNotes) {
  const auto read =
      read_file(powerpoint_file({{.texts = {"先讲"}, .outline = {"导入"}, .notes = "提醒学生预习"},
                                 {.texts = {"后讲", "*"}, .outline = {"小结"}}}),
                "课.ppt");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.properties.at("slides"), "2");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::slide, .number = 1, .label = "导入"}));
  EXPECT_EQ(read.segments[0].text, "导入\n先讲\n提醒学生预习");
  EXPECT_EQ(read.segments[1].locator.number, 2);
  EXPECT_EQ(read.segments[1].text, "小结\n后讲");
}

TEST(Ppt, WithoutItsListTheSlidesComeAsTheyWereWritten) {
  std::string file = powerpoint_file({{.texts = {"甲"}}, {.texts = {"乙"}}});
  const auto list = file.find(std::string("\x72\x17", 2));
  ASSERT_NE(list, std::string::npos);
  file.replace(list, 2, "\1\1");
  const auto read = read_file(file, "散.ppt");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.text(), "乙\n甲");
}

TEST(Ppt, ARecordLongerThanWhatHoldsItIsCutThere) {
  std::string file = powerpoint_file({{.texts = {"甲"}}, {.texts = {"乙"}}});
  const auto text = file.find(std::string("\xA0\x0F", 2));
  ASSERT_NE(text, std::string::npos);
  file.replace(text + 2, 4, le(0x7FFFFFFF, 4));
  const auto read = read_file(file, "长.ppt");
  EXPECT_THAT(read.text(), HasSubstr("甲"));
}

TEST(Ppt, APowerPoint95FileIsReadToo) {
  const auto record = [](std::uint32_t type, std::uint32_t kind, std::uint32_t tag, std::string_view body) {
    return le(type, 4) + le(kind, 4) + le(body.size(), 4) + le(tag, 4) + std::string(body);
  };
  const auto slide = [&](std::string_view text) {
    return record(0x3EE, 0xFFFF, 16,
                  record(0xFE0, 0xFFFF, 0, record(0x7EE, 0, 53, text) + record(0x7EE, 0, 47, "zz")));
  };
  const std::string document = record(
      3, 0xFFFF, 0, record(0x3F8, 0xFFFF, 0, slide("master")) + slide("Overview") + slide("Web\rhistory"));
  const auto read = read_file(OleWriter().add("PowerPoint Document", document).bytes(), "95.ppt");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.properties.at("slides"), "2");
  EXPECT_EQ(read.text(), "Overview\nWeb\nhistory");
}

TEST(Ppt, ALockedShowIsEncrypted) {
  const std::string user = le(0, 8) + le(20, 4) + le(0xF3D1C4DF, 4) + le(0, 4);
  const auto read =
      read_file(OleWriter().add("PowerPoint Document", "x").add("Current User", user).bytes(), "锁.ppt");
  EXPECT_EQ(read.end.status, ExtractStatus::encrypted);
}

}  // namespace
}  // namespace kecang::testing
