#include "indexer/extract/office_pdf.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "indexer/extract/helper_process.h"

namespace kecang::extract {
namespace {

// Not the script of that name beside it, which leaves its child alive when it is killed.
constexpr const char* kLibreOffice = "/usr/lib/libreoffice/program/soffice.bin";
constexpr int kStartMeAgain = 81;  // what it ends with after setting up a new profile
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

// No macro runs whatever its signature, no link is updated (Writer counts differently), nothing is fetched.
constexpr std::string_view kSettings =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
)";

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(file, bytes.data(), bytes.size());
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Descriptor new_file(const std::string& path) {
  return Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
}

bool copy_to(const Source& source, const std::string& path) {
  const Descriptor file = new_file(path);
  for (std::uint64_t at = 0; at < source.size(); at += kBlock)
    if (!write_all(file.get(), source.read(at, kBlock))) return false;
  return true;
}

bool make_profile(const std::string& scratch) {
  for (const char* folder : {"/home", "/out", "/profile", "/profile/user"})
    if (::mkdir((scratch + folder).c_str(), 0700) != 0) return false;
  return write_all(new_file(scratch + "/profile/user/registrymodifications.xcu").get(), kSettings);
}

void prepare_surroundings(const std::string& scratch) {
  ::setenv("HOME", (scratch + "/home").c_str(), 1);
  ::setenv("TMPDIR", scratch.c_str(), 1);
  ::setenv("OSL_SOCKET_PATH", scratch.c_str(), 1);
  ::setenv("SAL_USE_VCLPLUGIN", "svp", 1);  // no screen
  ::setpriority(PRIO_PROCESS, 0, 19);
}

HelperEnd run_office(const std::string& input, const OfficeKind& kind, const std::string& scratch, int file) {
  const std::vector<std::string> command{kLibreOffice,
                                         "-env:UserInstallation=file://" + scratch + "/profile",
                                         "--headless",
                                         "--norestore",
                                         "--nolockcheck",
                                         "--nodefault",
                                         "--nologo",
                                         "--convert-to",
                                         "pdf:" + std::string(kind.export_filter) + ":" + kFirstPages,
                                         "--outdir",
                                         scratch + "/out",
                                         input};
  const auto forget = [](std::string_view) { return true; };
  HelperEnd end = run_helper(command, file, forget);
  return end.exit_code == kStartMeAgain ? run_helper(command, file, forget) : end;
}

}  // namespace

const OfficeKind* office_kind_of(std::string_view media_type) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const OfficeKind& kind) { return kind.media_type == media_type; });
  return found == kKinds.end() ? nullptr : &*found;
}

ExtractEnd make_pdf(const Source& source, const OfficeKind& kind, const std::string& scratch,
                    Descriptor& pdf) {
  if (source.size() > kInputLimit) return {ExtractStatus::too_large, "extract.preview_too_large"};
  const std::string input = scratch + "/input." + std::string(kind.extension);
  if (!make_profile(scratch) || !copy_to(source, input))
    return {ExtractStatus::unsupported, "extract.preview_unavailable"};
  prepare_surroundings(scratch);
  const HelperEnd end = run_office(input, kind, scratch, source.fd());
  if (!end.started) return {ExtractStatus::unsupported, "extract.libreoffice_missing"};
  pdf = Descriptor(::open((scratch + "/out/input.pdf").c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (end.exit_code != 0 || !pdf) return {ExtractStatus::broken, "extract.preview_failed"};
  return {};
}

}  // namespace kecang::extract
