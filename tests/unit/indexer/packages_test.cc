#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::string zip(const Parts& parts) {
  ZipWriter writer;
  for (const auto& [name, content] : parts) writer.add(name, content);
  return writer.bytes();
}

// ---- courses ----

std::string manifest(std::string_view within) {
  return "<?xml version=\"1.0\"?><manifest><metadata><schema>ADL "
         "SCORM</schema><schemaversion>1.2</schemaversion></metadata>" +
         std::string(within) + "</manifest>";
}

const std::string kTwoLessons = manifest(
    "<organizations><organization><title>垃圾分类</title><item "
    "identifierref=\"r2\"><title>第一课</title></item>"
    "<item identifierref=\"r1\"><title>第二课</title></item></organization></organizations>"
    "<resources><resource identifier=\"r1\" href=\"b.html\"/><resource identifier=\"r2\" "
    "href=\"a%20a.html\"/></resources>");

TEST(Course, PagesComeInTheOrderOfTheTableOfContents) {
  const auto read = read_file(zip({{"b.html", "<p>厨余</p>"},
                                   {"a a.html", "<p>可回收</p>"},
                                   {"imsmanifest.xml", kTwoLessons},
                                   {"extra.html", "<title>附</title><p>附录</p>"}}),
                              "课.zip");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  EXPECT_EQ(read.head.media_type, "application/x-ims-package");
  EXPECT_EQ(read.head.title, "垃圾分类");
  EXPECT_EQ(read.head.properties.at("schema_version"), "1.2");
  EXPECT_EQ(read.head.properties.at("resources"), "2");
  EXPECT_EQ(read.text(), "垃圾分类\n第一课\n可回收\n第二课\n厨余\n附\n附录");
}

TEST(Course, ItsMembersCanBeUnpackedAsThoseOfAnArchive) {
  const auto read = unpack_file(zip({{"imsmanifest.xml", kTwoLessons}, {"b.html", "x"}}), "课.zip");
  EXPECT_THAT(read.paths(), ElementsAre("imsmanifest.xml", "b.html"));
}

TEST(Course, OnePackedWithItsFolderIsOneAndSeveralFoldersAreAnArchive) {
  const auto one =
      read_file(zip({{"课/imsmanifest.xml", kTwoLessons}, {"课/b.html", "<p>厨余</p>"}}), "课.zip");
  EXPECT_EQ(one.head.media_type, "application/x-ims-package");
  EXPECT_THAT(one.text(), HasSubstr("厨余"));
  const auto two =
      read_file(zip({{"a/imsmanifest.xml", kTwoLessons}, {"b/imsmanifest.xml", kTwoLessons}}), "课.zip");
  EXPECT_EQ(two.head.media_type, "application/zip");
}

TEST(Course, AManifestWithADocumentTypeIsRefused) {
  const auto read = read_file(
      zip({{"imsmanifest.xml", "<!DOCTYPE m [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>" + kTwoLessons}}),
      "课.zip");
  EXPECT_EQ(read.end.status, ExtractStatus::broken);
  EXPECT_EQ(read.end.reason, "extract.xml_dtd");
}

TEST(Course, QuestionsOfItsTestsComeInTheTestsOrder) {
  const auto item = [](std::string_view title) {
    return "<assessmentItem title=\"" + std::string(title) +
           "\"><itemBody><p>谈谈</p><extendedTextInteraction/></itemBody></assessmentItem>";
  };
  const auto read = read_file(
      zip({{"imsmanifest.xml", manifest("<resources><resource identifier=\"t\" type=\"imsqti_test_xmlv2p1\" "
                                        "href=\"t.xml\"/></resources>")},
           {"t.xml",
            "<assessmentTest title=\"测验\"><assessmentItemRef href=\"i/2.xml\"/><assessmentItemRef "
            "href=\"i/1.xml\"/></assessmentTest>"},
           {"i/1.xml", item("一")},
           {"i/2.xml", item("二")}}),
      "q.zip");
  ASSERT_EQ(read.questions.size(), 2U);
  EXPECT_EQ(read.questions[0].locator.label, "二");
  EXPECT_EQ(read.questions[0].kind, QuestionKind::short_answer);
}

