#include <gtest/gtest.h>

#include <array>

#include "tests/unit/indexer/fixtures.h"
#include "tests/unit/indexer/office_markup.h"

namespace kecang::testing {
namespace {

// ---- pptx ----

std::string shape(std::string_view paragraphs) {
  return "<p:sp><p:txBody>" + std::string(paragraphs) + "</p:txBody></p:sp>";
}

Reading show_of(std::string_view tree, const std::vector<std::array<std::string, 3>>& rows = {},
                Parts more = {}, std::string_view slide_attributes = "") {
  Parts parts{{"ppt/presentation.xml",
               "<p:presentation><p:sldIdLst><p:sldId r:id=\"r1\"/></p:sldIdLst></p:presentation>"},
              {"ppt/_rels/presentation.xml.rels", relations({{"r1", "slide", "slides/slide1.xml"}})},
              {"ppt/slides/slide1.xml", "<p:sld" + std::string(slide_attributes) + "><p:cSld><p:spTree>" +
                                            std::string(tree) + "</p:spTree></p:cSld></p:sld>"},
              {"ppt/slides/_rels/slide1.xml.rels", relations(rows)}};
  parts.insert(parts.end(), more.begin(), more.end());
  return read_file(package(parts), "课.pptx");
}

TEST(SlideText, GroupsTablesAndHiddenSlidesAreRead) {
  const auto cell = [](std::string_view text) {
    return "<a:tc><a:txBody>" + (text.empty() ? std::string("<a:p/>") : ap(text)) + "</a:txBody></a:tc>";
  };
  const auto read =
      show_of("<p:grpSp><p:grpSp>" + shape(ap("组中")) + "</p:grpSp></p:grpSp><p:graphicFrame><a:tbl>" +
                  "<a:tr>" + cell("") + cell("甲") + "</a:tr><a:tr>" + cell("乙") + cell("丙") +
                  "</a:tr></a:tbl></p:graphicFrame>",
              {}, {}, " show=\"0\"");
  EXPECT_EQ(read.text(), "组中\n\t甲\n乙\t丙");
}

TEST(SlideText, WhatAPictureShowsIsReadAndItsFileNameIsNot) {
  const auto picture = [](std::string_view words) {
    return "<p:pic><p:nvPicPr><p:cNvPr id=\"4\" name=\"图片 3\" descr=\"" + std::string(words) +
           "\"/></p:nvPicPr></p:pic>";
  };
  const auto read =
      show_of(shape(ap("光合作用")) + picture("叶绿体结构示意图") + picture("D:\\课件\\1.jpg") + picture("") +
              "<p:sp><p:nvSpPr><p:cNvPr id=\"5\" descr=\"矩形\"/></p:nvSpPr></p:sp>");
  EXPECT_EQ(read.text(), "光合作用\n叶绿体结构示意图");
}

TEST(SlideText, AFormulaIsALineAndItsPictureIsPassedOver) {
  const std::string formula =
      "<a14:m><m:oMath><m:sSup><m:e><m:r><m:t>𝑥</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></"
      "m:sSup>"
      "</m:oMath></a14:m>";
  const auto read =
      show_of("<mc:AlternateContent><mc:Choice Requires=\"a14\">" +
              shape("<a:p><a:r><a:t>求</a:t></a:r>" + formula + "</a:p>") + "</mc:Choice><mc:Fallback>" +
              shape(ap("公式图")) + "</mc:Fallback></mc:AlternateContent>");
  EXPECT_EQ(read.text(), "求𝑥^2");
}

TEST(SlideText, NotesChartsSmartArtAndCommentsOfBothKindsFollow) {
  const auto read =
      show_of(shape(ap("正文")),
              {{"a", "notesSlide", "../notesSlides/n1.xml"},
               {"b", "chart", "../charts/chart1.xml"},
               {"c", "diagramData", "../diagrams/data1.xml"},
               {"d", "comments", "../comments/comment1.xml"},
               {"e", "comments", "../comments/modernComment1.xml"}},
              {{"ppt/notesSlides/n1.xml", "<p:notes>" + shape(ap("备注")) + "</p:notes>"},
               {"ppt/charts/chart1.xml", chart()},
               {"ppt/diagrams/data1.xml", diagram("流程")},
               {"ppt/comments/comment1.xml",
                "<p:cmLst><p:cm><p:pos "
                "x=\"1\"/><p:text>旧批注</p:text></p:cm><p:cm><p:text>又一条</p:text></p:cm></p:cmLst>"},
               {"ppt/comments/modernComment1.xml",
                "<p188:cmLst><p188:cm><p188:replyLst><p188:reply><p188:txBody>" + ap("回复") +
                    "</p188:txBody></p188:reply></p188:replyLst><p188:txBody>" + ap("新批注") +
                    "</p188:txBody></p188:cm></p188:cmLst>"}});
  EXPECT_EQ(read.text(),
            "正文\n备注\n降水统计\n北京\n一月\n二月\n上海\n流程\n\n旧批注\n又一条\n\n回复\n新批注");
}

// ---- xlsx ----

Reading sheet_of(std::string_view rows, const Parts& more = {}, std::string_view workbook = "") {
  Parts parts{
      {"xl/workbook.xml", "<workbook>" + std::string(workbook) +
                              "<sheets><sheet name=\"表\" state=\"hidden\" r:id=\"a\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", relations({{"a", "worksheet", "worksheets/sheet1.xml"},
                                                {"b", "styles", "st.xml"},
                                                {"c", "sharedStrings", "SharedStrings.xml"}})},
      {"xl/worksheets/sheet1.xml",
       "<worksheet><sheetData>" + std::string(rows) + "</sheetData></worksheet>"}};
  parts.insert(parts.end(), more.begin(), more.end());
  return read_file(package(parts), "册.xlsx");
}

TEST(SheetText, DatesAreShownByTheirFormat) {
  const std::string styles =
      "<styleSheet><numFmts><numFmt numFmtId=\"176\" "
      "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"/></numFmts>"
      "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
      "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>";
  const std::string rows =
      "<row><c s=\"0\"><v>45069</v></c><c s=\"1\"><v>45069</v></c><c s=\"2\"><v>0.5</v></c>"
      "<c t=\"d\"><v>2023-05-23T00:00:00</v></c><c t=\"e\"><v>#REF!</v></c></row>";
  EXPECT_EQ(sheet_of(rows, {{"xl/st.xml", styles}}).text(), "45069\t2023-05-23\t12:00\t2023-05-23\t#REF!");
  EXPECT_EQ(
      sheet_of("<row><c s=\"1\"><v>0</v></c></row>", {{"xl/st.xml", styles}}, "<workbookPr date1904=\"1\"/>")
          .text(),
      "1904-01-01");
}

TEST(SheetText, SharedStringsAreFoundByRelationWhateverTheCaseOfTheirName) {
  const auto read = sheet_of("<row><c t=\"s\"><v>0</v></c></row>",
                             {{"xl/sharedStrings.xml", "<sst><si><t>找到</t></si></sst>"}});
  EXPECT_EQ(read.text(), "找到");
}

TEST(SheetText, TextBoxesChartsAndCommentsFollowTheCells) {
  const auto read = sheet_of(
      "<row><c><v>1</v></c></row>",
      {{"xl/worksheets/_rels/sheet1.xml.rels",
        relations({{"a", "drawing", "../drawings/drawing1.xml"},
                   {"b", "comments", "../comments1.xml"},
                   {"c", "threadedComment", "../threadedComments/threadedComment1.xml"}})},
       {"xl/drawings/drawing1.xml",
        "<xdr:wsDr><xdr:sp><xdr:txBody>" + ap("框") + "</xdr:txBody></xdr:sp></xdr:wsDr>"},
       {"xl/drawings/_rels/drawing1.xml.rels", relations({{"x", "chart", "../charts/chart1.xml"}})},
       {"xl/charts/chart1.xml", chart()},
       {"xl/comments1.xml",
        "<comments><authors><author>王老师</author><author>tc={1}</author></authors><commentList><comment "
        "authorId=\"0\"><text><r><t>注</t></r><rPh><t>zhu</t></rPh></text></comment><comment "
        "authorId=\"1\"><text><t>"
        "[Threaded comment]</t></text></comment></commentList></comments>"},
       {"xl/threadedComments/threadedComment1.xml",
        "<ThreadedComments><threadedComment><text>问</text></threadedComment><threadedComment><text>答</text>"
        "</threadedComment></ThreadedComments>"}});
  EXPECT_EQ(read.text(), "1\n框\n降水统计\n北京\n一月\n二月\n上海\n\n注\n问\n答");
}

// ---- kinds ----

std::string typed_package(std::string_view main_type, const Parts& parts) {
  ZipWriter zip;
  for (const auto& [name, content] : parts) zip.add(name, content);
  zip.add("[Content_Types].xml", "<Types><Override PartName=\"/x\" ContentType=\"application/vnd." +
                                     std::string(main_type) + "\"/></Types>");
  return zip.bytes();
}

TEST(OfficeKinds, TemplatesShowsAndMacrosAreKnownByContentType) {
  struct Case {
    std::string_view content;
    std::string_view media_type;
  };
  constexpr std::string_view kOpen = "application/vnd.openxmlformats-officedocument.";
  const Parts parts{{"word/document.xml", "<w:document>" + p(run("字")) + "</w:document>"}};
  for (const auto& [content, media_type] : std::initializer_list<Case>{
           {"openxmlformats-officedocument.wordprocessingml.template.main+xml", "wordprocessingml.document"},
           {"openxmlformats-officedocument.presentationml.slideshow.main+xml", "presentationml.presentation"},
           {"openxmlformats-officedocument.spreadsheetml.template.main+xml", "spreadsheetml.sheet"}})
    EXPECT_EQ(read_file(typed_package(content, parts), "x").head.media_type,
              std::string(kOpen) + std::string(media_type));
  const auto macros =
      read_file(typed_package("ms-word.template.macroEnabledTemplate.main+xml", parts), "x.dotm");
  EXPECT_EQ(macros.head.media_type, "application/vnd.ms-word.document.macroEnabled.12");
  EXPECT_EQ(macros.text(), "字");
}

TEST(OfficeKinds, ABinaryWorkbookIsNamedAndNotRead) {
  const auto read = read_file(
      typed_package("ms-excel.sheet.binary.macroEnabled.main", {{"xl/workbook.bin", "\x01\x02"}}), "册.xlsb");
  EXPECT_EQ(read.head.media_type, "application/vnd.ms-excel.sheet.binary.macroEnabled.12");
  EXPECT_EQ(read.end.status, ExtractStatus::unsupported);
  EXPECT_EQ(read.end.reason, "extract.unsupported");
}

}  // namespace
}  // namespace kecang::testing
