#pragma once
/// Word documents as files of their own, and within one another.
#include <string>

#include "indexer/extract/output.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

/// `within`: how many documents this one stands in; 0 for a file.
ExtractEnd read_docx(const Source& source, const std::string& media_type, int within, Output& out);

}  // namespace kecang::extract
