#include "indexer/extract/registry.h"

#include <algorithm>
#include <array>

#include "indexer/extract/extractors.h"

namespace kecang::extract {
namespace {

using Extract = ExtractEnd (*)(const Source&, const std::string& media_type, Output&);

struct Row {
  std::string_view media_type;
  Extract extract;
};

// The one table: which extractor reads which kind.
constexpr auto kExtractors = std::to_array<Row>({
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", extract_docx},
    {"application/vnd.ms-word.document.macroEnabled.12", extract_docx},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", extract_pptx},
    {"application/vnd.ms-powerpoint.presentation.macroEnabled.12", extract_pptx},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", extract_xlsx},
    {"application/vnd.ms-excel.sheet.macroEnabled.12", extract_xlsx},
    {"application/msword", extract_doc},
    {"application/vnd.ms-excel", extract_xls},
    {"application/vnd.ms-powerpoint", extract_ppt},
    {"application/pdf", extract_pdf},
    {"text/plain", extract_plain},
    {"text/markdown", extract_plain},
    {"text/csv", extract_plain},
    {"text/html", extract_markup},
    {"text/xml", extract_markup},
    {"image/svg+xml", extract_markup},
    {"application/x-subrip", extract_subtitles},
    {"text/vtt", extract_subtitles},
    {"application/zip", extract_archive},
    {"application/x-tar", extract_archive},
    {"application/x-7z-compressed", extract_archive},
});

const Row* row_of(std::string_view media_type) {
  const auto found = std::find_if(kExtractors.begin(), kExtractors.end(),
                                  [&](const Row& row) { return row.media_type == media_type; });
  return found == kExtractors.end() ? nullptr : &*found;
}

ExtractEnd head_only(const std::string& media_type, ExtractEnd end, Output& out) {
  out.head({.media_type = media_type});
  return end;
}

}  // namespace

bool is_archive(std::string_view media_type) {
  const Row* row = row_of(media_type);
  return row != nullptr && row->extract == extract_archive;
}

ExtractEnd extract_text(const Source& source, Output& out) {
  if (source.size() == 0)
    return head_only("application/x-empty", {ExtractStatus::broken, "extract.empty"}, out);
  const Kind kind = identify(source);
  if (kind.encrypted) return head_only(kind.media_type, {ExtractStatus::encrypted, "extract.encrypted"}, out);
  const Row* row = row_of(kind.media_type);
  if (row == nullptr && kind.damaged)
    return head_only(kind.media_type, {ExtractStatus::broken, "extract.damaged"}, out);
  if (row == nullptr)
    return head_only(kind.media_type, {ExtractStatus::unsupported, "extract.unsupported"}, out);
  ExtractEnd end = row->extract(source, kind.media_type, out);
  if (kind.damaged && end.status == ExtractStatus::ok)
    end = stopped(out, ExtractStatus::broken, "extract.damaged");
  return end;
}

ExtractEnd extract_members(const Source& source, const UnpackLimits& limits, Output& out) {
  if (source.size() == 0)
    return head_only("application/x-empty", {ExtractStatus::broken, "extract.empty"}, out);
  const Kind kind = identify(source);
  if (!is_archive(kind.media_type))
    return head_only(kind.media_type, {ExtractStatus::unsupported, "extract.not_an_archive"}, out);
  ExtractEnd end = unpack(source, kind.media_type, limits, out);
  if (kind.damaged && end.status == ExtractStatus::ok)
    end = stopped(out, ExtractStatus::broken, "extract.damaged");
  return end;
}

}  // namespace kecang::extract
