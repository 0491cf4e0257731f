/// Which pictures the questions of a file name, and the files that are made of these.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/model/derived.h"
#include "tests/support/base64.h"
#include "tests/support/png.h"
#include "tests/unit/indexer/fixtures.h"
#include "tests/unit/indexer/office_markup.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// ---- papers in Word ----

std::string drawing(const std::string& relation) {
  return "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed=\"" +
         relation + "\"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
}

std::string vml(const std::string& relation) {
  return "<w:r><w:pict><v:shape><v:imagedata r:id=\"" + relation +
         "\" o:title=\"\"/></v:shape></w:pict></w:r>";
}

std::string choices() {
  return p(run("A．甲  B．乙  C．丙  D．丁"));
}

// Relations rId1 … rId9 name image1.png … image9.png.
Parts with_images() {
  std::vector<std::array<std::string, 3>> rows;
  for (int i = 1; i <= 9; ++i)
    rows.push_back({"rId" + std::to_string(i), "image", "media/image" + std::to_string(i) + ".png"});
  rows.push_back({"rIdLink", "hyperlink", "media/link.png"});
  return {{"word/_rels/document.xml.rels", relations(rows)}};
}

std::string image(int number) {
  return "word/media/image" + std::to_string(number) + ".png";
}

std::vector<Question> questions_of(const std::string& body, const Parts& more = with_images()) {
  return read_file(docx(body, more), "卷.docx").questions;
}

const std::string kTitle = p(run("八年级数学期中测试"));

TEST(WordPictures, StandWithTheirQuestionsAndThoseOfAnswersApart) {
  const auto read = questions_of(kTitle + p(run("1．如图，∠1 等于（  ）")) + p(drawing("rId1")) + choices() +
                                 p(run("答案：B")) + p(run("解析：作辅助线。") + drawing("rId2")) +
                                 p(run("2．如图") + vml("rId3") + run("，正确的是（  ）")) + choices());
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre(image(1)));
  EXPECT_THAT(read[0].answer_images, ElementsAre(image(2)));
  EXPECT_THAT(read[1].images, ElementsAre(image(3)));
  EXPECT_THAT(read[1].answer_images, IsEmpty());
}

TEST(WordPictures, LeaveNoTraceInTheText) {
  const auto body = [](const std::string& first, const std::string& second) {
    return kTitle + p(run("1．如图") + first + run("，正确的是（  ）")) + p(second) + p("") + p(second) +
           choices() + p(run("2．选出（  ）") + second) + choices();
  };
  const auto with = read_file(docx(body(drawing("rId1"), vml("rId2")), with_images()), "卷.docx");
  const auto without = read_file(docx(body("", "")), "卷.docx");
  EXPECT_EQ(with.text(), without.text());
  EXPECT_EQ(with.segments.size(), without.segments.size());
  ASSERT_EQ(with.questions.size(), 2U);
  EXPECT_EQ(with.questions[0].stem, without.questions[0].stem);
  EXPECT_THAT(with.questions[0].images, ElementsAre(image(1), image(2)));
  EXPECT_THAT(with.questions[1].images, ElementsAre(image(2)));
}

TEST(WordPictures, BehindEmptyParagraphsAreNotThoseOfTheNextQuestion) {
  const auto read = questions_of(kTitle + p(run("1．如图（  ）")) + choices() + p("") + p("") + p("") +
                                 p(drawing("rId1")) + p("") + p(run("2．选出（  ）")) + choices());
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre(image(1)));
  EXPECT_THAT(read[1].images, IsEmpty());
}

TEST(WordPictures, InTextBoxesAndTablesAreFound) {
  const std::string box = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>" + p(drawing("rId1")) +
                          p(run("图1")) + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>";
  const std::string table = "<w:tbl><w:tr><w:tc>" + p(drawing("rId2")) + "</w:tc><w:tc>" +
                            p(run("图2") + drawing("rId3")) + "</w:tc></w:tr></w:tbl>";
  const auto read = questions_of(kTitle + p(run("1．如图（  ）") + box) + choices() +
                                 p(run("2．读表（  ）")) + table + choices());
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre(image(1)));
  EXPECT_THAT(read[1].images, ElementsAre(image(2), image(3)));
}

