#pragma once
/// The report of a command as CSV (RFC 4180, UTF-8 with a byte order mark so that spreadsheets read it).
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "schemas/base/result.h"

namespace kecang::pipeline {

/// Not for use by several threads at once.
class ReportFile {
 public:
  /// invalid/report.cannot_write
  static Result<ReportFile> create(const std::filesystem::path& file,
                                   const std::vector<std::string>& columns);
  void add(const std::vector<std::string>& cells);
  /// Call at the end: says whether all of it was written.
  Result<void> close();

 private:
  explicit ReportFile(const std::filesystem::path& file);
  std::string path_;
  std::ofstream out_;
};

}  // namespace kecang::pipeline
