#pragma once
/// Office documents as PDF, by LibreOffice.
#include <string>
#include <string_view>

#include "indexer/extract/office_program.h"
#include "indexer/extract/source.h"
#include "indexer/sandbox/descriptor.h"
#include "schemas/model/extraction.h"

namespace kecang::extract {

/// How LibreOffice is told what a file is, and which of its parts writes the PDF.
struct OfficeKind {
  std::string_view media_type;
  std::string_view extension;
  std::string_view export_filter;
};
/// nullptr for what is no office document.
const OfficeKind* office_kind_of(std::string_view media_type);

/// `pdf` becomes the finished file, which lies in the office's folder.
/// unsupported/extract.preview_unavailable or extract.libreoffice_missing, broken/extract.preview_failed,
/// too_large/extract.preview_too_large.
ExtractEnd make_pdf(const Source& source, const OfficeKind& kind, OfficeProgram& office, Descriptor& pdf);

}  // namespace kecang::extract
