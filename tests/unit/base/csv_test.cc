#include "schemas/base/csv.h"

#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::FailsWith;
using ::testing::ElementsAre;

std::vector<std::vector<std::string>> cells_of(std::string_view bytes) {
  const auto rows = csv::parse(bytes);
  EXPECT_OK(rows);
  std::vector<std::vector<std::string>> cells;
  if (rows)
    for (const auto& row : *rows) cells.push_back(row.cells);
  return cells;
}

TEST(Csv, ReadsUtf8WithAndWithoutByteOrderMark) {
  EXPECT_THAT(cells_of("编号,名称\n1,一中\n"),
              ElementsAre(ElementsAre("编号", "名称"), ElementsAre("1", "一中")));
  EXPECT_THAT(cells_of("\xEF\xBB\xBF编号,名称\r\n1,一中"),
              ElementsAre(ElementsAre("编号", "名称"), ElementsAre("1", "一中")));
}

TEST(Csv, ReadsGb18030AsSpreadsheetsWriteIt) {
  EXPECT_THAT(cells_of("\xB1\xE0\xBA\xC5,\xD0\xD5\xC3\xFB\r\n1,\xBD\xCC\xB0\xB8"),
              ElementsAre(ElementsAre("编号", "姓名"), ElementsAre("1", "教案")));
}

TEST(Csv, KeepsQuotedSeparatorsQuotesAndLineBreaks) {
  EXPECT_THAT(cells_of("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\nx,y,z"),
              ElementsAre(ElementsAre("a,b", "say \"hi\"", "two\nlines"), ElementsAre("x", "y", "z")));
}

TEST(Csv, CountsLinesAcrossQuotedBreaksAndEmptyRows) {
  const auto rows = csv::parse("a\n\"x\ny\"\n\n  ,\nlast\n");
  ASSERT_OK(rows);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ(rows->at(1).line, 2U);
  EXPECT_EQ(rows->at(2).line, 6U);
  EXPECT_THAT(rows->at(2).cells, ElementsAre("last"));
}

TEST(Csv, TrimsCellsIncludingWideSpaces) {
  EXPECT_THAT(cells_of(" a ,\xE3\x80\x80王\xE3\x80\x80\n"), ElementsAre(ElementsAre("a", "王")));
}

TEST(Csv, TakesTheSeparatorTheFirstRowUses) {
  EXPECT_THAT(cells_of("a;b;c\n1;2,5;3"),
              ElementsAre(ElementsAre("a", "b", "c"), ElementsAre("1", "2,5", "3")));
  EXPECT_THAT(cells_of("a\tb\n1\t2"), ElementsAre(ElementsAre("a", "b"), ElementsAre("1", "2")));
}

TEST(Csv, SaysWhatIsWrongWithAFileThatIsNone) {
  EXPECT_THAT(csv::parse(""), FailsWith(ErrorKind::invalid, "csv.empty"));
  EXPECT_THAT(csv::parse(" , \n\n"), FailsWith(ErrorKind::invalid, "csv.empty"));
  EXPECT_THAT(csv::parse(std::string_view("PK\x03\x04\0\0", 6)),
              FailsWith(ErrorKind::invalid, "csv.not_text"));
  EXPECT_THAT(csv::parse("a\xff\xff\xff"), FailsWith(ErrorKind::invalid, "csv.not_text"));
  const auto open = csv::parse("a,b\n\"never closed,c\nd,e");
  ASSERT_THAT(open, FailsWith(ErrorKind::invalid, "csv.quote_open"));
  EXPECT_EQ(open.error().params().at("row"), "2");
}

TEST(Csv, WritesWhatItReadsAndDisarmsFormulas) {
  EXPECT_EQ(csv::line({"a,b", "say \"hi\"", "plain"}), "\"a,b\",\"say \"\"hi\"\"\",plain\r\n");
  EXPECT_EQ(csv::line({"=1+1", "-2", "@x", "ok"}), "'=1+1,'-2,'@x,ok\r\n");
}

}  // namespace
}  // namespace kecang
