/// The pictures that lie on the rows of a bank in .xlsx, or are the values of its cells.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/model/derived.h"
#include "tests/support/png.h"
#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

std::string row(int number, const std::vector<std::string>& cells) {
  std::string xml = "<row r=\"" + std::to_string(number) + "\">";
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!cells[i].empty())
      xml += "<c r=\"" + std::string(1, static_cast<char>('A' + i)) + std::to_string(number) +
             "\" t=\"str\"><v>" + cells[i] + "</v></c>";
  return xml + "</row>";
}

std::string anchor(int row, int column, const std::string& relation) {
  return "<xdr:twoCellAnchor><xdr:from><xdr:col>" + std::to_string(column) +
         "</xdr:col><xdr:colOff>70</xdr:colOff><xdr:row>" + std::to_string(row - 1) +
         "</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:row>99</xdr:row>"
         "</xdr:to><xdr:pic><xdr:nvPicPr><xdr:cNvPr id=\"2\" name=\"图片 1\"/></xdr:nvPicPr><xdr:blipFill>"
         "<a:blip r:embed=\"" +
         relation + "\"/></xdr:blipFill></xdr:pic></xdr:twoCellAnchor>";
}

std::string image(int number) {
  return "xl/media/image" + std::to_string(number) + ".png";
}

struct Workbook {
  std::string rows;
  std::string anchors{};
  std::string cell_images{};

  std::string bytes() const {
    std::vector<std::array<std::string, 3>> images;
    ZipWriter zip;
    for (int i = 1; i <= 9; ++i) {
      images.push_back({"rId" + std::to_string(i), "image", "../media/image" + std::to_string(i) + ".png"});
      zip.add(image(i), png(static_cast<std::uint32_t>(i), 3));
    }
    zip.add("[Content_Types].xml",
            "<Types><Override PartName=\"/xl/workbook.xml\" "
            "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/></"
            "Types>")
        .add("xl/workbook.xml", "<workbook><sheets><sheet name=\"表\" r:id=\"a\"/></sheets></workbook>")
        .add("xl/_rels/workbook.xml.rels",
             relations({{"a", "worksheet", "worksheets/sheet1.xml"}, {"b", "cellImage", "cellimages.xml"}}))
        .add("xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>")
        .add("xl/worksheets/_rels/sheet1.xml.rels", relations({{"d", "drawing", "../drawings/drawing1.xml"}}))
        .add("xl/drawings/drawing1.xml", "<xdr:wsDr>" + anchors + "</xdr:wsDr>")
        .add("xl/drawings/_rels/drawing1.xml.rels", relations(images))
        .add("xl/cellimages.xml", "<etc:cellImages>" + cell_images + "</etc:cellImages>")
        .add("xl/_rels/cellimages.xml.rels",
             relations({{"rId1", "image", "media/image8.png"}, {"rId2", "image", "media/image9.png"}}));
    return zip.bytes();
  }
};

const std::string kHeading = row(1, {"题干", "选项A", "选项B", "答案", "解析"});

TEST(SheetPictures, StandWithTheQuestionOfTheirRowAndThoseOfAnswersApart) {
  const auto read =
      read_file(Workbook{.rows = kHeading + row(2, {"甲图是", "圆", "方", "A", "看边"}) +
                                 row(4, {"乙图是", "圆", "方", "B", "看角"}),
                         .anchors = anchor(4, 1, "rId1") + anchor(2, 4, "rId2") + anchor(2, 0, "rId3") +
                                    anchor(3, 0, "rId4") + anchor(1, 0, "rId5") + anchor(4, 3, "rId6")}
                    .bytes(),
                "题库.xlsx")
          .questions;
  ASSERT_EQ(read.size(), 2U);
  EXPECT_THAT(read[0].images, ElementsAre(image(3)));
  EXPECT_THAT(read[0].answer_images, ElementsAre(image(2)));
  EXPECT_THAT(read[1].images, ElementsAre(image(1)));
  EXPECT_THAT(read[1].answer_images, ElementsAre(image(6)));
}

