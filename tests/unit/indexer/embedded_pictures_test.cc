/// Pictures of files that have no names for them (.xls, .doc, RTF): where they stand, whose they are, and the
/// files that are made of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "schemas/model/derived.h"
#include "tests/support/metafile.h"
#include "tests/support/png.h"
#include "tests/unit/indexer/fixtures.h"
#include "tests/unit/indexer/office_art_writer.h"
#include "tests/unit/indexer/ole_writer.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::StartsWith;

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 64 == 0) text += "\r\n";
    text += kDigits[static_cast<unsigned char>(bytes[i]) >> 4];
    text += kDigits[static_cast<unsigned char>(bytes[i]) & 15U];
  }
  return text;
}

std::string of_stem(const std::string& image) {
  return picture_name(PictureOf::stem, image) + ".png";
}

std::string of_answer(const std::string& image) {
  return picture_name(PictureOf::answer, image) + ".png";
}

// ---- Excel 97 to 2003 ----

std::string label(std::uint16_t row, std::uint16_t column, const std::string& text) {
  const std::string wide = utf16(text);
  return biff(0x204, le(row, 2) + le(column, 2) + le(0, 2) + le(wide.size() / 2, 2) + '\1' + wide);
}

std::string bank_rows() {
  std::string rows;
  const std::vector<std::vector<std::string>> table{{"题干", "选项A", "选项B", "答案", "解析"},
                                                    {"甲图是", "圆", "方", "A", "看边"},
                                                    {"乙图是", "圆", "方", "B", "看角"}};
  for (std::uint16_t row = 0; row < table.size(); ++row)
    for (std::uint16_t column = 0; column < table[row].size(); ++column)
      rows += label(static_cast<std::uint16_t>(2 * row), column, table[row][column]);
  return rows;
}

/// Records hold at most so much; the rest goes on in others.
std::string in_records(std::uint16_t type, const std::string& bytes, std::size_t most) {
  std::string records;
  for (std::size_t at = 0; at < bytes.size(); at += most)
    records += biff(at == 0 ? type : 0x3C, bytes.substr(at, most));
  return records;
}

std::string pictured_workbook(const std::string& shapes, const std::vector<std::string>& blips) {
  const std::string object = biff(0x5D, le(0x15, 2) + le(18, 2) + std::string(22, '\0'));
  const std::string drawing = art_drawing(shapes);
  const std::size_t half = drawing.size() / 2;
  return excel_file(in_records(0xEB, art_drawing_group(blips), 100),
                    {{"表", bank_rows() + biff(0xEC, drawing.substr(0, half)) + object +
                                biff(0xEC, drawing.substr(half)) + object}});
}

TEST(ExcelPictures, StandWithTheQuestionOfTheirRowAndThoseOfAnswersApart) {
  const auto read =
      read_file(pictured_workbook(
                    art_shape(1025, 2, excel_anchor(2, 1)) + art_shape(1026, 3, excel_anchor(2, 4)) +
                        art_shape(1027, 2, excel_anchor(4, 0)) + art_shape(1028, 1, excel_anchor(3, 0)),
                    {stored_blip(png_blip(png(1, 1))), stored_blip(png_blip(png(2, 2))),
                     stored_blip(wmf_blip(wmf()))}),
                "题库.xls")
          .questions;
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("image1.png"));
  EXPECT_THAT(read[0].answer_images, ElementsAre("image2.wmf"));
  EXPECT_THAT(read[1].images, ElementsAre("image1.png"));
}

TEST(ExcelPictures, OfAGroupStandWhereTheGroupDoes) {
  const auto group = art_group(art_shape(1025, 0, excel_anchor(4, 3)) + art_shape(1026, 1) +
                               art_group(art_shape(1027, 0) + art_shape(1028, 2)));
  const auto read =
      read_file(pictured_workbook(group + art_shape(1030, 2, excel_anchor(2, 0)),
                                  {stored_blip(png_blip(png(1, 1))), stored_blip(png_blip(png(2, 2)))}),
                "题库.xls")
          .questions;
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("image2.png"));
  EXPECT_THAT(read[1].answer_images, ElementsAre("image1.png", "image2.png"));
}

