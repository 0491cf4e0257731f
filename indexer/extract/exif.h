#pragma once
/// What a camera wrote into a picture (EXIF, a small TIFF within the file). The walk is bounded, and no
/// offset is believed.
#include <map>
#include <string>

#include "indexer/extract/source.h"

namespace kecang::extract {

struct TiffFacts {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  /// Make, Model, Orientation, DateTime, DateTimeOriginal …; by their EXIF names.
  std::map<std::string, std::string> tags{};
  bool readable = false;
};

/// The TIFF that begins at `offset` of the file.
TiffFacts read_tiff(const Source& source, std::uint64_t offset);

}  // namespace kecang::extract
