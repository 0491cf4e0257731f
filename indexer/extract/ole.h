#pragma once
/// The outside of OLE2 compound files (old Office, WPS, locked OOXML): which streams there are, and how they
/// begin.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/source.h"

namespace kecang::extract {

inline constexpr std::string_view kOleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

struct OleStream {
  std::string name;   ///< UTF-8
  std::string start;  ///< its first bytes, of streams that have sectors of their own; else empty
};

/// Empty when the directory cannot be read. Hostile sector chains end.
std::vector<OleStream> ole_streams(const Source& source);

}  // namespace kecang::extract
