#pragma once
/// The extractors, one per format family; the registry's table names them. Each writes one head, then
/// segments, and returns how it ended. They may take all the memory and time their process is allowed.
#include <string>

#include "indexer/extract/output.h"
#include "indexer/extract/source.h"

namespace kecang::extract {

ExtractEnd extract_docx(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_pptx(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_xlsx(const Source& source, const std::string& media_type, Output& out);
/// Word 6 to 2003 and WPS Writer.
ExtractEnd extract_doc(const Source& source, const std::string& media_type, Output& out);
/// Excel 2 to 2003 and WPS Spreadsheets.
ExtractEnd extract_xls(const Source& source, const std::string& media_type, Output& out);
/// PowerPoint 95 to 2003 and WPS Presentation.
ExtractEnd extract_ppt(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_pdf(const Source& source, const std::string& media_type, Output& out);
/// Plain text, Markdown, CSV.
ExtractEnd extract_plain(const Source& source, const std::string& media_type, Output& out);
/// HTML, and other XML of which only the text is wanted.
ExtractEnd extract_markup(const Source& source, const std::string& media_type, Output& out);
/// SubRip and WebVTT: a segment per cue.
ExtractEnd extract_subtitles(const Source& source, const std::string& media_type, Output& out);
/// The head of an archive, with the names of its members as text.
ExtractEnd extract_archive(const Source& source, const std::string& media_type, Output& out);

}  // namespace kecang::extract