TEST(ExcelPictures, AreMadeIntoFilesAndMetafilesAreDrawn) {
  const auto preview = preview_file(
      pictured_workbook(art_shape(1025, 1, excel_anchor(2, 0)) + art_shape(1026, 2, excel_anchor(2, 4)),
                        {stored_blip(png_blip(png(5, 4))), stored_blip(wmf_blip(wmf()))}),
      "题库.xls");
  EXPECT_EQ(preview.member(of_stem("image1.png")).bytes, png(5, 4));
  const auto drawn = read_file(preview.member(of_answer("image2.wmf")).bytes, "a.png").head;
  EXPECT_EQ(drawn.media_type, "image/png");
  EXPECT_EQ(drawn.properties.at("width"), "144") << "an inch";
}

TEST(ExcelPictures, ThatAreNotInTheStoreAreNone) {
  const auto read =
      read_file(pictured_workbook(art_shape(1025, 7, excel_anchor(2, 0)) + art_shape(1026, 1, "short"),
                                  {stored_blip(png_blip(png())), stored_blip(std::string(3, 'x'))}),
                "题库.xls");
  ASSERT_EQ(read.questions.size(), 2U);
  EXPECT_THAT(read.questions[0].images, IsEmpty());
}

// ---- Word 97 to 2003 ----

const std::string kChoices = "A．甲  B．乙  C．丙  D．丁\r";

std::string pictured_paper() {
  return word_paper(
      {.text =
           "八年级数学测试\r1．如图，∠1 等于（  ）\r\1\r" + kChoices +
           "答案：B\r解析：作辅助线。\1\r2．得\x13 EMBED Equation.DSMT4 \x14\1\x15，正确的是（  ）\x08\r" +
           kChoices,
       .inlined = {png_blip(png(3, 2)), wmf_blip(wmf()), wmf_blip(wmf(300, 300))},
       .floating = {png_blip(png(7, 7))}});
}

TEST(DocPictures, StandInTheTextAndBesideItAndThoseOfAnswersApart) {
  const auto read = read_file(pictured_paper(), "卷.doc");
  EXPECT_EQ(read.end.status, ExtractStatus::ok);
  ASSERT_EQ(read.questions.size(), 2U);
  EXPECT_THAT(read.questions[0].images, ElementsAre("image1.png"));
  EXPECT_THAT(read.questions[0].answer_images, ElementsAre("image2.wmf"));
  EXPECT_THAT(read.questions[1].images, ElementsAre("image3.wmf", "image4.png"));
  EXPECT_EQ(read.questions[1].stem, "得，正确的是（  ）");
}

TEST(DocPictures, AreMadeIntoFilesAndMetafilesAreDrawn) {
  const auto preview = preview_file(pictured_paper(), "卷.wps");
  EXPECT_EQ(preview.member(of_stem("image1.png")).bytes, png(3, 2));
  EXPECT_EQ(preview.member(of_stem("image4.png")).bytes, png(7, 7));
  EXPECT_THAT(preview.member(of_answer("image2.wmf")).bytes, StartsWith("\x89PNG"));
  EXPECT_THAT(preview.member(of_stem("image3.wmf")).bytes, StartsWith("\x89PNG"));
}

TEST(DocPictures, EveryCutAndEveryChangedByteEndsPolitely) {
  const std::string whole = pictured_paper();
  for (std::size_t at = 512; at < whole.size(); at += 97) {
    std::string changed = whole;
    changed[at] = static_cast<char>(~changed[at]);
    EXPECT_NE(read_file(changed, "卷.doc").end.reason, "extract.crashed") << at;
  }
}

// ---- RTF ----

std::string pict(const std::string& kind, const std::string& bytes) {
  return "{\\pict{\\*\\picprop{\\sp{\\sn wzName}{\\sv abc}}}" + kind + "\\picw100\\pich50 " + bytes + "}";
}

std::string rtf(const std::string& body) {
  return "{\\rtf1\\ansi\\ansicpg65001 " + body + "}";
}

std::string in_rtf(const std::string& text) {
  return text + "\\par\r\n";
}

std::vector<Question> questions_of_rtf(const std::string& stem, const std::string& answer) {
  auto read = read_file(rtf(in_rtf("八年级数学测试") + in_rtf("1．如图" + stem + "等于（  ）") +
                            in_rtf("A．甲  B．乙  C．丙  D．丁") + in_rtf("答案：A" + answer) +
                            in_rtf("2．选出（  ）") + in_rtf("A．甲  B．乙  C．丙  D．丁")),
                        "卷.rtf");
  return std::move(read.questions);
}

