#include "server/library/plan_table.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"

namespace kecang {
namespace {

using test::FailsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class PlanTable : public testing::Test {
 protected:
  static ImportEntry entry() {
    ImportEntry entry;
    entry.index = 4;
    entry.path = "八上/教案.docx";
    entry.plan.emplace();
    entry.plan->title = "光的反射";
    entry.plan->tags.type = {"教案", 0.9, "name"};
    entry.plan->tags.subject = {"物理", 0.72, "path"};
    return entry;
  }
  std::vector<plan_table::Row> read(const std::string& csv) {
    auto rows = plan_table::read(csv, import, problems);
    EXPECT_OK(rows);
    return rows ? *rows : std::vector<plan_table::Row>();
  }
  /// The plan after a table of this one row.
  EntryPlan after(const std::string& csv) {
    auto plan = *entry().plan;
    for (const auto& row : read(csv)) plan_table::write(row, plan);
    return plan;
  }
  const ImportId import = ImportId::make(Time{});
  std::vector<TableOutcome::Problem> problems;
};

TEST_F(PlanTable, WhatGoesOutComesBackAndChangesNothing) {
  const auto plan = after(plan_table::head() + plan_table::line(import, entry()));
  EXPECT_EQ(to_cbor(plan), to_cbor(*entry().plan));
  EXPECT_THAT(problems, IsEmpty());
}

TEST_F(PlanTable, AChangedCellIsAPersonsWordAnEmptyOneLeavesAndADashClears) {
  const auto plan = after("序号,类型,学科,年级\n5,,-,八年级\n");
  EXPECT_EQ(plan.tags.type.source, "name");
  EXPECT_EQ(plan.tags.subject.value, "");
  EXPECT_EQ(plan.tags.subject.source, "person");
  EXPECT_EQ(plan.tags.grade.value, "八年级");
  EXPECT_EQ(plan.tags.grade.confidence, 1.0);
}

TEST_F(PlanTable, ColumnsMayStandInAnyOrder) {
  EXPECT_EQ(after("标题,序号,别的\n光的折射,5,x\n").title, "光的折射");
}

TEST_F(PlanTable, TheActionIsUnderstoodInChineseAndEnglish) {
  const auto rows = read("序号,处理\n1,不入库\n2,replace\n3,\n");
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].action, EntryAction::leave_out);
  EXPECT_EQ(rows[1].action, EntryAction::replace);
  EXPECT_FALSE(rows[2].action);
}

TEST_F(PlanTable, RowsThatCannotBeUnderstoodAreProblemsAndTheOthersAreTaken) {
  const auto rows = read("序号,处理,导入编号\nx,,\n0,,\n3,删除,\n4,,01M811M8C7C207KY2ZXWHZ40TP\n5,入库,\n");
  ASSERT_THAT(rows, SizeIs(1));
  ASSERT_THAT(problems, SizeIs(4));
  EXPECT_EQ(problems[0].code, "plan.number_unknown");
  EXPECT_EQ(problems[0].line, 2U);
  EXPECT_EQ(problems[2].code, "plan.action_unknown");
  EXPECT_EQ(problems[3].code, "plan.other_import");
}

TEST_F(PlanTable, ATableWithoutNumbersIsRefused) {
  EXPECT_THAT(plan_table::read("标题\na\n", import, problems),
              FailsWith(ErrorKind::invalid, "plan.table_without_number"));
}

TEST_F(PlanTable, NoCellIsAFormulaAndTheTitleStaysWhatItWas) {
  auto one = entry();
  one.plan->title = "=1+1 的含义";
  const auto line = plan_table::line(import, one);
  EXPECT_THAT(line, HasSubstr(",'=1+1 的含义,"));
  const auto rows = read(plan_table::head() + line);
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].title, "=1+1 的含义");
}

}  // namespace
}  // namespace kecang
