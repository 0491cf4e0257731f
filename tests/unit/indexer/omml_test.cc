#include "indexer/extract/omml.h"

#include <gtest/gtest.h>

#include "indexer/extract/counting.h"
#include "indexer/extract/symbol_fonts.h"

namespace kecang::extract {
namespace {

std::string run(std::string_view text) {
  return "<m:r><w:rPr><w:rFonts w:ascii=\"Cambria Math\"/></w:rPr><m:t>" + std::string(text) + "</m:t></m:r>";
}

std::string in(std::string_view name, std::string_view content) {
  return "<m:" + std::string(name) + ">" + std::string(content) + "</m:" + std::string(name) + ">";
}

std::string property(std::string_view name, std::string_view value) {
  return "<m:" + std::string(name) + " m:val=\"" + std::string(value) + "\"/>";
}

// The line of a formula that holds this.
std::string line(std::string_view content) {
  const std::string xml = "<a>" + in("oMath", content) + "<b/></a>";
  XmlReader reader(xml);
  reader.next();
  reader.next();
  std::string text = linear_formula(reader);
  // The reader went on behind the formula, no further.
  EXPECT_EQ(reader.next(), XmlReader::Token::start);
  EXPECT_EQ(reader.name(), "b");
  return text;
}

std::string fraction(std::string_view above, std::string_view below) {
  return in("f", in("fPr", property("type", "bar")) + in("num", above) + in("den", below));
}

TEST(LinearFormula, AFractionHasBracketsOnlyWhereItNeedsThem) {
  EXPECT_EQ(line(run("y=") + fraction(run("1"), run("2"))), "y=1/2");
  EXPECT_EQ(line(fraction(run("a+b"), run("2c"))), "(a+b)/2c");
  EXPECT_EQ(line(fraction(run("路程"), run("时间"))), "路程/时间");
  EXPECT_EQ(line(fraction(run("1"), fraction(run("1"), run("x")))), "1/(1/x)");
}

TEST(LinearFormula, ScriptsAreMarkedAndDegreesAreRaisedByThemselves) {
  const std::string x = in("e", run("x"));
  EXPECT_EQ(line(in("sSup", x + in("sup", run("2")))), "x^2");
  EXPECT_EQ(line(in("sSup", x + in("sup", run("n+1")))), "x^(n+1)");
  EXPECT_EQ(line(in("sSup", in("e", run("30")) + in("sup", run("∘")))), "30°");
  EXPECT_EQ(line(in("sSub", in("e", run("a")) + in("sub", run("n-1")))), "a_(n-1)");
  EXPECT_EQ(line(in("sSubSup", x + in("sub", run("1")) + in("sup", run("2")))), "x_1^2");
  EXPECT_EQ(line(in("sPre", in("sub", run("92")) + in("sup", run("235")) + in("e", run("U")))), "_92^235 U");
}

TEST(LinearFormula, RootsSayTheirDegree) {
  EXPECT_EQ(line(in("rad", in("radPr", property("degHide", "1")) + "<m:deg/>" + in("e", run("x+1")))),
            "√(x+1)");
  EXPECT_EQ(line(in("rad", in("deg", run("3")) + in("e", run("8")))), "√[3](8)");
  EXPECT_EQ(line(fraction(in("rad", "<m:deg/>" + in("e", run("3"))), run("2"))), "√(3)/2");
}

TEST(LinearFormula, SumsIntegralsAndLimitsSayTheirRange) {
  const std::string sum = in("nary", in("naryPr", property("chr", "∑")) + in("sub", run("i=1")) +
                                         in("sup", run("n")) + in("e", run("i")));
  EXPECT_EQ(line(sum), "∑_(i=1)^n i");
  EXPECT_EQ(line(in("nary", "<m:sub/><m:sup/>" + in("e", run("f(x)dx")))), "∫f(x)dx");
  const std::string limit = in("limLow", in("e", run("lim")) + in("lim", run("x→0")));
  EXPECT_EQ(line(in("func", in("fName", limit) + in("e", run("x")))), "lim_(x→0) x");
  EXPECT_EQ(line(in("func", in("fName", run("sin")) + in("e", in("d", in("e", run("x")))))), "sin(x)");
  EXPECT_EQ(line(in("limUpp",
                    in("e", in("groupChr", in("groupChrPr", property("chr", "⏞")) + in("e", run("a+b")))) +
                        in("lim", run("2")))),
            "⏞(a+b)^2");
}

TEST(LinearFormula, BracketsAreThoseThatAreShown) {
  EXPECT_EQ(line(in("d", in("e", run("a")) + in("e", run("b")))), "(a|b)");
  const auto shown = [](std::string_view open, std::string_view between, std::string_view close) {
    return in("dPr", property("begChr", open) + property("sepChr", between) + property("endChr", close));
  };
  EXPECT_EQ(line(in("d", shown("[", ",", ")") + in("e", run("0")) + in("e", run("1")))), "[0,1)");
  const std::string equations = in("eqArr", in("e", run("x+y&amp;=3")) + in("e", run("x-y&amp;=1")));
  EXPECT_EQ(line(in("d", shown("{", "", "") + in("e", equations))), "{x+y=3; x-y=1");
  const auto row = [](std::string_view a, std::string_view b) {
    return in("mr", in("e", run(a)) + in("e", run(b)));
  };
  EXPECT_EQ(line(in("d", shown("[", "", "]") + in("e", in("m", row("1", "0") + row("0", "1"))))),
            "[1, 0; 0, 1]");
}

TEST(LinearFormula, MarksStandOnALetterOrOnBrackets) {
  const std::string arrow = in("accPr", property("chr", "\u20D7"));
  EXPECT_EQ(line(in("acc", arrow + in("e", run("a")))), "a\u20D7");
  EXPECT_EQ(line(in("acc", arrow + in("e", run("AB")))), "(AB)\u20D7");
  EXPECT_EQ(line(in("bar", in("barPr", property("pos", "top")) + in("e", run("x")))), "x\u0305");
}

TEST(LinearFormula, BoxesHoldAndGhostsAreNotSeen) {
  EXPECT_EQ(line(in("borderBox", in("e", run("E=m") + in("box", in("e", run("c")))))), "E=mc");
  EXPECT_EQ(line(run("a") + in("phant", in("phantPr", property("show", "0")) + in("e", run("b")))), "a");
  EXPECT_EQ(line(run("a") + "<w:del>" + run("b") + "</w:del><w:ins>" + run("c") + "</w:ins>"), "ac");
}

TEST(LinearFormula, AHundredThousandLevelsGiveTheirCharacters) {
  std::string deep;
  std::string ends;
  for (int i = 0; i < 100'000; ++i) deep += "<m:d><m:e>";
  for (int i = 0; i < 100'000; ++i) ends += "</m:e></m:d>";
  const std::string text = line(deep + run("x") + ends);
  EXPECT_NE(text.find('x'), std::string::npos);
  EXPECT_LT(text.size(), 1000U);
}

TEST(Counting, WritesTheNumbersThatListsUse) {
  EXPECT_EQ(counted("decimal", 12), "12");
  EXPECT_EQ(counted("upperLetter", 4), "D");
  EXPECT_EQ(counted("lowerLetter", 28), "bb");
  EXPECT_EQ(counted("upperRoman", 49), "XLIX");
  EXPECT_EQ(counted("chineseCounting", 10), "十");
  EXPECT_EQ(counted("chineseCountingThousand", 21), "二十一");
  EXPECT_EQ(counted("chineseCountingThousand", 105), "一百零五");
  EXPECT_EQ(counted("chineseCountingThousand", 2010), "二千零一十");
  EXPECT_EQ(counted("decimalEnclosedCircleChinese", 3), "③");
  EXPECT_EQ(counted("decimalEnclosedCircleChinese", 21), "21");
  EXPECT_EQ(counted("ideographTraditional", 1), "甲");
  EXPECT_EQ(counted("decimalZero", 7), "07");
  EXPECT_EQ(counted("bullet", 7), "");
  EXPECT_EQ(counted("hebrew1", 7), "7");
}

TEST(SymbolFonts, ShowWhatTheirCodesStandFor) {
  EXPECT_EQ(symbol_shown("Symbol", 0xF061), U'α');
  EXPECT_EQ(symbol_shown("Symbol", 0xF0A3), U'≤');
  EXPECT_EQ(symbol_shown("Symbol", 0xD0), U'∠');
  EXPECT_EQ(symbol_shown("Symbol", 0xF0D6), U'√');
  EXPECT_EQ(symbol_shown("Symbol", 0xF0F2), U'∫');
  EXPECT_EQ(symbol_shown("Symbol", 0xF0FE), U'⎭');
  EXPECT_EQ(symbol_shown("Wingdings", 0xF0FC), U'✓');
  EXPECT_EQ(symbol_shown("Wingdings", 0xF083), U'③');
  EXPECT_EQ(symbol_shown("Wingdings 3", 0x75), U'\0');
  EXPECT_EQ(symbol_shown("宋体", 0x2460), U'①');
  EXPECT_EQ(symbol_shown("宋体", 0xF061), U'\0');
  EXPECT_EQ(symbol_text("Symbol", "\uF061+1"), "α+1");
  EXPECT_EQ(symbol_text("宋体", "a+1"), "a+1");
}

}  // namespace
}  // namespace kecang::extract
