#include "indexer/pipeline/import_report.h"

#include <gmock/gmock.h>

#include "tests/support/result_matchers.h"
#include "tests/support/temp_dir.h"

namespace kecang::pipeline {
namespace {

TEST(ImportReport, TheFileStartsWithAByteOrderMarkAndTheColumns) {
  const test::TempDir dir;
  auto report = ReportFile::create(dir / "report.csv", {"path", "state"});
  ASSERT_OK(report);
  report->add({"八上/教案.docx", "indexed"});
  ASSERT_OK(report->close());
  EXPECT_EQ(test::read_file(dir / "report.csv"), "\xEF\xBB\xBFpath,state\r\n八上/教案.docx,indexed\r\n");
}

TEST(ImportReport, AReportThatCannotBeWrittenIsSaid) {
  EXPECT_THAT(ReportFile::create("/nowhere/report.csv", {"a"}),
              test::FailsWith(ErrorKind::invalid, "report.cannot_write"));
}

TEST(ImportReport, AFullDiskIsSaid) {
  auto report = ReportFile::create("/dev/full", {"a"});
  ASSERT_OK(report);
  EXPECT_THAT(report->close(), test::FailsWith(ErrorKind::invalid, "report.cannot_write"));
}

}  // namespace
}  // namespace kecang::pipeline