TEST(MoodleBackup, QuestionsAndActivitiesAreRead) {
  const std::string questions =
      "<question_categories><question_category id=\"1\"><questions><question "
      "id=\"7\"><parent>0</parent><name>题</name>"
      "<questiontext>&lt;p&gt;首都&lt;/p&gt;</questiontext><questiontextformat>1</"
      "questiontextformat><qtype>multichoice</qtype>"
      "<plugin><answers><answer "
      "id=\"1\"><answertext>上海</answertext><fraction>0.0</fraction></answer><answer id=\"2\">"
      "<answertext>北京</answertext><fraction>1.0</fraction></answer></answers><multichoice><single>1</"
      "single></multichoice>"
      "</plugin></question></questions></question_category></question_categories>";
  const auto read = read_file(
      zip({{"moodle_backup.xml",
            "<moodle_backup><information><original_course_fullname>地理</original_course_fullname></"
            "information></moodle_backup>"},
           {"questions.xml", questions},
           {"activities/page_3/page.xml",
            "<activity><page><name>导学</name><content>&lt;p&gt;黄河&lt;/p&gt;</content></page></activity>"},
           {"activities/page_3/roles.xml", "<roles><name>无关</name></roles>"}}),
      "课.mbz");
  EXPECT_EQ(read.head.media_type, "application/vnd.moodle.backup");
  EXPECT_EQ(read.head.title, "地理");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_EQ(read.questions[0].answer, "B");
  EXPECT_THAT(read.text(), HasSubstr("黄河"));
  EXPECT_THAT(read.text(), Not(HasSubstr("无关")));
}

TEST(H5p, NestedLibrariesGiveTheirTextsAndQuestions) {
  const auto read = read_file(
      zip({{"h5p.json", R"({"title":"练习","mainLibrary":"H5P.QuestionSet"})"},
           {"content/content.json",
            R"({"introPage":{"introduction":"<p>开始</p>"},"questions":[)"
            R"({"library":"H5P.MultiChoice 1.16","params":{"question":"<p>首都</p>","answers":[{"text":"上海","correct":false},{"text":"北京","correct":true}]}},)"
            R"({"library":"H5P.TrueFalse 1.8","params":{"question":"圆","correct":"false"}},)"
            R"({"library":"H5P.Blanks 1.14","params":{"text":"填空","questions":["<p>水是*H2O/水:提示*</p>"]}},)"
            R"({"library":"H5P.SingleChoiceSet 1.11","params":{"choices":[{"question":"甲","answers":["是","否"]}]}}]})"}}),
      "练习.h5p");
  EXPECT_EQ(read.head.title, "练习");
  EXPECT_EQ(read.head.properties.at("main_library"), "H5P.QuestionSet");
  ASSERT_EQ(read.questions.size(), 4U);
  EXPECT_EQ(read.questions[0].answer, "B");
  EXPECT_EQ(read.questions[1].answer, "错");
  EXPECT_EQ(read.questions[2].answer, "H2O/水");
  EXPECT_EQ(read.questions[3].answer, "A");
  EXPECT_THAT(read.text(), HasSubstr("开始"));
}

TEST(GeoGebra, TitlesCaptionsAndFormulasAreText) {
  const auto read = read_file(
      zip({{"geogebra.xml",
            "<geogebra><construction title=\"勾股\" author=\"王\"><expression label=\"f\" exp=\"f(x) = x²\"/>"
            "<element type=\"point\" label=\"A\"><caption "
            "val=\"顶点\"/></element></construction></geogebra>"}}),
      "图.ggb");
  EXPECT_EQ(read.head.title, "勾股");
  EXPECT_EQ(read.head.properties.at("elements"), "1");
  EXPECT_EQ(read.text(), "勾股\nf(x) = x²\n顶点");
}

TEST(Seewo, EachSlideIsASegmentAndNoTextComesTwice) {
  const auto slide = [](std::string_view text) {
    return "<Slide><Elements><Text><RichText><Text>" + std::string(text) +
           "</Text><TextLines><TextLine><TextRuns><TextRun><Text>" + std::string(text) +
           "</Text></TextRun></TextRuns></TextLine></TextLines></RichText></Text></Elements></Slide>";
  };
  const auto read = read_file(
      zip({{"Document.xml", "<Document><Name>课件</Name></Document>"},
           {"Board.xml", "<Board><Slides><Slide>Slide_1</Slide><Slide>Slide_0</Slide></Slides></Board>"},
           {"Slides/Slide_0.xml", slide("后")},
           {"Slides/Slide_1.xml", slide("先")}}),
      "课.enbx");
  EXPECT_EQ(read.head.title, "课件");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].text, "先");
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::slide, .number = 1, .label = "先"}));
}

// ---- documents ----