TEST(WordPictures, OfSeveralFormsOneIsTaken) {
  const std::string forms = "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\">" + drawing("rId1") +
                            "</mc:Choice><mc:Fallback>" + vml("rId2") +
                            "</mc:Fallback></mc:AlternateContent></w:r>";
  const auto read = questions_of(kTitle + p(run("1．如图（  ）") + forms + drawing("rId1")) + choices() +
                                 p(run("2．选出（  ）")) + choices());
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre(image(1)));
}

TEST(WordPictures, DeletedHiddenAndLinkedOnesAreNone) {
  const std::string hidden =
      "<w:r><w:rPr><w:vanish/></w:rPr><w:drawing><a:blip r:embed=\"rId2\"/></w:drawing></w:r>";
  const auto read = questions_of(kTitle +
                                 p(run("1．如图（  ）") + "<w:del>" + drawing("rId1") + "</w:del>" + hidden +
                                   drawing("rIdLink") + drawing("rIdNone")) +
                                 choices() + p(run("2．选出（  ）")) + choices());
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, IsEmpty());
}

TEST(WordPictures, StandBehindNumbersThatWordWrites) {
  const std::string numbering =
      "<w:numbering><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt "
      "w:val=\"decimal\"/><w:lvlText w:val=\"%1．\"/></w:lvl></w:abstractNum><w:num "
      "w:numId=\"1\"><w:abstractNumId "
      "w:val=\"0\"/></w:num></w:numbering>";
  const std::string counted = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
  auto parts = with_images();
  parts.emplace_back("word/numbering.xml", numbering);
  const auto read = questions_of(kTitle + p(run("甲是（  ）"), counted) + choices() +
                                     p(drawing("rId1") + run("乙是（  ）"), counted) + choices(),
                                 parts);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, IsEmpty());
  EXPECT_THAT(read[1].images, ElementsAre(image(1)));
}

TEST(WordPictures, OfASharedStemAreThePassages) {
  const auto read =
      questions_of(kTitle + p(run("读下图，完成1～2题。")) + p(drawing("rId1")) + p(run("1．甲地是（  ）")) +
                   choices() + p(run("2．乙地是（  ）")) + choices());
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].kind, QuestionKind::passage);
  EXPECT_THAT(read[0].images, ElementsAre(image(1)));
}

// ---- OpenDocument ----

TEST(OpenDocumentPictures, StandWithTheirQuestions) {
  const auto line = [](const std::string& text) { return "<text:p>" + text + "</text:p>"; };
  const std::string frame = "<draw:frame><draw:image xlink:href=\"Pictures/1.png\"/></draw:frame>";
  const std::string replaced =
      "<draw:frame><draw:image xlink:href=\"./ObjectReplacements/Object 1\"/></draw:frame>";
  const auto bytes =
      ZipWriter()
          .add("mimetype", "application/vnd.oasis.opendocument.text")
          .add("content.xml", "<office:document-content><office:body><office:text>" + line("七年级数学测试") +
                                  line("1．如图（  ）") + line(frame + replaced) +
                                  line("A．甲  B．乙  C．丙  D．丁") + line("答案：A") + line(frame) +
                                  line("2．选出（  ）") + line("A．甲  B．乙  C．丙  D．丁") +
                                  "</office:text></office:body></office:document-content>")
          .bytes();
  const auto read = read_file(bytes, "卷.odt").questions;
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("Pictures/1.png"));
  EXPECT_THAT(read[0].answer_images, ElementsAre("Pictures/1.png"));
}

// ---- packages and banks, and the files that are made ----

std::string course(const Parts& parts) {
  ZipWriter zip;
  zip.add("imsmanifest.xml",
          "<manifest><resources><resource identifier=\"r\" type=\"imsqti_item_xmlv2p1\" "
          "href=\"items/1.xml\"><file href=\"items/1.xml\"/></resource></resources></manifest>");
  for (const auto& [name, bytes] : parts) zip.add(name, bytes);
  return zip.bytes();
}

std::string item(const std::string& body, const std::string& feedback) {
  return "<?xml version=\"1.0\"?><assessmentItem title=\"t\"><responseDeclaration identifier=\"R\" "
         "cardinality=\"single\"><correctResponse><value>A</value></correctResponse></responseDeclaration>"
         "<itemBody>" +
         body +
         "<choiceInteraction responseIdentifier=\"R\" maxChoices=\"1\"><simpleChoice identifier=\"A\">甲<img "
         "src=\"../media/choice.gif\"/></simpleChoice><simpleChoice "
         "identifier=\"B\">乙<feedbackInline>错<img "
         "src=\"wrong.png\"/></feedbackInline></simpleChoice></choiceInteraction></itemBody><modalFeedback>" +
         feedback + "</modalFeedback></assessmentItem>";
}

