#pragma once
/// Files made from a file, for people to look at: a PDF of an office document, pictures of pages, a film's
/// poster. Each is written as a member under a fixed name (schemas/extraction-protocol.md).
#include <string>

#include "indexer/extract/output.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

/// `scratch` is a folder in which this process may write, empty for none: office documents need one,
/// unsupported/extract.preview_unavailable without. unsupported/extract.no_preview for other kinds of files.
ExtractEnd extract_preview(const Source& source, const std::string& scratch, Output& out);

}  // namespace kecang::extract