TEST(RtfPictures, StandInTheirPlaceAndThoseOfAnswersApart) {
  const std::string shown = "{\\*\\shppict" + pict("\\pngblip", hex(png())) + "}{\\nonshppict" +
                            pict("\\wmetafile8", hex(wmf())) + "}";
  const auto read = questions_of_rtf(shown, pict("\\wmetafile8", hex(wmf())));
  ASSERT_EQ(read.size(), 2U);
  EXPECT_EQ(read[0].stem, "如图等于（  ）");
  EXPECT_THAT(read[0].images, ElementsAre("image1.png"));
  EXPECT_THAT(read[0].answer_images, ElementsAre("image2.wmf"));
  EXPECT_THAT(read[1].images, IsEmpty());
}

TEST(RtfPictures, MayHaveTheirBytesAsTheyAre) {
  const auto bytes = png(6, 5) + "}}{";
  const auto read =
      questions_of_rtf(pict("\\pngblip", "\\bin" + std::to_string(bytes.size()) + " " + bytes), "");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("image1.png"));
  EXPECT_EQ(read[0].stem, "如图等于（  ）");
}

TEST(RtfPictures, OfAShapeAreThoseItShowsAndNotWhatFillsItOrWhatIsDeletedOrInAHeader) {
  const auto property = [](const std::string& name, const std::string& value) {
    return "{\\sp{\\sn " + name + "}{\\sv " + value + "}}";
  };
  const std::string shape = "{\\shp{\\*\\shpinst\\shpleft0" +
                            property("fillBlip", pict("\\pngblip", hex(png(1, 1)))) +
                            property("pib", pict("\\pngblip", hex(png(2, 2)))) + property("pibName", "x") +
                            "}{\\shprslt" + pict("\\pngblip", hex(png(3, 3))) + "}}";
  const std::string others = "{\\deleted " + pict("\\pngblip", hex(png(4, 4))) + "}{\\header " +
                             pict("\\pngblip", hex(png(5, 5))) + "}";
  const auto read = questions_of_rtf(shape + others, "");
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("image1.png"));
}

TEST(RtfPictures, OfTheSameBytesAreOne) {
  const auto shown = pict("\\pngblip", hex(png(2, 2)));
  const auto read = questions_of_rtf(shown + shown, pict("\\pngblip", hex(png(3, 3))) + shown);
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre("image1.png"));
  EXPECT_THAT(read[0].answer_images, ElementsAre("image2.png", "image1.png"));
}

TEST(RtfPictures, AreMadeIntoFilesAndMetafilesAreDrawnAsLargeAsTheyWantToBe) {
  const auto preview = preview_file(
      rtf(in_rtf("八年级数学测试") + in_rtf("1．如图" + pict("\\pngblip", hex(png(9, 9)))) +
          in_rtf("A．甲  B．乙  C．丙  D．丁") +
          in_rtf("答案：A" + pict("\\wmetafile8\\picwgoal2880\\pichgoal720", hex(wmf())) +
                 pict("\\emfblip", hex(emf())) + pict("\\wmetafile8", hex(wmf().substr(0, 40)))) +
          in_rtf("2．选出（  ）") + in_rtf("A．甲  B．乙  C．丙  D．丁")),
      "卷.rtf");
  EXPECT_THAT(preview.paths(),
              IsSupersetOf({of_stem("image1.png"), of_answer("image2.wmf"), of_answer("image3.emf")}));
  EXPECT_EQ(preview.member(of_stem("image1.png")).bytes, png(9, 9));
  const auto drawn = read_file(preview.member(of_answer("image2.wmf")).bytes, "a.png").head;
  EXPECT_EQ(drawn.properties.at("width"), "288");
  EXPECT_EQ(drawn.properties.at("height"), "72");
  const auto paths = preview.paths();
  const std::set<std::string> made(paths.begin(), paths.end());
  EXPECT_FALSE(made.contains(of_answer("image4.wmf"))) << "its records are cut";
}

TEST(RtfPictures, APictureThatNeverEndsEndsWithTheFile) {
  const auto read = read_file("{\\rtf1\\ansi 1. a\\par{\\pict\\pngblip\\bin2000000000 x", "断.rtf");
  EXPECT_EQ(read.end.status, ExtractStatus::partial);
  EXPECT_EQ(read.end.reason, "extract.damaged");
}

}  // namespace
}  // namespace kecang::testing
