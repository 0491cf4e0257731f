#include "indexer/extract/ole_kind.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "indexer/extract/little_endian.h"
#include "indexer/extract/ole.h"

namespace kecang::extract {
namespace {

struct OleMark {
  std::string_view path;
  std::string_view media_type;
};
// PowerPoint 97 could write a second, older document beside its own, which then lies in a folder.
constexpr auto kOleMarks = std::to_array<OleMark>({
    {"WordDocument", "application/msword"},
    {"Workbook", "application/vnd.ms-excel"},
    {"Book", "application/vnd.ms-excel"},
    {"PowerPoint Document", "application/vnd.ms-powerpoint"},
    {"PP97_DUALSTORAGE/PowerPoint Document", "application/vnd.ms-powerpoint"},
    {"PP40", "application/x-powerpoint-4"},
    {"MatOST", "application/vnd.ms-works"},
    {"__properties_version1.0", "application/vnd.ms-outlook"},
});

// Workbooks begin with a record of a length that its version demands.
struct BareMark {
  std::uint32_t begin;
  std::string_view media_type;
};
constexpr auto kBareMarks = std::to_array<BareMark>({
    {0x00040009, "application/vnd.ms-excel"},
    {0x00060209, "application/vnd.ms-excel"},
    {0x00060409, "application/vnd.ms-excel"},
    {0x00080809, "application/vnd.ms-excel"},
    {0x00100809, "application/vnd.ms-excel"},
    {0x002DA5DB, "application/msword"},
});

// A FILEPASS record behind the first ones.
bool has_locked_workbook(const OleFile& file) {
  constexpr std::uint16_t kFilePass = 0x2F;
  OleStream workbook = file.stream("Workbook");
  if (!workbook.exists()) workbook = file.stream("Book");
  const std::string start = workbook.read(0, 1024);
  std::size_t at = 0;
  for (int record = 0; record < 4; ++record) {
    if (u16_at(start, at) == kFilePass) return true;
    at += 4U + u16_at(start, at + 2);
  }
  return false;
}

bool is_locked_word(const OleFile& file) {
  return (byte_at(file.stream("WordDocument").read(0, 12), 11) & 1U) != 0;
}

bool is_locked_show(const OleFile& file) {
  constexpr std::uint32_t kLockedMark = 0xF3D1C4DF;
  return u32_at(file.stream("Current User").read(0, 16), 12) == kLockedMark;
}

}  // namespace

Kind identify_ole(const Source& source) {
  const OleFile file(source);
  const auto mark =
      std::find_if(kOleMarks.begin(), kOleMarks.end(), [&](const OleMark& m) { return file.has(m.path); });
  Kind kind{.media_type = "application/x-ole-storage", .damaged = file.paths().empty() || file.is_cut()};
  if (mark != kOleMarks.end()) kind.media_type = mark->media_type;
  kind.encrypted = file.has("EncryptedPackage") || file.has("EncryptedSummary") || file.has("\tDRMContent") ||
                   has_locked_workbook(file) || is_locked_word(file) || is_locked_show(file);
  return kind;
}

std::optional<Kind> identify_bare_stream(std::string_view head) {
  constexpr std::size_t kLeast = 16;
  const auto mark = std::find_if(kBareMarks.begin(), kBareMarks.end(),
                                 [&](const BareMark& m) { return m.begin == u32_at(head, 0); });
  if (head.size() < kLeast || mark == kBareMarks.end()) return std::nullopt;
  return Kind{.media_type = std::string(mark->media_type)};
}

}  // namespace kecang::extract
