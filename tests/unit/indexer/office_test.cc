#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kDocx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

// ---- docx ----

TEST(Docx, ParagraphsAreLinesOfOneWholeSegment) {
  const auto read = read_file(docx(paragraph("第一题") + paragraph("第二题")), "卷.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, kDocx);
  ASSERT_EQ(read.segments.size(), 1U);
  EXPECT_EQ(read.segments[0].locator, Locator{});
  EXPECT_EQ(read.segments[0].text, "第一题\n第二题");
}

TEST(Docx, HeadingsMakeSections) {
  const std::string styles =
      "<w:styles><w:style w:styleId=\"a3\"><w:name w:val=\"heading 1\"/></w:style>"
      "<w:style w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style></w:styles>";
  const auto read =
      read_file(docx(paragraph("前言") + paragraph("教学目标", "a3") + paragraph("理解概念", "a") +
                         paragraph("作业", "a3") + paragraph("第三页"),
                     {{"word/styles.xml", styles}}),
                "案.docx");
  ASSERT_EQ(read.segments.size(), 3U);
  EXPECT_EQ(read.segments[0].text, "前言");
  EXPECT_EQ(read.segments[1].locator,
            (Locator{.kind = LocatorKind::section, .number = 2, .label = "教学目标"}));
  EXPECT_EQ(read.segments[1].text, "教学目标\n理解概念");
  EXPECT_EQ(read.segments[2].locator.label, "作业");
}

TEST(Docx, TableCellsAreSetApartByTabs) {
  const auto cell = [](std::string_view text) { return "<w:tc>" + paragraph(text) + "</w:tc>"; };
  const auto read = read_file(docx("<w:tbl><w:tr>" + cell("姓名") + cell("分数") + "</w:tr><w:tr>" +
                                   cell("李明") + cell("98") + "</w:tr></w:tbl>"),
                              "表.docx");
  EXPECT_EQ(read.text(), "姓名\t分数\n李明\t98");
}

TEST(Docx, ATextBoxIsReadOnceAndAfterItsParagraph) {
  const std::string box = "<w:txbxContent>" + paragraph("框里") + "</w:txbxContent>";
  const auto read =
      read_file(docx("<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx>" + box +
                     "</wps:txbx></mc:Choice><mc:Fallback>" + box +
                     "</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"),
                "框.docx");
  EXPECT_EQ(read.text(), "前后\n框里");
}

TEST(Docx, FootnotesAndHeadersAreReadDeletedTextAndPinyinAreNot) {
  const auto read = read_file(
      docx("<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del><w:r><w:ruby><w:rt><w:r><w:t>pīn</"
           "w:t></w:r></w:rt>"
           "<w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>音</w:t></w:r></w:p>",
           {{"word/footnotes.xml", "<w:footnotes>" + paragraph("注一") + "</w:footnotes>"},
            {"word/header1.xml", "<w:hdr>" + paragraph("第一中学") + "</w:hdr>"}}),
      "注.docx");
  EXPECT_EQ(read.text(), "拼音\n注一\n第一中学");
}

TEST(Docx, TitleAndAuthorComeFromItsProperties) {
  const auto read =
      read_file(docx(paragraph("x"), {{"docProps/core.xml",
                                       "<cp:coreProperties><dc:title>勾股定理</dc:title><dc:creator>王老师</"
                                       "dc:creator></cp:coreProperties>"}}),
                "a.docx");
  EXPECT_EQ(read.head.title, "勾股定理");
  EXPECT_EQ(read.head.properties.at("author"), "王老师");
}

TEST(Docx, ALongTextIsCutIntoNumberedSectionsAtParagraphs) {
  std::string body;
  for (int i = 0; i < 3000; ++i) body += paragraph("二次函数的图像与性质是初中数学的重点内容");
  const auto read = read_file(docx(body), "长.docx");
  ASSERT_GT(read.segments.size(), 1U);
  for (std::size_t i = 0; i < read.segments.size(); ++i) {
    EXPECT_LE(read.segments[i].text.size(), 64U * 1024);
    EXPECT_EQ(read.segments[i].locator.kind, LocatorKind::section);
    EXPECT_EQ(read.segments[i].locator.number, static_cast<std::int64_t>(i) + 1);
    EXPECT_TRUE(read.segments[i].text.ends_with("重点内容"));
  }
}

TEST(Docx, ADocumentTypeIsRefused) {
  const auto read =
      read_file(package({{"word/document.xml",
                          "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document><w:body>"
                          "<w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>"}}),
                "xxe.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_EQ(read.end.reason, "extract.xml_dtd");
  EXPECT_THAT(read.text(), Not(HasSubstr("root:")));
}

TEST(Docx, ThreeHundredThousandLevelsAreRead) {
  std::string deep;
  for (int i = 0; i < 300'000; ++i) deep += "<w:sdt>";
  const auto read = read_file(docx(paragraph("表面") + deep), "深.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.text(), "表面");
}

TEST(Docx, ACutFileIsPartialWhenTextCameAndBrokenWhenNot) {
  std::string whole =
      docx(paragraph("留下的话") + std::string(50'000, ' '), {{"word/settings.xml", std::string(5000, 'x')}});
  const auto some = read_file(whole.substr(0, whole.size() - 2000), "断.docx");
  EXPECT_EQ(some.end.status, ExtractStatus::partial);
  EXPECT_EQ(some.end.reason, "extract.damaged");
  EXPECT_THAT(some.text(), HasSubstr("留下的话"));
  const auto none = read_file(whole.substr(0, 300), "断.docx");
  EXPECT_EQ(none.end.status, ExtractStatus::broken);
}

TEST(Docx, AnEmptyFileIsBrokenAndSaysSo) {
  const auto read = read_file("", "空.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_EQ(read.end.reason, "extract.empty");
}

// ---- pptx ----

std::string slide(std::string_view title, std::string_view text) {
  return "<p:sld xmlns:p=\"p\" xmlns:a=\"a\"><p:cSld><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph "
         "type=\"title\"/></p:nvPr></p:nvSpPr>"
         "<p:txBody><a:p><a:r><a:t>" +
         std::string(title) + "</a:t></a:r></a:p></p:txBody></p:sp><p:sp><p:txBody><a:p><a:r><a:t>" +
         std::string(text) +
         "</a:t></a:r><a:fld "
         "type=\"slidenum\"><a:t>7</a:t></a:fld></a:p></p:txBody></p:sp></p:spTree></p:cSld></p:sld>";
}

TEST(Pptx, SlidesComeInTheOrderOfThePresentationWithTheirNotes) {
  const auto read = read_file(
      package({{"ppt/presentation.xml",
                "<p:presentation><p:sldIdLst><p:sldId id=\"257\" r:id=\"r2\"/><p:sldId id=\"256\" "
                "r:id=\"r1\"/></p:sldIdLst></p:presentation>"},
               {"ppt/_rels/presentation.xml.rels",
                relations({{"r1", "slide", "slides/slide1.xml"}, {"r2", "slide", "/ppt/slides/slide2.xml"}})},
               {"ppt/slides/slide1.xml", slide("小结", "后讲")},
               {"ppt/slides/slide2.xml", slide("导入", "先讲")},
               {"ppt/slides/_rels/slide2.xml.rels",
                relations({{"n", "notesSlide", "../notesSlides/notesSlide1.xml"}})},
               {"ppt/notesSlides/notesSlide1.xml", slide("", "提醒学生预习")}}),
      "课.pptx");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.properties.at("slides"), "2");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::slide, .number = 1, .label = "导入"}));
  EXPECT_EQ(read.segments[0].text, "导入\n先讲\n提醒学生预习");
  EXPECT_EQ(read.segments[1].locator.number, 2);
  EXPECT_EQ(read.segments[1].text, "小结\n后讲");
}

TEST(Pptx, AMissingSlideMakesItPartial) {
  const auto read = read_file(
      package({{"ppt/presentation.xml",
                "<p:presentation><p:sldIdLst><p:sldId r:id=\"r1\"/><p:sldId "
                "r:id=\"r2\"/></p:sldIdLst></p:presentation>"},
               {"ppt/_rels/presentation.xml.rels",
                relations({{"r1", "slide", "slides/slide1.xml"}, {"r2", "slide", "slides/gone.xml"}})},
               {"ppt/slides/slide1.xml", slide("在", "这里")}}),
      "缺.pptx");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.head.properties.at("slides"), "2");
}

// ---- xlsx ----

TEST(Xlsx, EachSheetHasItsNameAndItsCells) {
  const auto read = read_file(
      package({{"xl/workbook.xml",
                "<workbook><sheets><sheet name=\"成绩\" sheetId=\"5\" r:id=\"b\"/><sheet name=\"说明\" "
                "sheetId=\"1\" r:id=\"a\"/></sheets></workbook>"},
               {"xl/_rels/workbook.xml.rels", relations({{"a", "worksheet", "worksheets/sheet1.xml"},
                                                         {"b", "worksheet", "worksheets/sheet2.xml"}})},
               {"xl/sharedStrings.xml",
                "<sst><si><t>姓名</t></si><si><r><t>李</t></r><r><t>明</t></r><rPh><t>リメイ</t></rPh></si></"
                "sst>"},
               {"xl/worksheets/sheet1.xml",
                "<worksheet><sheetData><row><c "
                "t=\"inlineStr\"><is><t>行内文字</t></is></c></row></sheetData></worksheet>"},
               {"xl/worksheets/sheet2.xml",
                "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"str\"><f>A1</f><v>分数</v></c>"
                "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>"
                "<row><c t=\"s\"><v>1</v></c><c><v>98.500000000000014</v></c><c t=\"b\"><v>1</v></c><c "
                "t=\"s\"><v>99</v></c></row>"
                "</sheetData></worksheet>"}}),
      "册.xlsx");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.properties.at("sheets"), "2");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::sheet, .number = 1, .label = "成绩"}));
  EXPECT_EQ(read.segments[0].text, "姓名\t分数\t#DIV/0!\n李明\t98.5\tTRUE");
  EXPECT_EQ(read.segments[1].text, "行内文字");
}

