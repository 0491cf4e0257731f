#include "indexer/extract/office_kind.h"

#include <algorithm>
#include <array>
#include <string>

#include "indexer/extract/xml_reader.h"

namespace kecang::extract {
namespace {

constexpr std::string_view kWord = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kShow =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";
constexpr std::string_view kSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kWordMacros = "application/vnd.ms-word.document.macroEnabled.12";
constexpr std::string_view kShowMacros = "application/vnd.ms-powerpoint.presentation.macroEnabled.12";
constexpr std::string_view kSheetMacros = "application/vnd.ms-excel.sheet.macroEnabled.12";
constexpr std::string_view kSheetBinary = "application/vnd.ms-excel.sheet.binary.macroEnabled.12";

// What the main part's content type begins with, behind "application/vnd.", and the package's media type.
struct MainPart {
  std::string_view content;
  std::string_view media_type;
};
constexpr auto kMainParts = std::to_array<MainPart>({
    {"openxmlformats-officedocument.wordprocessingml.document.main", kWord},
    {"openxmlformats-officedocument.wordprocessingml.template.main", kWord},
    {"ms-word.document.macroEnabled.main", kWordMacros},
    {"ms-word.template.macroEnabledTemplate.main", kWordMacros},
    {"openxmlformats-officedocument.presentationml.presentation.main", kShow},
    {"openxmlformats-officedocument.presentationml.slideshow.main", kShow},
    {"openxmlformats-officedocument.presentationml.template.main", kShow},
    {"ms-powerpoint.presentation.macroEnabled.main", kShowMacros},
    {"ms-powerpoint.slideshow.macroEnabled.main", kShowMacros},
    {"ms-powerpoint.template.macroEnabled.main", kShowMacros},
    {"ms-powerpoint.addin.macroEnabled.main", kShowMacros},
    {"openxmlformats-officedocument.spreadsheetml.sheet.main", kSheet},
    {"openxmlformats-officedocument.spreadsheetml.template.main", kSheet},
    {"ms-excel.sheet.macroEnabled.main", kSheetMacros},
    {"ms-excel.template.macroEnabled.main", kSheetMacros},
    {"ms-excel.addin.macroEnabled.main", kSheetMacros},
    {"ms-excel.sheet.binary.macroEnabled.main", kSheetBinary},
});

std::string_view package_type(std::string_view content_type) {
  constexpr std::string_view kVendor = "application/vnd.";
  if (!content_type.starts_with(kVendor)) return {};
  content_type.remove_prefix(kVendor.size());
  const auto found = std::find_if(kMainParts.begin(), kMainParts.end(), [&](const MainPart& main) {
    return content_type.starts_with(main.content);
  });
  return found == kMainParts.end() ? std::string_view() : found->media_type;
}

}  // namespace

// A default for an ending may give the main part its type, too. Documents within the document are packages of
// their own: their main parts are not listed here.
std::string_view office_type(std::string_view content_types) {
  XmlReader reader(content_types);
  for (auto token = reader.next(); !reader.at_end(); token = reader.next()) {
    if (token != XmlReader::Token::start) continue;
    const std::string_view type = package_type(reader.attribute("ContentType").value_or(""));
    if (!type.empty()) return type;
  }
  return {};
}

}  // namespace kecang::extract
