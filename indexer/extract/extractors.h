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
ExtractEnd extract_rtf(const Source& source, const std::string& media_type, Output& out);
/// Web pages saved as one file, and mails.
ExtractEnd extract_mhtml(const Source& source, const std::string& media_type, Output& out);
/// Microsoft Works 3 and 4.
ExtractEnd extract_works(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_pdf(const Source& source, const std::string& media_type, Output& out);
/// Plain text, Markdown, CSV.
ExtractEnd extract_plain(const Source& source, const std::string& media_type, Output& out);
/// Question banks in Moodle's XML.
ExtractEnd extract_moodle_xml(const Source& source, const std::string& media_type, Output& out);
/// The questions of QTI 1.2 to 3.0 in one file.
ExtractEnd extract_qti(const Source& source, const std::string& media_type, Output& out);
/// Question banks in Moodle's plain text, and those of which each line says what it is.
ExtractEnd extract_gift(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_aiken(const Source& source, const std::string& media_type, Output& out);
/// Courses and question banks with an imsmanifest.xml: SCORM, Common Cartridge, QTI.
ExtractEnd extract_ims_package(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_moodle_backup(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_h5p(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_geogebra(const Source& source, const std::string& media_type, Output& out);
/// Seewo's whiteboard files.
ExtractEnd extract_seewo(const Source& source, const std::string& media_type, Output& out);
ExtractEnd extract_epub(const Source& source, const std::string& media_type, Output& out);
/// OpenDocument: text, tables, presentations, drawings.
ExtractEnd extract_odf(const Source& source, const std::string& media_type, Output& out);
/// The state's format for documents with a fixed layout.
ExtractEnd extract_ofd(const Source& source, const std::string& media_type, Output& out);
/// HTML, and other XML of which only the text is wanted.
ExtractEnd extract_markup(const Source& source, const std::string& media_type, Output& out);
/// SubRip, WebVTT, SubStation Alpha and TTML: a segment per cue.
ExtractEnd extract_subtitles(const Source& source, const std::string& media_type, Output& out);
/// The properties of a picture, from its header alone.
ExtractEnd extract_image(const Source& source, const std::string& media_type, Output& out);
/// The properties of sound and film, and the cues of embedded subtitles.
ExtractEnd extract_media(const Source& source, const std::string& media_type, Output& out);
/// The head of an archive, with the names of its members as text.
ExtractEnd extract_archive(const Source& source, const std::string& media_type, Output& out);

}  // namespace kecang::extract
