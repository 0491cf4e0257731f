#include "indexer/pipeline/import_report.h"

#include <string_view>

namespace kecang::pipeline {
namespace {

std::string cell(const std::string& text) {
  const bool formula =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  std::string plain = formula ? "'" + text : text;
  if (plain.find_first_of(",\"\r\n") == std::string::npos) return plain;
  std::string quoted = "\"";
  for (const char c : plain) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

Error cannot_write(const std::string& path) {
  return Error::invalid("report.cannot_write").with("path", path);
}

}  // namespace

std::string csv_row(const std::vector<std::string>& cells) {
  std::string row;
  for (std::size_t i = 0; i < cells.size(); ++i) row += (i == 0 ? "" : ",") + cell(cells[i]);
  return row + "\r\n";
}

ReportFile::ReportFile(const std::filesystem::path& file)
    : path_(file.string()), out_(file, std::ios::binary | std::ios::trunc) {}

Result<ReportFile> ReportFile::create(const std::filesystem::path& file,
                                      const std::vector<std::string>& columns) {
  ReportFile report(file);
  if (!report.out_) return cannot_write(report.path_);
  report.out_ << "\xEF\xBB\xBF" << csv_row(columns);
  return report;
}

void ReportFile::add(const std::vector<std::string>& cells) {
  out_ << csv_row(cells);
}

Result<void> ReportFile::close() {
  out_.close();
  if (out_.fail()) return cannot_write(path_);
  return {};
}

}  // namespace kecang::pipeline
