#pragma once
/// The door for people and measurements: one file as one JSON object. It reads no hostile byte itself;
/// everything goes through confined children. Members of archives are read too, to a small depth.
#include <string>

#include "indexer/sandbox/extractor.h"

namespace kecang::extract {

struct ReportOptions {
  bool ocr = false;  ///< read pictures, and PDFs without a text layer
};

/// {status, reason, media_type, encoding, title, properties, segments, questions, members}. An error is ours:
/// the file cannot be opened, or no child can be started.
Result<Json> json_report(const std::string& path, const ReportOptions& options, Extractor& extractor);

}  // namespace kecang::extract