const std::string kGif("GIF89a\x02\0\x02\0\0\0\0;", 14);

TEST(PackagePictures, AreNamedAsMembersOfThePackage) {
  const auto read =
      read_file(course({{"items/1.xml", item("<p>看图<img src=\"../media/%E5%9B%BE%201.png\"/></p>",
                                             "<img src=\"../media/why.png\"/>")}}),
                "题.zip");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_THAT(read.questions[0].images, ElementsAre("media/图 1.png", "media/choice.gif"));
  EXPECT_THAT(read.questions[0].answer_images, ElementsAre("items/wrong.png", "media/why.png"));
}

TEST(PackagePictures, AreMadeIntoFilesByTheirContentAndThoseOfAnswersApart) {
  const auto preview = preview_file(
      course({{"items/1.xml", item("<p><img src=\"q.jpg\"/><img src=\"code.png\"/><img src=\"no.png\"/></p>",
                                   "<img src=\"why.png\"/><img src=\"q.jpg\"/>")},
              {"items/q.jpg", png(4, 3)},
              {"items/code.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"},
              {"items/why.png", png(5, 5)},
              {"MEDIA/Choice.gif", kGif},
              {"media/unnamed.png", png()}}),
      "题.zip");
  EXPECT_EQ(preview.end.status, ExtractStatus::ok) << preview.end.reason;
  const auto of_stem = picture_name(PictureOf::stem, "items/q.jpg") + ".png";
  const auto of_choice = picture_name(PictureOf::stem, "media/choice.gif") + ".gif";
  const auto of_answer = picture_name(PictureOf::answer, "items/why.png") + ".png";
  EXPECT_THAT(preview.paths(), UnorderedElementsAre(of_stem, of_choice, of_answer));
  EXPECT_EQ(preview.member(of_stem).bytes, png(4, 3));
  EXPECT_EQ(preview.member(of_answer).bytes, png(5, 5));
}

TEST(PackagePictures, TooManyPixelsOrBytesAndDamagedOnesAreLeftOut) {
  auto bomb = png();
  bomb.replace(16, 8, std::string("\0\1\0\0\0\1\0\0", 8));
  const auto preview =
      preview_file(course({{"items/1.xml", item("<img src=\"bomb.png\"/><img src=\"cut.png\"/>"
                                                "<img src=\"big.gif\"/>",
                                                "")},
                           {"items/bomb.png", bomb},
                           {"items/cut.png", png().substr(0, 40)},
                           {"items/big.gif", kGif + std::string(5 << 20, 'x')}}),
                   "题.zip");
  EXPECT_EQ(preview.end.reason, "extract.no_preview");
  EXPECT_THAT(preview.members, IsEmpty());
}

TEST(PackagePictures, NoMoreAreMadeThanOneFileMayHave) {
  std::string body;
  Parts parts;
  for (int i = 0; i < 250; ++i) {
    const auto name = std::to_string(i) + ".png";
    body += "<img src=\"" + name + "\"/>";
    parts.emplace_back("items/" + name, png(1, 1, static_cast<char>(i)));
  }
  parts.emplace_back("items/1.xml", item(body, ""));
  EXPECT_EQ(preview_file(course(parts), "题.zip").members.size(), kMostPictures);
}

TEST(QtiPictures, OfTheFirstVersionStandInMarkupAndInElementsOfTheirOwn) {
  const auto read = read_file(
      "<?xml version=\"1.0\"?><questestinterop><item ident=\"1\" "
      "title=\"t\"><presentation><material><mattext "
      "texttype=\"text/html\">看图 &lt;IMG alt='a > b' src=\"a.png\"&gt;</mattext><matimage "
      "uri=\"b.png\"/></material>"
      "<response_lid ident=\"R\" rcardinality=\"Single\"><render_choice><response_label "
      "ident=\"A\"><material>"
      "<mattext texttype=\"text/html\">甲&lt;img "
      "src=c.png/&gt;</mattext></material></response_label><response_label "
      "ident=\"B\"><material><mattext>乙</mattext></material></response_label></render_choice></response_lid>"
      "</presentation><itemfeedback ident=\"general_fb\"><material><mattext texttype=\"text/html\">&lt;img "
      "src=\"why.png\"&gt;</mattext></material></itemfeedback></item></questestinterop>",
      "题.xml");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_THAT(read.questions[0].images, ElementsAre("a.png", "b.png", "c.png/"));
  EXPECT_THAT(read.questions[0].answer_images, ElementsAre("why.png"));
}

