#include "indexer/extract/member_names.h"

#include <algorithm>
#include <array>
#include <vector>

#include "indexer/extract/text_form.h"
#include "schemas/base/text.h"

namespace kecang::extract {
namespace {

constexpr std::size_t kPartLimit = 255;
constexpr std::size_t kPartsLimit = 64;
constexpr std::size_t kExtensionLimit = 16;

std::string lower_ascii(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

bool is_drive(std::string_view part) {
  const char letter = part.size() == 2 && part[1] == ':' ? static_cast<char>(part[0] | 0x20) : '\0';
  return letter >= 'a' && letter <= 'z';
}

std::string shortened(const std::string& part) {
  if (part.size() <= kPartLimit) return part;
  const auto dot = part.rfind('.');
  const bool has_extension = dot != std::string::npos && part.size() - dot <= kExtensionLimit;
  const std::string extension = has_extension ? part.substr(dot) : std::string();
  return std::string(text::clip(part, kPartLimit - extension.size())) + extension;
}

// normal_text drops controls and direction marks; a name has no lines.
std::string clean_part(std::string_view part) {
  std::string clean = normal_text(part);
  std::replace(clean.begin(), clean.end(), '\n', ' ');
  std::replace(clean.begin(), clean.end(), '\t', ' ');
  return shortened(clean);
}

}  // namespace

std::string safe_path(std::string_view utf8) {
  std::vector<std::string> parts;
  while (!utf8.empty() && parts.size() < kPartsLimit) {
    const auto end = utf8.find_first_of("/\\");
    std::string part = clean_part(utf8.substr(0, end));
    utf8.remove_prefix(end == std::string_view::npos ? utf8.size() : end + 1);
    const bool dropped = part.empty() || part == "." || part == ".." || (parts.empty() && is_drive(part));
    if (!dropped) parts.push_back(std::move(part));
  }
  std::string path;
  for (const auto& part : parts) path += (path.empty() ? "" : "/") + part;
  return path;
}

bool is_junk(std::string_view path) {
  static constexpr auto kNames = std::to_array<std::string_view>({".ds_store", "thumbs.db", "desktop.ini"});
  if (path.starts_with("__MACOSX/") || path.find("/__MACOSX/") != std::string_view::npos) return true;
  const auto slash = path.rfind('/');
  const std::string name = lower_ascii(slash == std::string_view::npos ? path : path.substr(slash + 1));
  return name.starts_with("~$") || name.starts_with("._") ||
         std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace kecang::extract
