#pragma once
/// The door for people and tests: the previews of one file as files in a folder. Everything hostile goes
/// through a confined child.
#include <string>

#include "indexer/sandbox/extractor.h"

namespace kecang::extract {

/// {status, reason, media_type, files: [{name, bytes}]}. An error is ours: the file cannot be opened, the
/// folder not written, or no child started.
Result<Json> write_previews(const std::string& path, const std::string& folder, Extractor& extractor);

}  // namespace kecang::extract
