/// Pictures that no browser shows and LibreOffice draws: which, how large, and what is left out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "schemas/model/derived.h"
#include "tests/support/metafile.h"
#include "tests/support/png.h"
#include "tests/unit/indexer/fixtures.h"

namespace kecang::testing {
namespace {

using namespace std::string_literals;

/// A package with one question that shows these pictures.
std::string pictured(const Parts& pictures) {
  std::string shown;
  ZipWriter zip;
  for (const auto& [name, bytes] : pictures) {
    shown += "<img src=\"" + name + "\"/>";
    zip.add(name, bytes);
  }
  return zip
      .add(
          "imsmanifest.xml",
          "<manifest><resources><resource identifier=\"r\" type=\"imsqti_item_xmlv2p1\" href=\"1.xml\"><file "
          "href=\"1.xml\"/></resource></resources></manifest>")
      .add("1.xml",
           "<?xml version=\"1.0\"?><assessmentItem title=\"t\"><responseDeclaration identifier=\"R\" "
           "cardinality=\"single\"><correctResponse><value>A</value></correctResponse></responseDeclaration>"
           "<itemBody><p>看图" +
               shown +
               "</p><choiceInteraction responseIdentifier=\"R\" maxChoices=\"1\"><simpleChoice "
               "identifier=\"A\">甲</simpleChoice><simpleChoice identifier=\"B\">乙</simpleChoice>"
               "</choiceInteraction></itemBody></assessmentItem>")
      .bytes();
}

/// "288x72" of each picture that was made, by its name in the package.
std::map<std::string, std::string> sizes_made_of(const Parts& pictures) {
  const auto preview = preview_file(pictured(pictures), "题.zip");
  std::map<std::string, std::string> sizes;
  for (const auto& [name, bytes] : pictures)
    for (const auto& made : preview.members)
      if (made.member.path == picture_name(PictureOf::stem, name) + ".png") {
        const auto facts = read_file(made.bytes, "a.png").head.properties;
        sizes[name] = facts.at("width") + "x" + facts.at("height");
      }
  return sizes;
}

std::string svg(const std::string& attributes,
                const std::string& content = "<rect width=\"9\" height=\"9\"/>") {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" " + attributes + ">" + content + "</svg>";
}

// A bitmap of 24 bits a pixel.
std::string bmp(std::uint32_t width, std::uint32_t height) {
  const std::string pixels((3 * width + 3) / 4 * 4 * height, '\x40');
  return "BM" + little(54 + pixels.size(), 4) + little(0, 4) + little(54, 4) + little(40, 4) +
         little(width, 4) + little(height, 4) + little(1, 2) + little(24, 2) + std::string(24, '\0') + pixels;
}

std::string placeable(const std::string& bare, std::uint16_t width, std::uint16_t height,
                      std::uint16_t inch) {
  return "\xD7\xCD\xC6\x9A"s + little(0, 6) + little(width, 2) + little(height, 2) + little(inch, 2) +
         little(0, 6) + bare;
}

TEST(DrawnPictures, AreAsLargeAsTheyWantToBeAtAHundredAndFortyFourPixelsAnInch) {
  const auto sizes = sizes_made_of({{"a.wmf", placeable(wmf(), 2000, 500, 1000)},
                                    {"b.emf", emf(2540, 1270)},
                                    {"c.svg", "\n<!-- drawn -->" + svg("width=\"96\" height=\"0.5in\"")},
                                    {"d.svg", svg("viewBox=\"0 0 192 96\"")},
                                    {"e.bmp", bmp(40, 30)}});
  EXPECT_EQ(sizes.size(), 5U);
  EXPECT_EQ(sizes.at("a.wmf"), "288x72");
  EXPECT_EQ(sizes.at("b.emf"), "144x72");
  EXPECT_EQ(sizes.at("c.svg"), "144x72");
  EXPECT_EQ(sizes.at("d.svg"), "288x144");
  EXPECT_EQ(sizes.at("e.bmp"), "40x30");
}

TEST(DrawnPictures, AreNeverLargerThanAScreen) {
  const auto sizes = sizes_made_of(
      {{"a.svg", svg("width=\"100000\" height=\"50000\"")}, {"b.wmf", placeable(wmf(), 30000, 30000, 1)}});
  EXPECT_EQ(sizes.at("a.svg"), "1600x800");
  EXPECT_EQ(sizes.at("b.wmf"), "1600x1600");
}

TEST(DrawnPictures, ThatAreDamagedEmptyOrNoLargerThanADotAreLeftOut) {
  const auto cut = wmf().substr(0, wmf().size() - 10);
  const auto nothing_drawn = wmf().replace(18 + 10 + 10 + 14 + 8 + 4, 2, little(0x0102, 2));
  auto bomb = bmp(4, 4).replace(18, 8, little(100'000, 4) + little(100'000, 4));
  const auto sizes = sizes_made_of({{"cut.wmf", cut},
                                    {"empty.wmf", nothing_drawn},
                                    {"cut.emf", emf().substr(0, 100)},
                                    {"none.svg", svg("", "<script>1</script>")},
                                    {"entity.svg", "<!DOCTYPE svg [<!ENTITY a \"b\">]>" + svg("")},
                                    {"open.svg", svg("").substr(0, 70)},
                                    {"dot.svg", svg("width=\"1\" height=\"1\"")},
                                    {"flat.emf", emf(2540, 0)},
                                    {"bomb.bmp", bomb},
                                    {"text.wmf", "a text"},
                                    {"whole.wmf", wmf()}});
  ASSERT_EQ(sizes.size(), 1U);
  EXPECT_EQ(sizes.at("whole.wmf"), "288x72") << "nothing says how large it is";
}

TEST(DrawnPictures, OfManyThereAreNoMoreThanOneFileMayHave) {
  Parts pictures;
  for (std::uint16_t i = 0; i < kMostPictures + 20; ++i)
    pictures.emplace_back(std::to_string(i) + ".wmf", wmf(static_cast<std::uint16_t>(500 + i)));
  pictures.emplace_back("last.png", png());
  const auto preview = preview_file(pictured(pictures), "题.zip");
  EXPECT_EQ(preview.members.size(), kMostPictures);
  EXPECT_EQ(preview.members[0].member.path, picture_name(PictureOf::stem, "last.png") + ".png")
      << "pictures that need not be drawn come first";
}

}  // namespace
}  // namespace kecang::testing
