#include "indexer/pipeline/import_report.h"

#include "schemas/base/csv.h"

namespace kecang::pipeline {
namespace {

Error cannot_write(const std::string& path) {
  return Error::invalid("report.cannot_write").with("path", path);
}

}  // namespace

ReportFile::ReportFile(const std::filesystem::path& file)
    : path_(file.string()), out_(file, std::ios::binary | std::ios::trunc) {}

Result<ReportFile> ReportFile::create(const std::filesystem::path& file,
                                      const std::vector<std::string>& columns) {
  ReportFile report(file);
  if (!report.out_) return cannot_write(report.path_);
  report.out_ << csv::kByteOrderMark << csv::line(columns);
  return report;
}

void ReportFile::add(const std::vector<std::string>& cells) {
  out_ << csv::line(cells);
}

Result<void> ReportFile::close() {
  out_.close();
  if (out_.fail()) return cannot_write(path_);
  return {};
}

}  // namespace kecang::pipeline