std::string moodle_file(const std::string& name, const std::string& bytes) {
  return "<file name=\"" + name + "\" path=\"/\" encoding=\"base64\">" + base64(bytes) + "</file>";
}

std::string moodle_essay(const std::string& files, const std::string& feedback_files) {
  return "<question type=\"essay\"><name><text>题</text></name><questiontext "
         "format=\"html\"><text>看图</text>" +
         files + "</questiontext><generalfeedback format=\"html\"><text>见图</text>" + feedback_files +
         "</generalfeedback></question>";
}

TEST(MoodlePictures, OfOneNameButDifferentBytesAreToldApartAndMade) {
  const auto quiz = "<?xml version=\"1.0\"?><quiz>" + moodle_essay(moodle_file("图.png", png(2, 2)), "") +
                    moodle_essay(moodle_file("图.png", png(3, 3)), moodle_file("解.png", png(6, 6))) +
                    moodle_essay(moodle_file("图.png", png(2, 2)), "") + "</quiz>";
  const auto read = read_file(quiz, "题.xml");
  ASSERT_EQ(read.questions.size(), 3U);
  EXPECT_THAT(read.questions[0].images, ElementsAre("图.png"));
  EXPECT_THAT(read.questions[1].images, ElementsAre("2/图.png"));
  EXPECT_THAT(read.questions[1].answer_images, ElementsAre("解.png"));
  EXPECT_THAT(read.questions[2].images, ElementsAre("图.png"));

  const auto preview = preview_file(quiz, "题.xml");
  EXPECT_EQ(preview.end.status, ExtractStatus::ok) << preview.end.reason;
  EXPECT_EQ(preview.members.size(), 3U);
  EXPECT_EQ(preview.member(picture_name(PictureOf::stem, "2/图.png") + ".png").bytes, png(3, 3));
  EXPECT_EQ(preview.member(picture_name(PictureOf::answer, "解.png") + ".png").bytes, png(6, 6));
}

TEST(H5pPictures, OfAQuestionStandAboveIt) {
  const std::string content =
      R"({"media":{"type":{"library":"H5P.Image 1.1","params":{"file":{"path":"images/a.png"}}}},)"
      R"("question":"看图","answers":[{"text":"甲","correct":true},{"text":"乙","correct":false}]})";
  const auto bytes = ZipWriter()
                         .add("h5p.json", R"({"title":"练习","mainLibrary":"H5P.MultiChoice"})")
                         .add("content/content.json", content)
                         .add("content/images/a.png", png())
                         .bytes();
  const auto read = read_file(bytes, "练习.h5p");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_THAT(read.questions[0].images, ElementsAre("content/images/a.png"));
  EXPECT_THAT(preview_file(bytes, "练习.h5p").paths(),
              ElementsAre(picture_name(PictureOf::stem, "content/images/a.png") + ".png"));
}

TEST(PictureNames, SayWhatTheyAreAndNothingElse) {
  const auto name = picture_name(PictureOf::answer, "word/media/image1.png");
  EXPECT_TRUE(is_picture_name(name + ".png"));
  EXPECT_TRUE(is_picture_name(picture_name(PictureOf::stem, "") + ".webp"));
  EXPECT_TRUE(is_answer_picture(name + ".png"));
  EXPECT_FALSE(is_answer_picture(picture_name(PictureOf::stem, "x") + ".png"));
  for (const auto* ending : {"", ".svg", ".html", ".png.html", "/.png"})
    EXPECT_FALSE(is_picture_name(name + ending)) << ending;
  EXPECT_FALSE(is_picture_name("picture-0123456789ABCDEF.png"));
  EXPECT_FALSE(is_picture_name("picture-01234567.png"));
}

}  // namespace
}  // namespace kecang::testing