TEST(Xlsx, ALongSheetComesInPiecesUnderOneLocator) {
  std::string rows;
  for (int i = 0; i < 4000; ++i) rows += "<row><c t=\"inlineStr\"><is><t>某一行的文字内容</t></is></c></row>";
  const auto read = read_file(
      package({{"xl/workbook.xml", "<workbook><sheets><sheet name=\"长\" r:id=\"a\"/></sheets></workbook>"},
               {"xl/_rels/workbook.xml.rels", relations({{"a", "worksheet", "worksheets/sheet1.xml"}})},
               {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}}),
      "长.xlsx");
  ASSERT_GT(read.segments.size(), 1U);
  for (const auto& segment : read.segments) EXPECT_EQ(segment.locator.number, 1);
}

TEST(Xlsx, TheOutputLimitStopsAReadingAndKeepsWhatCame) {
  std::string rows;
  for (int i = 0; i < 9000; ++i) rows += "<row><c t=\"inlineStr\"><is><t>某一行的文字内容</t></is></c></row>";
  ExtractLimits limits;
  limits.output_bytes = 100'000;
  const auto read = read_file(
      package({{"xl/workbook.xml", "<workbook><sheets><sheet name=\"长\" r:id=\"a\"/></sheets></workbook>"},
               {"xl/_rels/workbook.xml.rels", relations({{"a", "worksheet", "worksheets/sheet1.xml"}})},
               {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}}),
      "长.xlsx", limits);
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.output_limit");
  EXPECT_LE(read.text().size(), 100'000U);
  EXPECT_FALSE(read.segments.empty());
}

}  // namespace
}  // namespace kecang::testing
