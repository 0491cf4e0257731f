#include "server/library/roster_table.h"

#include "tests/support/result_matchers.h"

namespace kecang::roster {
namespace {

using test::FailsWith;

const std::vector<Column> kColumns{
    {"key", {"学校编号", "编号"}, true}, {"name", {"名称"}}, {"region", {"地区"}}};

TEST(RosterTable, KnowsColumnsByEnglishAndChineseNamesInAnyOrder) {
  const auto table = read("名称,KEY\n一中,s1\n", kColumns);
  ASSERT_OK(table);
  ASSERT_EQ(table->lines.size(), 1U);
  const auto& line = table->lines.front();
  EXPECT_EQ(line.text("key"), "s1");
  EXPECT_EQ(line.text("name"), "一中");
  EXPECT_EQ(line.row(), 2U);
  EXPECT_EQ(table->headings.at("name"), "名称");
}

TEST(RosterTable, TellsAnAbsentColumnFromAnEmptyCell) {
  const auto table = read("编号,名称\ns1\n", kColumns);
  ASSERT_OK(table);
  EXPECT_EQ(table->lines.front().cell("name"), "");
  EXPECT_EQ(table->lines.front().cell("region"), std::nullopt);
  EXPECT_THAT(table->lines.front().needed("name"), FailsWith(ErrorKind::invalid, "roster.cell_empty"));
}

TEST(RosterTable, RefusesAWrongHeadingAndSaysWhichColumnsThereAre) {
  const auto unknown = read("编号,电话\ns1,2\n", kColumns);
  ASSERT_THAT(unknown, FailsWith(ErrorKind::invalid, "roster.column_unknown"));
  EXPECT_EQ(unknown.error().params().at("column"), "电话");
  EXPECT_NE(unknown.error().params().at("known").find("region（地区）"), std::string::npos);
  EXPECT_THAT(read("名称\n一中\n", kColumns), FailsWith(ErrorKind::invalid, "roster.column_missing"));
  EXPECT_THAT(read("编号,key\ns1,s1\n", kColumns), FailsWith(ErrorKind::invalid, "roster.column_twice"));
  EXPECT_THAT(read("编号,名称\n", kColumns), FailsWith(ErrorKind::invalid, "roster.no_rows"));
}

}  // namespace
}  // namespace kecang::roster