TEST(Epub, ChaptersComeInTheOrderOfTheSpine) {
  const auto read = read_file(
      zip({{"mimetype", "application/epub+zip"},
           {"META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"O/b.opf\"/></rootfiles></container>"},
           {"O/b.opf",
            "<package><metadata><dc:title>书</dc:title></metadata><manifest><item id=\"a\" href=\"1.xhtml\"/>"
            "<item id=\"b\" href=\"t/2.xhtml\"/></manifest><spine><itemref idref=\"b\"/><itemref "
            "idref=\"a\"/></spine></package>"},
           {"O/1.xhtml", "<html><head><title>末章</title></head><body><p>终</p></body></html>"},
           {"O/t/2.xhtml", "<!DOCTYPE html><html><body><h1>首章</h1><p>起</p></body></html>"}}),
      "书.epub");
  EXPECT_EQ(read.head.title, "书");
  ASSERT_EQ(read.segments.size(), 2U);
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::section, .number = 1, .label = "首章"}));
  EXPECT_EQ(read.segments[1].locator.label, "末章");
}

TEST(Epub, AContainerWithEntitiesIsRefused) {
  const auto read = read_file(zip({{"mimetype", "application/epub+zip"},
                                   {"META-INF/container.xml",
                                    "<!DOCTYPE c [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><container/>"}}),
                              "书.epub");
  EXPECT_EQ(read.end.reason, "extract.xml_dtd");
}

std::string odf(std::string_view kind, std::string_view body) {
  return zip({{"mimetype", "application/vnd.oasis.opendocument." + std::string(kind)},
              {"content.xml", "<office:document-content><office:body>" + std::string(body) +
                                  "</office:body></office:document-content>"},
              {"meta.xml", "<m><dc:title>标题</dc:title></m>"}});
}

TEST(Odf, HeadingsMakeSectionsAndNotesFollowTheirParagraph) {
  const auto read = read_file(
      odf("text",
          "<text:h>目标</text:h><text:p>甲<text:s "
          "text:c=\"2\"/>乙<text:note><text:note-body><text:p>注</text:p>"
          "</text:note-body></text:note>丙</text:p><text:tracked-changes><text:p>删</text:p></"
          "text:tracked-changes>"
          "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>"
          "<table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>"),
      "案.odt");
  EXPECT_EQ(read.head.title, "标题");
  ASSERT_EQ(read.segments.size(), 1U);
  EXPECT_EQ(read.segments[0].locator.label, "目标");
  EXPECT_EQ(read.segments[0].text, "目标\n甲  乙丙\n注\n\n1\t2");
}

TEST(Odf, SheetsAndSlidesHaveTheirPlaces) {
  const auto sheets = read_file(
      odf("spreadsheet",
          "<table:table "
          "table:name=\"成绩\"><table:table-row><table:table-cell><text:p>李</text:p></table:table-cell>"
          "<table:table-cell><text:p>98</text:p></table:table-cell></table:table-row></table:table>"),
      "表.ods");
  ASSERT_EQ(sheets.segments.size(), 1U);
  EXPECT_EQ(sheets.segments[0].locator, (Locator{.kind = LocatorKind::sheet, .number = 1, .label = "成绩"}));
  EXPECT_EQ(sheets.segments[0].text, "李\t98");
  const auto slides =
      read_file(odf("presentation",
                    "<draw:page><text:p>题</text:p><presentation:notes><text:p>讲稿</text:p>"
                    "</presentation:notes></draw:page><draw:page><text:p>二</text:p></draw:page>"),
                "课.odp");
  EXPECT_EQ(slides.head.properties.at("slides"), "2");
  ASSERT_EQ(slides.segments.size(), 2U);
  EXPECT_EQ(slides.segments[0].text, "题\n讲稿");
}

TEST(Ofd, EachPageIsAPage) {
  const auto read = read_file(
      zip({{"OFD.xml",
            "<ofd:OFD><ofd:DocBody><ofd:DocInfo><ofd:Title>通知</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/"
            "Document.xml"
            "</ofd:DocRoot></ofd:DocBody></ofd:OFD>"},
           {"Doc_0/Document.xml",
            "<ofd:Document><ofd:Pages><ofd:Page ID=\"1\" "
            "BaseLoc=\"Pages/Page_0/Content.xml\"/></ofd:Pages></ofd:Document>"},
           {"Doc_0/Pages/Page_0/Content.xml",
            "<ofd:Page><ofd:TextObject><ofd:TextCode>放假</ofd:TextCode></ofd:TextObject><ofd:TextObject>"
            "<ofd:TextCode>三天</ofd:TextCode></ofd:TextObject></ofd:Page>"}}),
      "通知.ofd");
  EXPECT_EQ(read.head.title, "通知");
  ASSERT_EQ(read.segments.size(), 1U);
  EXPECT_EQ(read.segments[0].locator, (Locator{.kind = LocatorKind::page, .number = 1}));
  EXPECT_EQ(read.segments[0].text, "放假\n三天");
}

}  // namespace
}  // namespace kecang::testing
