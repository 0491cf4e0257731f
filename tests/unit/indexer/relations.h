#pragma once
/// The relationships part of an Office package. Header only.
#include <array>
#include <string>
#include <vector>

namespace kecang::testing {

/// Each row is id, type's last word, target.
inline std::string relations(const std::vector<std::array<std::string, 3>>& rows) {
  std::string xml = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  for (const auto& [id, type, target] : rows)
    xml += "<Relationship Id=\"" + id +
           "\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + type +
           "\" Target=\"" + target + "\"/>";
  return xml + "</Relationships>";
}

}  // namespace kecang::testing
