#include <gtest/gtest.h>

#include "indexer/extract/entities.h"
#include "indexer/extract/html_text.h"
#include "indexer/extract/xml_reader.h"

namespace kecang::extract {
namespace {

using Token = XmlReader::Token;

// The tokens as "<p 文 >p ." and so on.
std::string trace(std::string_view xml) {
  XmlReader reader(xml);
  std::string out;
  while (true) {
    switch (reader.next()) {
      case Token::start:
        out += "<" + std::string(reader.name()) + " ";
        break;
      case Token::end:
        out += ">" + std::string(reader.name()) + " ";
        break;
      case Token::text:
        out += reader.text() + " ";
        break;
      case Token::done:
        return out + "done";
      case Token::broken:
        return out + "broken";
      case Token::forbidden:
        return out + "forbidden";
    }
  }
}

TEST(XmlReader, GivesElementsTextAndCdataInOrder) {
  EXPECT_EQ(
      trace("<?xml version=\"1.0\"?><a><w:b x='>'>文&amp;&#x4E2D;</w:b><!-- c --><c/><![CDATA[<d>]]></a>"),
      "<a <b 文&中 >b <c >c <d> >a done");
}

TEST(XmlReader, RefusesADocumentType) {
  EXPECT_EQ(trace("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"), "forbidden");
}

TEST(XmlReader, PassesADocumentTypeThatDoesNoHarmWhereAsked) {
  const auto first = [](std::string_view xml) {
    XmlReader reader(xml, XmlReader::Doctype::passed_when_harmless);
    return reader.next();
  };
  EXPECT_EQ(first("<!DOCTYPE a SYSTEM 'a.dtd'><a/>"), Token::start);
  EXPECT_EQ(
      first("<!DOCTYPE a SYSTEM 'a.dtd' [<!-- it's > --><!ELEMENT a (b+)><!ATTLIST a c (d|e) 'd>'>]><a/>"),
      Token::start);
  EXPECT_EQ(first("<!DOCTYPE a [<!ELEMENT a ANY><!ENTITY x 'y'>]><a>&x;</a>"), Token::forbidden);
  EXPECT_EQ(first("<!DOCTYPE a [<!ENTITY % x SYSTEM 'file:///y'>%x;]><a/>"), Token::forbidden);
  EXPECT_EQ(first("<!DOCTYPE a [<!ELEMENT a ANY>"), Token::broken);
}

TEST(XmlReader, SaysWhenADocumentStopsShort) {
  EXPECT_EQ(trace("<a><b>文"), "<a <b 文 broken");
  EXPECT_EQ(trace("<a><b"), "<a broken");
  EXPECT_EQ(trace(""), "broken");
  EXPECT_EQ(trace("</a>"), "broken");
}

TEST(XmlReader, TellsPrefixedAttributesApart) {
  XmlReader reader("<p:sldId id=\"256\" r:id = 'rId2' t=\"a&lt;b\"/>");
  ASSERT_EQ(reader.next(), Token::start);
  EXPECT_EQ(reader.attribute("id"), "256");
  EXPECT_EQ(reader.prefixed_attribute("id"), "rId2");
  EXPECT_EQ(reader.attribute("t"), "a<b");
  EXPECT_EQ(reader.attribute("none"), std::nullopt);
}

TEST(XmlReader, ThreeHundredThousandLevelsAreNoTrouble) {
  std::string xml;
  for (int i = 0; i < 300'000; ++i) xml += "<a>";
  XmlReader reader(xml);
  ASSERT_EQ(reader.next(), Token::start);
  reader.skip_element();
  EXPECT_EQ(reader.next(), Token::broken);
}

TEST(Entities, AreDecodedAndOtherAmpersandsStay) {
  EXPECT_EQ(decode_entities("&lt;&nbsp;&#20013;&#x6587;&bogus;&&amp"), "<\u00A0中文&bogus;&&amp");
  EXPECT_EQ(decode_entities("&#xD800;&#x110000;&#0;"), "\uFFFD\uFFFD\uFFFD");
}

TEST(Html, BlocksEndLinesAndCellsAreSetApart) {
  const auto html = html_text(
      "<title>通知</title><p>各 班\n级</p><table><tr><td>姓名<td>分数</tr><tr><td>李明<td>98</table>");
  EXPECT_EQ(html.title, "通知");
  EXPECT_EQ(html.text, "通知\n各 班 级\n姓名\t分数\n李明\t98");
}

TEST(Html, ScriptsStylesAndCommentsAreLeftOut) {
  EXPECT_EQ(html_text("<p>前<script>if (a </p>) 坏</script><style>p{}</style><!-- 坏 -->后</p>").text,
            "前后");
}

TEST(Html, ALoneAngleIsText) {
  EXPECT_EQ(html_text("<p>a < b 且 c > d</p>").text, "a < b 且 c > d");
}

TEST(Html, AnAttributeMayHoldAnAngle) {
  EXPECT_EQ(html_text("<p title=\"a>b\">正文</p>").text, "正文");
}

TEST(Html, UnclosedTagsEndQuietly) {
  EXPECT_EQ(html_text("正文<p class=\"x").text, "正文");
  EXPECT_EQ(html_text("正文<script>坏").text, "正文");
}

TEST(Html, TwoHundredThousandNestedBlocksAreNoTrouble) {
  std::string html;
  for (int i = 0; i < 200'000; ++i) html += "<div>";
  EXPECT_EQ(html_text(html + "底").text, "底");
}

}  // namespace
}  // namespace kecang::extract
