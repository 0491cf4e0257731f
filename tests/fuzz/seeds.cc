/// seeds DIR: a few small files for each target, in DIR/<target>/.
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iostream>
#include <string>

#include "schemas/model/indexing.h"
#include "tests/support/metafile.h"
#include "tests/support/png.h"
#include "tests/support/zip_writer.h"
#include "tests/unit/indexer/office_art_writer.h"
#include "tests/unit/indexer/ole_writer.h"
#include "tests/unit/indexer/rar_writer.h"
#include "tests/unit/indexer/relations.h"

namespace kecang::fuzz {
namespace {

using namespace kecang::testing;

class Seeds {
 public:
  explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(const std::string& target, std::initializer_list<std::string> files) {
    std::filesystem::create_directories(folder_ / target);
    int number = 0;
    for (const auto& bytes : files)
      std::ofstream(folder_ / target / ("seed" + std::to_string(++number)), std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path folder_;
};

/// The parts of a package with the mark between them.
std::string parts(std::initializer_list<std::string> contents) {
  std::string all;
  for (const auto& content : contents) all += (all.empty() ? "" : "\x1E") + content;
  return all;
}

const std::string kWord =
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
    "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const std::string kSlides =
    "xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" "
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const std::string kSheets =
    "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

const std::string kPaper =
    "八年级物理测试\n一、单选题（每题2分）\n1．光的折射是（  "
    "）\nA．倒影\nB．筷子变弯\nC．影子\nD．小孔成像\n答案：B\n解析：方向改变。\n"
    "2．浮力的方向（  ）\nA．向上 B．向下 C．向左 "
    "D．向右\n二、材料题\n阅读材料，完成3-4题。\n3．第一问？\n4．第二问？\n参考答案\n1-2 BA 3．略 4．略\n";
const std::string kBank = "题干\t选项A\t选项B\t答案\t解析\n光的折射是\t倒影\t筷子\tB\t方向改变\n";

void office(Seeds& seeds) {
  seeds.add(
      "docx",
      {parts({"<w:document " + kWord +
                  "><w:body><w:p><w:pPr><w:pStyle w:val=\"1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId "
                  "w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>标题</w:t></w:r></"
                  "w:p><w:p><m:oMath><m:f><m:num><m:r><m:t>1</m:t>"
                  "</m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath></"
                  "w:p><w:tbl><w:tr><w:tc><w:p><w:r>"
                  "<w:t>格</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:altChunk "
                  "r:id=\"rId9\"/></w:body></w:document>",
              relations({{{"rId9", "aFChunk", "chunk.html"}},
                         {{"rId2", "styles", "styles.xml"}},
                         {{"rId3", "numbering", "numbering.xml"}},
                         {{"rId4", "footnotes", "footnotes.xml"}}}),
              "<w:styles " + kWord +
                  "><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>",
              "<w:numbering " + kWord +
                  "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt "
                  "w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num "
                  "w:numId=\"1\"><w:abstractNumId "
                  "w:val=\"0\"/></w:num></w:numbering>",
              "<w:footnotes " + kWord +
                  "><w:footnote><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>",
              "<p>块</p>", "<c/>"})});
  seeds.add("pptx",
            {parts({"<p:presentation " + kSlides +
                        "><p:sldIdLst><p:sldId r:id=\"rId1\"/></p:sldIdLst></p:presentation>",
                    relations({{{"rId1", "slide", "slides/slide1.xml"}}}),
                    "<p:sld " + kSlides + "><a:p><a:r><a:t>一</a:t></a:r></a:p></p:sld>",
                    relations({{{"rId1", "notesSlide", "../notesSlides/notesSlide1.xml"}},
                               {{"rId2", "chart", "../charts/chart1.xml"}}}),
                    "<p:notes " + kSlides + "><a:p><a:r><a:t>备注</a:t></a:r></a:p></p:notes>", "<c/>"})});
  seeds.add(
      "xlsx",
      {parts({"<workbook " + kSheets + "><sheets><sheet name=\"表\" r:id=\"rId1\"/></sheets></workbook>",
              relations({{{"rId1", "worksheet", "worksheets/sheet1.xml"}},
                         {{"rId2", "sharedStrings", "sharedStrings.xml"}},
                         {{"rId3", "styles", "styles.xml"}}}),
              "<worksheet " + kSheets +
                  "><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>42</v></c></row>"
                  "</sheetData></worksheet>",
              "<sst " + kSheets + "><si><t>题干</t></si></sst>", "<styleSheet " + kSheets + "/>",
              relations({{{"rId1", "drawing", "../drawings/drawing1.xml"}}}), "<c/>",
              "<xdr:wsDr><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>0</xdr:row></xdr:from>"
              "<xdr:pic><a:blip r:embed=\"rId1\"/></xdr:pic></xdr:twoCellAnchor></xdr:wsDr>",
              relations({{{"rId1", "image", "../media/image1.png"}}}),
              "<etc:cellImages><etc:cellImage><xdr:pic><xdr:cNvPr name=\"ID_1\"/><a:blip "
              "r:embed=\"rId1\"/></xdr:pic></etc:cellImage></etc:cellImages>",
              relations({{{"rId1", "image", "media/image1.png"}}})})});
  const std::string group = art_drawing_group({stored_blip(png_blip(png())), stored_blip(wmf_blip(wmf()))});
  const std::string drawing =
      art_drawing(art_shape(1025, 1, excel_anchor(0, 0)) +
                  art_group(art_shape(1026, 0, excel_anchor(0, 1)) + art_shape(1027, 2)));
  seeds.add(
      "doc",
      {word_file("第一段\r第二段\r"),
       word_paper({.text = "图\x01和\x08\r", .inlined = {wmf_blip(wmf())}, .floating = {png_blip(png())}})});
  seeds.add("xls", {excel_file("", {{"表", biff(0x0204, le(0, 6) + le(2, 2) + "ab")}}),
                    excel_file(biff(0xEB, group),
                               {{"表", biff(0x0204, le(0, 6) + le(2, 2) + "ab") + biff(0xEC, drawing)}})});
  seeds.add("drawings", {group, drawing, wmf(), emf(), wmf_blip(wmf()), stored_by_zlib(wmf()),
                         "<svg viewBox=\"0 0 9 9\" width=\"2cm\"><path/></svg>"});
  seeds.add("ppt", {powerpoint_file({{.texts = {"标题", "正文"}}})});
  seeds.add("rtf", {"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 "
                    "\\'bf\\'ce\\u35838?{\\*\\x y}\\par\\trowd a\\cell\\row}",
                    "{\\rtf1{\\*\\shppict{\\pict\\pngblip\\picwgoal9 89504e47}}{\\nonshppict{\\pict "
                    "00}}{\\shp{\\*\\shpinst{\\sp{"
                    "\\sn pib}{\\sv {\\pict\\wmetafile8\\bin3 abc}}}}}}"});
  seeds.add("works", {std::string(512, '\0') + "text"});
}

void texts(Seeds& seeds) {
  seeds.add("plain", {kPaper, "\xBF\xCE\xB2\xD8 GBK", "# 标题\n\n正文\n"});
  seeds.add("csv", {"题干,选项A,选项B,答案\n光,\"a\"\"b\",b,B\n", kBank});
  seeds.add("mhtml", {"MIME-Version: 1.0\r\nSubject: =?gb2312?B?v86y2A==?=\r\nContent-Type: "
                      "multipart/related; boundary=\"b\"\r\n\r\n--b\r\n"
                      "Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: "
                      "quoted-printable\r\n\r\n<p>=BF=CE</p>\r\n--b--\r\n"});
  seeds.add(
      "moodle-xml",
      {"<?xml version=\"1.0\"?><quiz><question type=\"multichoice\"><name><text>n</text></name><questiontext "
       "format=\"html\"><text><![CDATA[<p>q</p>]]></text></questiontext><answer "
       "fraction=\"100\"><text>a</text></answer>"
       "</question><question "
       "type=\"cloze\"><questiontext><text>{1:SA:=a~b}</text></questiontext></question></quiz>"});
  seeds.add("qti", {"<assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" "
                    "identifier=\"i\"><responseDeclaration "
                    "identifier=\"R\"><correctResponse><value>A</value></correctResponse></"
                    "responseDeclaration><itemBody><choiceInteraction "
                    "responseIdentifier=\"R\"><prompt>q</prompt><simpleChoice "
                    "identifier=\"A\">a</simpleChoice></choiceInteraction></itemBody>"
                    "</assessmentItem>",
                    "<questestinterop><item "
                    "ident=\"1\"><presentation><material><mattext>q</mattext></material><response_lid "
                    "ident=\"r\"><render_choice><response_label "
                    "ident=\"A\"><material><mattext>a</mattext></material></response_label>"
                    "</render_choice></response_lid></presentation></item></questestinterop>"});
  seeds.add("gift",
            {"::t::q {=a ~b#f ~%50%c}\n\nq2 {T}\n\nm {=a -> b =c -> d}\n\nn {#3:1}\n// c\n$CATEGORY: x\n"});
  seeds.add("aiken", {"q?\nA) a\nB) b\nANSWER: B\n\n"});
  seeds.add(
      "markup",
      {"<!doctype html><meta "
       "charset=gbk><title>t</title><table><tr><td>a&nbsp;&#x8BFE;</table><math><mfrac><mn>1</mn><mn>2</mn>"
       "</mfrac></math><ruby>a<rt>b</rt></ruby><script>x</script>"});
  seeds.add("subtitles", {"1\n00:00:01,000 --> 00:00:02,000\n{\\an8}字幕\n\n",
                          "WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n<v A>b\n"});
  seeds.add("ass", {"[Script Info]\n[Events]\nFormat: Layer, Start, End, Text\nDialogue: "
                    "0,0:00:01.00,0:00:02.00,{\\b1}a\\Nb\n"});
  seeds.add("ttml", {"<tt xmlns=\"http://www.w3.org/ns/ttml\"><body><div><p begin=\"1s\" "
                     "end=\"00:00:02.5\">a<br/>b</p></div></body></tt>"});
  seeds.add("questions", {kPaper, kBank});
}

void packages(Seeds& seeds) {
  seeds.add("odf", {parts({"application/vnd.oasis.opendocument.text",
                           "<office:document-content xmlns:office=\"o\" "
                           "xmlns:text=\"t\"><office:body><office:text><text:h>标题</text:h><text:p>"
                           "正文</text:p></office:text></office:body></office:document-content>",
                           "<m/>", "<m/>"})});
  seeds.add("epub",
            {parts({"application/epub+zip",
                    "<container><rootfiles><rootfile full-path=\"content.opf\"/></rootfiles></container>",
                    "<package><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest><spine><itemref "
                    "idref=\"a\"/></spine></package>",
                    "<html><body><h1>一</h1><p>正文</p></body></html>", "<html/>"})});
  seeds.add(
      "ofd",
      {parts({"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>",
              "<Document><Pages><Page ID=\"1\" BaseLoc=\"Pages/Page_0/Content.xml\"/></Pages></Document>",
              "<Page><Content><Layer><TextObject Boundary=\"0 0 9 9\"><TextCode X=\"0\" "
              "Y=\"0\">课</TextCode></TextObject></Layer>"
              "</Content></Page>",
              "<r/>"})});
  seeds.add(
      "h5p",
      {parts(
          {"{\"title\":\"t\",\"mainLibrary\":\"H5P.MultiChoice\"}",
           "{\"question\":\"<p>q</p>\",\"answers\":[{\"text\":\"a\",\"correct\":true},{\"text\":\"b\"}]}"})});
  seeds.add("geogebra", {parts({"<geogebra><construction title=\"t\"><element type=\"text\"><caption "
                                "val=\"c\"/></element></construction></geogebra>",
                                "<d/>"})});
  seeds.add("seewo",
            {parts({"<Document/>",
                    "<Slide><Elements><Text><RichText><Text>字</Text></RichText></Text></Elements></Slide>",
                    "<Board/>"})});
  seeds.add("ims-package",
            {parts({"<manifest><metadata><schema>ADL "
                    "SCORM</schema></metadata><organizations><organization><title>课</title><item "
                    "identifierref=\"r\"><title>一</title></item></organization></"
                    "organizations><resources><resource identifier=\"r\" "
                    "href=\"page.html\"><file href=\"page.html\"/></resource></resources></manifest>",
                    "<x/>", "<p>页</p>"})});
  seeds.add("moodle-backup",
            {parts({"<moodle_backup><information><name>n</name></information></moodle_backup>",
                    "<question_categories><question_category><questions><question "
                    "id=\"1\"><qtype>truefalse</qtype><questiontext>q"
                    "</questiontext></question></questions></question_category></question_categories>",
                    "<activity/>"})});
  seeds.add("archive", {ZipWriter().add("a.txt", "甲").bytes(), OldRarWriter().add("a.txt", "text").bytes(),
                        NewRarWriter().add("a.txt", "text").bytes()});
}

void pictures_and_records(Seeds& seeds) {
  const std::string ihdr = std::string("\0\0\0\x0DIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0", 21);
  seeds.add("png", {"\x89PNG\r\n\x1A\n" + ihdr + std::string("crc!\0\0\0\0IEND", 12)});
  seeds.add("jpeg",
            {std::string("\xFF\xD8\xFF\xC0\0\x0B\x08\0\x02\0\x02\x01\x11\0\xFF\xDA\0\x02\xFF\xD9", 20)});
  seeds.add(
      "tiff",
      {std::string(
          "II*\0\x08\0\0\0\x02\0\0\x01\x03\0\x01\0\0\0\x02\0\0\0\x01\x01\x03\0\x01\0\0\0\x02\0\0\0\0\0\0\0",
          38)});
  seeds.add("webp", {std::string("RIFF\x1A\0\0\0WEBPVP8X\x0A\0\0\0\0\0\0\0\x01\0\0\x01\0\0", 30)});
  Question question{.stem = "q", .options = {{"A", "a"}}, .answer = "A"};
  seeds.add("records", {to_cbor(question), to_cbor(Segment{.locator = {}, .text = "t"}),
                        to_cbor(DocumentHead{.media_type = "a/b"}), to_cbor(Resource{}),
                        "{\"id\":\"1\",\"title\":\"t\",\"visible_groups\":[\"g\"]}"});
}

}  // namespace
}  // namespace kecang::fuzz

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "seeds DIR\n";
    return 2;
  }
  kecang::fuzz::Seeds seeds(argv[1]);
  kecang::fuzz::office(seeds);
  kecang::fuzz::texts(seeds);
  kecang::fuzz::packages(seeds);
  kecang::fuzz::pictures_and_records(seeds);
}
