#pragma once
/// Which extractor reads which kind of file: one row per kind, found by content.
#include <string>
#include <string_view>

#include "indexer/extract/archive.h"
#include "indexer/extract/output.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

/// What the bytes are. The name only decides between kinds of plain text.
struct Kind {
  std::string media_type;
  bool encrypted = false;  ///< known to be locked from its outside, as OOXML within an OLE container
  bool damaged = false;    ///< a container whose end is missing
};
Kind identify(const Source& source);

/// True for the kinds that are nothing but their members.
bool is_archive(std::string_view media_type);
/// True for these, and for packages that have a text of their own: `unpack` gives the members.
bool has_members(std::string_view media_type);

/// Head and segments of any file; the caller writes the end.
ExtractEnd extract_text(const Source& source, Output& out);

/// Head and segments of a picture, or of a PDF whose pages are pictures, read off by tesseract;
/// unsupported/extract.no_picture for other kinds, extract.helper_missing without that program.
ExtractEnd extract_by_ocr(const Source& source, Output& out);

/// Head and members of an archive or package; unsupported/extract.not_an_archive for other kinds.
ExtractEnd extract_members(const Source& source, const UnpackLimits& limits, Output& out);

/// The same without the members' bytes, their names in `charset`, or as they seem to be when it is empty.
ExtractEnd extract_names(const Source& source, const UnpackLimits& limits, const std::string& charset,
                         Output& out);

/// Loads what every extraction needs, so that a forked child finds it there.
void warm_up();

}  // namespace kecang::extract
