#include "indexer/extract/registry.h"

#include <algorithm>
#include <array>

#include "indexer/extract/extractors.h"
#include "indexer/extract/text_questions.h"

namespace kecang::extract {
namespace {

using Extract = ExtractEnd (*)(const Source&, const std::string& media_type, Output&);

struct Row {
  std::string_view media_type;
  Extract extract;
  bool has_members = false;  // the text is that of the whole, but the parts can be had one by one
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
    {"application/vnd.oasis.opendocument.text", extract_odf},
    {"application/vnd.oasis.opendocument.text-template", extract_odf},
    {"application/vnd.oasis.opendocument.text-master", extract_odf},
    {"application/vnd.oasis.opendocument.spreadsheet", extract_odf},
    {"application/vnd.oasis.opendocument.spreadsheet-template", extract_odf},
    {"application/vnd.oasis.opendocument.presentation", extract_odf},
    {"application/vnd.oasis.opendocument.presentation-template", extract_odf},
    {"application/vnd.oasis.opendocument.graphics", extract_odf},
    {"application/epub+zip", extract_epub},
    {"application/ofd", extract_ofd, true},
    {"application/x-ims-package", extract_ims_package, true},
    {"application/vnd.moodle.backup", extract_moodle_backup, true},
    {"application/x-h5p", extract_h5p, true},
    {"application/vnd.geogebra.file", extract_geogebra, true},
    {"application/x-enbx", extract_seewo, true},
    {"application/rtf", extract_rtf},
    {"text/rtf", extract_rtf},
    {"message/rfc822", extract_mhtml},
    {"application/vnd.ms-works", extract_works},
    {"application/pdf", extract_pdf},
    {"text/plain", extract_plain},
    {"text/markdown", extract_plain},
    {"text/csv", extract_plain},
    {"application/x-moodle-questions+xml", extract_moodle_xml},
    {"application/x-qti+xml", extract_qti},
    {"text/x-gift", extract_gift},
    {"text/x-aiken", extract_aiken},
    {"text/html", extract_markup},
    {"text/xml", extract_markup},
    {"image/svg+xml", extract_markup},
    {"application/x-subrip", extract_subtitles},
    {"text/vtt", extract_subtitles},
    {"text/x-ssa", extract_subtitles},
    {"application/ttml+xml", extract_subtitles},
    {"image/png", extract_image},
    {"image/jpeg", extract_image},
    {"image/gif", extract_image},
    {"image/bmp", extract_image},
    {"image/webp", extract_image},
    {"image/tiff", extract_image},
    {"video/mp4", extract_media},
    {"video/quicktime", extract_media},
    {"video/3gpp", extract_media},
    {"video/x-matroska", extract_media},
    {"video/webm", extract_media},
    {"video/x-flv", extract_media},
    {"video/x-msvideo", extract_media},
    {"video/x-ms-asf", extract_media},
    {"video/mpeg", extract_media},
    {"video/mp2t", extract_media},
    {"application/vnd.rn-realmedia", extract_media},
    {"audio/mpeg", extract_media},
    {"audio/mp4", extract_media},
    {"audio/aac", extract_media},
    {"audio/x-wav", extract_media},
    {"audio/flac", extract_media},
    {"audio/ogg", extract_media},
    {"audio/amr", extract_media},
    {"application/zip", extract_archive},
    {"application/x-tar", extract_archive},
    {"application/x-7z-compressed", extract_archive},
    {"application/vnd.rar", extract_archive},
    {"application/gzip", extract_archive},
    {"application/x-bzip2", extract_archive},
    {"application/x-xz", extract_archive},
    {"application/zstd", extract_archive},
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

bool has_members(std::string_view media_type) {
  const Row* row = row_of(media_type);
  return row != nullptr && (row->has_members || row->extract == extract_archive);
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
  TextQuestions questions(kind.media_type, out);
  ExtractEnd end = row->extract(source, kind.media_type, out);
  // What looked like text at its beginning may be none.
  if (!out.has_head()) out.head({.media_type = kind.media_type});
  questions.write();
  if (kind.damaged && end.status == ExtractStatus::ok)
    end = stopped(out, ExtractStatus::broken, "extract.damaged");
  return end;
}

namespace {

// Whatever has members, by `unpack`; what has none gets its head.
template <class Unpack>
ExtractEnd with_members(const Source& source, Output& out, const Unpack& unpack) {
  if (source.size() == 0)
    return head_only("application/x-empty", {ExtractStatus::broken, "extract.empty"}, out);
  const Kind kind = identify(source);
  if (!has_members(kind.media_type))
    return head_only(kind.media_type, {ExtractStatus::unsupported, "extract.not_an_archive"}, out);
  ExtractEnd end = unpack(kind.media_type);
  if (kind.damaged && end.status == ExtractStatus::ok)
    end = stopped(out, ExtractStatus::broken, "extract.damaged");
  return end;
}

}  // namespace

ExtractEnd extract_members(const Source& source, const UnpackLimits& limits, Output& out) {
  return with_members(source, out,
                      [&](const std::string& media_type) { return unpack(source, media_type, limits, out); });
}

ExtractEnd extract_names(const Source& source, const UnpackLimits& limits, const std::string& charset,
                         Output& out) {
  return with_members(source, out, [&](const std::string& media_type) {
    return list_names(source, media_type, limits, charset, out);
  });
}

}  // namespace kecang::extract
