#include <gtest/gtest.h>

#include <array>

#include "tests/unit/indexer/fixtures.h"
#include "tests/unit/indexer/office_markup.h"

namespace kecang::testing {
namespace {

std::string word_text(std::string_view body, const Parts& more = {}) {
  return read_file(docx(body, more), "文.docx").text();
}

// ---- docx: what is text and what is not ----

TEST(WordText, TabStopsOfAParagraphAreNoTextAndHyphensAre) {
  const std::string stops = "<w:tabs><w:tab w:val=\"left\" w:pos=\"420\"/></w:tabs>";
  EXPECT_EQ(word_text(p("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t>"
                        "<w:softHyphen/><w:t>丁</w:t></w:r>",
                        stops)),
            "甲\t乙-丙丁");
}

TEST(WordText, DeletedAndMovedTextIsGoneAndInsertedTextIsThere) {
  EXPECT_EQ(word_text(p("<w:del>" + run("删") + "</w:del><w:ins>" + run("增") + "</w:ins><w:moveFrom>" +
                        run("旧处") + "</w:moveFrom><w:moveTo>" + run("新处") + "</w:moveTo>")),
            "增新处");
}

TEST(WordText, AParagraphWhoseMarkWasDeletedGoesOnInTheNext) {
  EXPECT_EQ(
      word_text(p(run("前半"), "<w:rPr><w:del w:id=\"1\"/></w:rPr>") + p(run("后半")) + p(run("另一段"))),
      "前半后半\n另一段");
}

TEST(WordText, HiddenTextIsNotRead) {
  const std::string styles =
      "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"z\"><w:name w:val=\"z-Top of "
      "Form\"/><w:rPr><w:vanish/>"
      "</w:rPr></w:style></w:styles>";
  EXPECT_EQ(
      word_text(p(run("看得见") + run("藏起来", "<w:vanish/>") + run("又看见", "<w:vanish w:val=\"0\"/>")) +
                    p(run("窗体顶端"), "<w:pStyle w:val=\"z\"/>"),
                {{"word/styles.xml", styles}}),
      "看得见又看见");
}

TEST(WordText, OfAFieldTheResultIsReadAndOfAFormulaFieldTheFormula) {
  const auto mark = [](std::string_view type) {
    return "<w:r><w:fldChar w:fldCharType=\"" + std::string(type) + "\"/></w:r>";
  };
  const auto instruction = [](std::string_view text) {
    return "<w:r><w:instrText>" + std::string(text) + "</w:instrText></w:r>";
  };
  EXPECT_EQ(word_text(p(run("见第") + mark("begin") + instruction(" PAGEREF _Toc1 ") + mark("separate") +
                        run("3") + mark("end") + run("页"))),
            "见第3页");
  EXPECT_EQ(word_text(p(run("得") + mark("begin") + instruction("eq \\f(1,2)") + mark("end"))), "得1/2");
}

TEST(WordText, SymbolsAreWhatTheirFontShows) {
  EXPECT_EQ(word_text(p("<w:r><w:sym w:font=\"Symbol\" w:char=\"F0D0\"/><w:t>A=</w:t></w:r>" +
                        run("\uF061", "<w:rFonts w:ascii=\"Symbol\" w:hAnsi=\"Symbol\"/>") +
                        "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r>")),
            "∠A=α✓");
}

TEST(WordText, AFormulaIsALineWithinItsParagraph) {
  const std::string formula =
      "<m:oMathPara><m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></"
      "m:den>"
      "</m:f></m:oMath></m:oMathPara>";
  EXPECT_EQ(word_text(p(run("平均数") + formula + run("。"))), "平均数(a+b)/2。");
}

TEST(WordText, AContentControlAndALinkAreTransparent) {
  EXPECT_EQ(word_text("<w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent>" +
                      p("<w:hyperlink r:id=\"r\">" + run("链接") + "</w:hyperlink><w:smartTag>" +
                        run("标记") + "</w:smartTag>") +
                      "</w:sdtContent></w:sdt>"),
            "链接标记");
}

// ---- docx: boxes and alternatives ----

TEST(WordBoxes, AnOldTextBoxIsReadWhereThereIsNoOtherForm) {
  const std::string box = "<w:pict><v:shape><v:textbox><w:txbxContent>" + p(run("甲")) + p(run("乙")) +
                          "</w:txbxContent></v:textbox></v:shape></w:pict>";
  EXPECT_EQ(word_text(p("<w:r><w:t>前</w:t>" + box + "<w:t>后</w:t></w:r>")), "前后\n甲\n乙");
  EXPECT_EQ(word_text(p("<w:r><mc:AlternateContent><mc:Fallback>" + box +
                        "</mc:Fallback></mc:AlternateContent></w:r>")),
            "甲\n乙");
}

TEST(WordBoxes, OfSeveralChoicesTheFirstIsRead) {
  const std::string either = "<mc:AlternateContent><mc:Choice Requires=\"a\">" + run("一") +
                             "</mc:Choice><mc:Choice Requires=\"b\">" + run("二") +
                             "</mc:Choice><mc:Fallback>" + run("三") + "</mc:Fallback></mc:AlternateContent>";
  EXPECT_EQ(word_text(p(either + either)), "一一");
}

TEST(WordBoxes, ATextBoxMayHoldATableAndAnotherTextBox) {
  const auto box = [](const std::string& content) {
    return "<w:r><wps:txbx><w:txbxContent>" + content + "</w:txbxContent></wps:txbx></w:r>";
  };
  const std::string table =
      "<w:tbl><w:tr><w:tc>" + p(run("姓名")) + "</w:tc><w:tc>" + p(run("班级")) + "</w:tc></w:tr></w:tbl>";
  EXPECT_EQ(word_text(p(run("外") + box(table + p(run("里") + box(p(run("最里"))))))),
            "外\n姓名\t班级\n里\n最里");
}

TEST(WordBoxes, TenThousandNestedBoxesAreRead) {
  std::string open;
  for (int i = 0; i < 10'000; ++i) open += "<w:p><w:r><w:txbxContent>";
  EXPECT_EQ(word_text(p(run("表面")) + open + p(run("深处"))), "表面\n深处");
}

TEST(WordTables, AnEmptyCellKeepsItsPlace) {
  const auto cell = [](std::string_view text) {
    return "<w:tc>" + p(text.empty() ? "" : run(text)) + "</w:tc>";
  };
  EXPECT_EQ(word_text("<w:tbl><w:tr>" + cell("题号") + cell("1") + "</w:tr><w:tr>" + cell("") + cell("A") +
                      "</w:tr></w:tbl>" + p(run("完"))),
            "题号\t1\n\tA\n完");
}

// ---- docx: numbers ----

std::string in_list(std::string_view text, std::string_view list, int level = 0) {
  return p(run(text), "<w:numPr><w:ilvl w:val=\"" + std::to_string(level) + "\"/><w:numId w:val=\"" +
                          std::string(list) + "\"/></w:numPr>");
}

std::string level(int number, std::string_view format, std::string_view pattern, std::string_view more = "") {
  return "<w:lvl w:ilvl=\"" + std::to_string(number) + "\"><w:start w:val=\"1\"/><w:numFmt w:val=\"" +
         std::string(format) + "\"/>" + std::string(more) + "<w:lvlText w:val=\"" + std::string(pattern) +
         "\"/></w:lvl>";
}

std::string numbering(std::string_view levels, std::string_view lists =
                                                   "<w:num w:numId=\"1\"><w:abstractNumId "
                                                   "w:val=\"7\"/></w:num>") {
  return "<w:numbering><w:abstractNum w:abstractNumId=\"7\">" + std::string(levels) + "</w:abstractNum>" +
         std::string(lists) + "</w:numbering>";
}

TEST(WordNumbers, AutomaticNumbersAreText) {
  const std::string levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%2.") +
                             level(2, "upperLetter", "%3．") + level(3, "decimal", "%2.%4");
  EXPECT_EQ(word_text(in_list("选择题", "1", 0) + in_list("首都是", "1", 1) + in_list("北京", "1", 2) +
                          in_list("上海", "1", 2) + in_list("最长的河是", "1", 1) + in_list("长江", "1", 2) +
                          in_list("支流", "1", 3) + in_list("填空题", "1", 0) + in_list("诗人", "1", 1),
                      {{"word/numbering.xml", numbering(levels)}}),
            "一、选择题\n1. 首都是\nA．北京\nB．上海\n2. 最长的河是\nA．长江\n2.1 支流\n二、填空题\n1. 诗人");
}

TEST(WordNumbers, AListMayBeginAnewAndBulletsAreNoNumbers) {
  const std::string lists =
      "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>"
      "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride "
      "w:val=\"5\"/></w:lvlOverride></w:num>";
  const std::string levels =
      level(0, "decimal", "（%1）", "<w:suff w:val=\"nothing\"/>") + level(1, "bullet", "\uF06C");
  EXPECT_EQ(word_text(in_list("a", "1") + in_list("b", "1") + in_list("c", "2") + in_list("d", "2") +
                          in_list("e", "1", 1) + p("") + p(run("无号")),
                      {{"word/numbering.xml", numbering(levels, lists)}}),
            "（1）a\n（2）b\n（5）c\n（6）d\ne\n\n无号");
}

TEST(WordNumbers, AStyleMayNumberAndAParagraphMayDecline) {
  const std::string styles =
      "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"h1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr>"
      "<w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>"
      "<w:style w:type=\"paragraph\" w:styleId=\"own\"><w:name w:val=\"自订\"/><w:basedOn "
      "w:val=\"h1\"/></w:style>"
      "</w:styles>";
  const auto read = read_file(
      docx(p(run("概述"), "<w:pStyle w:val=\"h1\"/>") +
               p(run("前言"), "<w:pStyle w:val=\"own\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>") +
               p(run("方法"), "<w:pStyle w:val=\"own\"/>"),
           {{"word/styles.xml", styles},
            {"word/numbering.xml", numbering(level(0, "decimal", "第%1章", "<w:pStyle w:val=\"h1\"/>"))}}),
      "章.docx");
  ASSERT_EQ(read.segments.size(), 3U);
  EXPECT_EQ(read.segments[0].locator.label, "第1章概述");
  EXPECT_EQ(read.segments[1].locator.label, "前言");
  EXPECT_EQ(read.segments[2].locator.label, "第2章方法");
}

TEST(WordNumbers, APaperNumberedByWordGivesItsQuestions) {
  std::string body;
  for (const auto* stem : {"我国的首都是（　）", "最长的河流是（　）", "最高的山峰是（　）"}) {
    body += in_list(stem, "1", 0);
    for (const auto* option : {"北京", "长江", "珠峰", "黄河"}) body += in_list(option, "1", 1);
  }
  const auto read = read_file(
      docx(body,
           {{"word/numbering.xml", numbering(level(0, "decimal", "%1.") + level(1, "upperLetter", "%2."))}}),
      "卷.docx");
  ASSERT_EQ(read.questions.size(), 3U);
  EXPECT_EQ(read.questions[1].number, "2");
  ASSERT_EQ(read.questions[1].options.size(), 4U);
  EXPECT_EQ(read.questions[1].options[3].text, "黄河");
}

// ---- docx: parts beside the text ----

TEST(WordParts, NotesAndCommentsAreFoundByRelationInTheStrictForm) {
  constexpr std::string_view kStrict = "http://purl.oclc.org/ooxml/officeDocument/relationships/";
  const auto relation = [&](std::string_view id, std::string_view type, std::string_view target) {
    return "<Relationship Id=\"" + std::string(id) + "\" Type=\"" + std::string(kStrict) + std::string(type) +
           "\" Target=\"" + std::string(target) + "\"/>";
  };
  const auto read = read_file(
      package(
          {{"_rels/.rels", "<Relationships>" + relation("a", "officeDocument", "content/main.xml") +
                               relation("b", "metadata/core-properties", "meta/x.psmdcp") +
                               "</Relationships>"},
           {"word/placeholder.xml", "<x/>"},
           {"meta/x.psmdcp", "<cp:coreProperties><dc:title>严格</dc:title></cp:coreProperties>"},
           {"content/_rels/main.xml.rels", "<Relationships>" + relation("c", "footnotes", "notes.xml") +
                                               relation("d", "comments", "remarks.xml") +
                                               relation("e", "header", "H1.xml") +
                                               relation("f", "header", "h2.xml") + "</Relationships>"},
           {"content/main.xml",
            "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body>" +
                p(run("正文")) + "</w:body></w:document>"},
           {"content/notes.xml",
            "<w:footnotes><w:footnote>" + p(run("脚注")) + "</w:footnote></w:footnotes>"},
           {"content/remarks.xml", "<w:comments><w:comment>" + p(run("批注")) + "</w:comment></w:comments>"},
           {"content/h1.xml", "<w:hdr>" + p(run("页眉")) + "</w:hdr>"},
           {"content/h2.xml", "<w:hdr>" + p(run("页眉")) + "</w:hdr>"}}),
      "严.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.title, "严格");
  EXPECT_EQ(read.text(), "正文\n页眉\n脚注\n批注");
}

TEST(WordParts, ChartsSayTheirLabelsAndSmartArtItsTextOnce) {
  EXPECT_EQ(word_text(p(run("正文")), {{"word/_rels/document.xml.rels",
                                        relations({{"a", "chart", "charts/chart1.xml"},
                                                   {"b", "diagramData", "diagrams/data1.xml"},
                                                   {"c", "diagramDrawing", "diagrams/drawing1.xml"}})},
                                       {"word/charts/chart1.xml", chart()},
                                       {"word/diagrams/data1.xml", diagram("循环图")},
                                       {"word/diagrams/drawing1.xml", diagram("循环图")}}),
            "正文\n降水统计\n北京\n一月\n二月\n上海\n循环图");
}

TEST(WordParts, WhatPicturesShowIsReadOnceAndWhatProgramsWroteThereIsNot) {
  const auto picture = [](std::string_view words) {
    return p("<w:r><w:drawing><wp:inline xmlns:wp=\"wp\"><wp:docPr id=\"1\" name=\"图片 1\" descr=\"" +
             std::string(words) + "\"/></wp:inline></w:drawing></w:r>");
  };
  EXPECT_EQ(word_text(p(run("正文")) + picture("叶绿体结构示意图") + picture("叶绿体结构示意图") +
                      picture("1.png") + picture("学科网(www.zxxk.com)") +
                      picture("图片包含 游戏机&#10;描述已自动生成") + p(run("结尾"))),
            "正文\n\n结尾\n叶绿体结构示意图");
}

// ---- docx: other files within ----

TEST(WordChunks, FilesInThePlaceOfTextAreReadWhereTheyStand) {
  const std::string inner = docx(p(run("文中之文")));
  const std::string saved =
      "MIME-Version: 1.0\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: "
      "8bit\r\n\r\n<html><body><p>存下的网页</p></body></html>";
  const auto chunk = [](std::string_view id) { return "<w:altChunk r:id=\"" + std::string(id) + "\"/>"; };
  EXPECT_EQ(word_text(p(run("开头")) + chunk("a") + p(run("中间")) + chunk("b") + chunk("c") + chunk("d") +
                          chunk("e") + chunk("a") + chunk("none") + p(run("结尾")),
                      {{"word/_rels/document.xml.rels", relations({{"a", "aFChunk", "chunk1.html"},
                                                                   {"b", "aFChunk", "/word/afchunk.dat"},
                                                                   {"c", "aFChunk", "inner.docx"},
                                                                   {"d", "aFChunk", "saved.mht"},
                                                                   {"e", "aFChunk", "plain.txt"}})},
                       {"word/chunk1.html", "<html><body><p>网页</p><p>两段</p></body></html>"},
                       {"word/afchunk.dat", "{\\rtf1\\ansi\\ansicpg936 rich \\u25991?\\par}"},
                       {"word/inner.docx", inner},
                       {"word/saved.mht", saved},
                       {"word/plain.txt", "纯文本一行"}}),
            "开头\n网页\n两段\n中间\nrich 文\n文中之文\n存下的网页\n纯文本一行\n结尾");
}

TEST(WordChunks, DocumentsWithinDocumentsEndSomewhere) {
  std::string file = docx(p(run("第5层")));
  for (const auto* layer : {"第4层", "第3层", "第2层", "第1层"})
    file = docx(p(run(layer)) + "<w:altChunk r:id=\"a\"/>",
                {{"word/_rels/document.xml.rels", relations({{"a", "aFChunk", "inner.docx"}})},
                 {"word/inner.docx", file}});
  const auto read = read_file(file, "套.docx");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.text(), "第1层\n第2层\n第3层");
}

}  // namespace
}  // namespace kecang::testing
