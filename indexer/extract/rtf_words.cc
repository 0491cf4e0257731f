#include "indexer/extract/rtf_words.h"

#include <algorithm>
#include <array>

namespace kecang::extract {
namespace {

struct Target {
  std::string_view word;
  RtfTarget target;
};
constexpr auto kTargets = std::to_array<Target>({
    {"rtf", RtfTarget::body},
    {"fldrslt", RtfTarget::body},
    {"shptxt", RtfTarget::body},
    {"dptxbxtext", RtfTarget::body},
    {"shppict", RtfTarget::body},
    {"ud", RtfTarget::body},
    {"moMath", RtfTarget::body},
    {"moMathPara", RtfTarget::body},
    {"header", RtfTarget::beside},
    {"headerl", RtfTarget::beside},
    {"headerr", RtfTarget::beside},
    {"headerf", RtfTarget::beside},
    {"footer", RtfTarget::beside},
    {"footerl", RtfTarget::beside},
    {"footerr", RtfTarget::beside},
    {"footerf", RtfTarget::beside},
    {"footnote", RtfTarget::beside},
    {"annotation", RtfTarget::beside},
    {"title", RtfTarget::title},
    {"author", RtfTarget::author},
    {"subject", RtfTarget::subject},
    {"keywords", RtfTarget::keywords},
    {"fonttbl", RtfTarget::fonts},
    {"fldinst", RtfTarget::instruction},
    {"info", RtfTarget::passed},
    {"shp", RtfTarget::passed},
    {"shpinst", RtfTarget::passed},
    {"sp", RtfTarget::passed},
    {"sn", RtfTarget::property},
    {"do", RtfTarget::passed},
    {"upr", RtfTarget::passed},
    {"colortbl", RtfTarget::dropped},
    {"stylesheet", RtfTarget::dropped},
    {"pict", RtfTarget::picture},
    {"objdata", RtfTarget::dropped},
    {"objclass", RtfTarget::dropped},
    {"shprslt", RtfTarget::dropped},
    {"nonshppict", RtfTarget::dropped},
    {"nonesttables", RtfTarget::dropped},
    {"atnid", RtfTarget::dropped},
    {"atnauthor", RtfTarget::dropped},
    {"atntime", RtfTarget::dropped},
    {"atnicn", RtfTarget::dropped},
    {"xe", RtfTarget::dropped},
    {"tc", RtfTarget::dropped},
    {"listtable", RtfTarget::dropped},
    {"filetbl", RtfTarget::dropped},
    {"revtbl", RtfTarget::dropped},
    {"template", RtfTarget::dropped},
    {"operator", RtfTarget::dropped},
    {"creatim", RtfTarget::dropped},
    {"revtim", RtfTarget::dropped},
    {"printim", RtfTarget::dropped},
    {"ftnsep", RtfTarget::dropped},
    {"ftnsepc", RtfTarget::dropped},
    {"aftnsep", RtfTarget::dropped},
    {"aftnsepc", RtfTarget::dropped},
});

struct Text {
  std::string_view word;
  std::string_view text;
};
constexpr auto kTexts = std::to_array<Text>({
    {"par", "\n"},    {"sect", "\n"},     {"page", "\n"},     {"row", "\n"},    {"nestrow", "\n"},
    {"line", "\v"},   {"lbr", "\v"},      {"softline", "\v"}, {"cell", "\t"},   {"nestcell", "\t"},
    {"tab", "\t"},    {"emdash", "—"},    {"endash", "–"},    {"bullet", "•"},  {"lquote", "‘"},
    {"rquote", "’"},  {"ldblquote", "“"}, {"rdblquote", "”"}, {"emspace", " "}, {"enspace", " "},
    {"qmspace", " "},
});

struct CharsetPage {
  std::int32_t charset;
  int code_page;
};
constexpr auto kCharsets = std::to_array<CharsetPage>({
    {0, 1252},   {2, 1252},   {77, 10000}, {128, 932},  {129, 949},  {130, 1361}, {134, 936},
    {136, 950},  {161, 1253}, {162, 1254}, {163, 1258}, {177, 1255}, {178, 1256}, {186, 1257},
    {204, 1251}, {222, 874},  {238, 1250}, {254, 437},  {255, 850},
});

}  // namespace

std::optional<RtfTarget> rtf_target(std::string_view word) {
  const auto row =
      std::find_if(kTargets.begin(), kTargets.end(), [&](const Target& t) { return t.word == word; });
  if (row != kTargets.end()) return row->target;
  // The properties of formulas: mfPr, mctrlPr.
  if (word.starts_with('m') && word.ends_with("Pr")) return RtfTarget::dropped;
  return std::nullopt;
}

std::string_view rtf_text(std::string_view word) {
  const auto row = std::find_if(kTexts.begin(), kTexts.end(), [&](const Text& t) { return t.word == word; });
  return row == kTexts.end() ? std::string_view() : row->text;
}

int code_page_of_charset(std::int32_t charset) {
  const auto row = std::find_if(kCharsets.begin(), kCharsets.end(),
                                [&](const CharsetPage& c) { return c.charset == charset; });
  return row == kCharsets.end() ? 0 : row->code_page;
}

}  // namespace kecang::extract
