#include "indexer/extract/office_pdf.h"

#include <fcntl.h>

#include <algorithm>
#include <array>

namespace kecang::extract {
namespace {

constexpr std::uint64_t kInputLimit = 192ULL << 20;
constexpr std::size_t kBlock = 1 << 20;
constexpr const char* kFirstPages =
    R"({"PageRange":{"type":"string","value":"1-500"},"ReduceImageResolution":{"type":"boolean","value":"true"},)"
    R"("MaxImageResolution":{"type":"long","value":"150"}})";

constexpr std::string_view kWriter = "writer_pdf_Export";
constexpr std::string_view kImpress = "impress_pdf_Export";
constexpr std::string_view kCalc = "calc_pdf_Export";
constexpr std::string_view kDraw = "draw_pdf_Export";

constexpr auto kKinds = std::to_array<OfficeKind>({
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", kWriter},
    {"application/vnd.ms-word.document.macroEnabled.12", "docm", kWriter},
    {"application/msword", "doc", kWriter},
    {"application/vnd.ms-works", "wps", kWriter},
    {"application/rtf", "rtf", kWriter},
    {"text/rtf", "rtf", kWriter},
    {"application/vnd.oasis.opendocument.text", "odt", kWriter},
    {"application/vnd.oasis.opendocument.text-template", "ott", kWriter},
    {"application/vnd.oasis.opendocument.text-master", "odm", kWriter},
    {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", kImpress},
    {"application/vnd.ms-powerpoint.presentation.macroEnabled.12", "pptm", kImpress},
    {"application/vnd.ms-powerpoint", "ppt", kImpress},
    {"application/vnd.oasis.opendocument.presentation", "odp", kImpress},
    {"application/vnd.oasis.opendocument.presentation-template", "otp", kImpress},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", kCalc},
    {"application/vnd.ms-excel.sheet.macroEnabled.12", "xlsm", kCalc},
    {"application/vnd.ms-excel", "xls", kCalc},
    {"application/vnd.oasis.opendocument.spreadsheet", "ods", kCalc},
    {"application/vnd.oasis.opendocument.spreadsheet-template", "ots", kCalc},
    {"application/vnd.oasis.opendocument.graphics", "odg", kDraw},
});

bool copy_to(const Source& source, const OfficeProgram& office, const std::string& name) {
  for (std::uint64_t at = 0; at < source.size(); at += kBlock)
    if (!office.put(name, source.read(at, kBlock))) return false;
  return true;
}

}  // namespace

const OfficeKind* office_kind_of(std::string_view media_type) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const OfficeKind& kind) { return kind.media_type == media_type; });
  return found == kKinds.end() ? nullptr : &*found;
}

ExtractEnd make_pdf(const Source& source, const OfficeKind& kind, OfficeProgram& office, Descriptor& pdf) {
  if (source.size() > kInputLimit) return {ExtractStatus::too_large, "extract.preview_too_large"};
  const std::string input = "input." + std::string(kind.extension);
  if (!office.prepare() || !copy_to(source, office, input))
    return {ExtractStatus::unsupported, "extract.preview_unavailable"};
  const HelperEnd end =
      office.convert("pdf:" + std::string(kind.export_filter) + ":" + kFirstPages, {input}, source.fd());
  if (!end.started) return {ExtractStatus::unsupported, "extract.libreoffice_missing"};
  pdf = Descriptor(::open(office.path_of("out/input.pdf").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (end.exit_code != 0 || !pdf) return {ExtractStatus::broken, "extract.preview_failed"};
  return {};
}

}  // namespace kecang::extract