TEST(SheetPictures, WithinGroupsAndOfSeveralFormsAreFoundOnceAndThoseLinkedToAreNone) {
  const auto shown = anchor(2, 0, "rId1");
  const auto read =
      read_file(Workbook{.rows = kHeading + row(2, {"图是", "圆", "方", "A"}),
                         .anchors = "<mc:AlternateContent><mc:Choice>" + shown + "</mc:Choice><mc:Fallback>" +
                                    anchor(2, 0, "rId2") + "</mc:Fallback></mc:AlternateContent>" +
                                    anchor(2, 0, "rIdNone") +
                                    "<xdr:absoluteAnchor><xdr:pic><a:blip r:embed=\"rId3\"/>"
                                    "</xdr:pic></xdr:absoluteAnchor>"}
                    .bytes(),
                "题库.xlsx");
  ASSERT_EQ(read.questions.size(), 1U);
  EXPECT_THAT(read.questions[0].images, ElementsAre(image(1)));
}

TEST(SheetPictures, OfWpsAreTheValuesOfCellsAndLeaveNoFormulaInTheText) {
  const auto named = [](const std::string& name, const std::string& relation) {
    return "<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr name=\"" + name +
           "\"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed=\"" + relation +
           "\"/></xdr:blipFill></xdr:pic></etc:cellImage>";
  };
  const auto formula = [](const std::string& name) { return "=DISPIMG(&quot;" + name + "&quot;,1)"; };
  const auto read =
      read_file(Workbook{.rows = row(1, {"题干", "配图", "选项A", "选项B", "答案", "解析"}) +
                                 row(2, {"图中是", formula("ID_1"), "圆", "方", "A", formula("ID_2")}) +
                                 row(3, {formula("ID_1"), "", "圆", "方", "B", formula("ID_X")}),
                         .cell_images = named("ID_1", "rId1") + named("ID_2", "rId2")}
                    .bytes(),
                "题库.xlsx");
  ASSERT_EQ(read.questions.size(), 2U);
  EXPECT_THAT(read.questions[0].images, ElementsAre(image(8)));
  EXPECT_THAT(read.questions[0].answer_images, ElementsAre(image(9)));
  EXPECT_EQ(read.questions[0].explanation, "");
  EXPECT_EQ(read.questions[1].stem, "") << "the picture asks";
  EXPECT_THAT(read.questions[1].images, ElementsAre(image(8)));
  EXPECT_EQ(read.questions[1].explanation, "=DISPIMG(\"ID_X\",1)") << "there is no such picture";
}

TEST(SheetPictures, AreMadeIntoFilesAndThoseOfAnswersApart) {
  const auto preview = preview_file(Workbook{.rows = kHeading + row(2, {"甲图是", "圆", "方", "A", "看边"}),
                                             .anchors = anchor(2, 0, "rId1") + anchor(2, 4, "rId2")}
                                        .bytes(),
                                    "题库.xlsx");
  const auto of_stem = picture_name(PictureOf::stem, image(1)) + ".png";
  const auto of_answer = picture_name(PictureOf::answer, image(2)) + ".png";
  EXPECT_EQ(preview.member(of_stem).bytes, png(1, 3));
  EXPECT_EQ(preview.member(of_answer).bytes, png(2, 3));
}

TEST(SheetPictures, ThatStandInManyQuestionsAreOrnaments) {
  std::string rows = kHeading;
  std::string anchors;
  for (int i = 2; i <= 8; ++i) {
    rows += row(i, {"题" + std::to_string(i), "圆", "方", "A"});
    anchors += anchor(i, 0, "rId1");
  }
  for (const auto& question :
       read_file(Workbook{.rows = rows, .anchors = anchors}.bytes(), "题库.xlsx").questions)
    EXPECT_THAT(question.images, IsEmpty());
}

}  // namespace
}  // namespace kecang::testing
