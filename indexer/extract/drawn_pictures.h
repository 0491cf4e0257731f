#pragma once
/// Pictures that no browser shows (WMF, EMF, SVG, BMP, TIFF), drawn as PNG by LibreOffice.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/extract/derived_files.h"
#include "indexer/extract/metafile.h"
#include "indexer/extract/office_program.h"

namespace kecang::extract {

/// A picture to be drawn: the name of the file to be made, and what is in it now.
struct Drawing {
  std::string name;
  std::string bytes;
};

/// How large it wants to be. nullopt for what is no such picture, is damaged, or is no larger than a dot.
std::optional<PictureSize> drawing_size(std::string_view bytes);

/// All in one run of LibreOffice, or a few where it ends early; at most 1600 pixels wide and high, and a
/// bounded number of bytes in all. What it does not draw is left out. `input` is its standard input.
void draw_pictures(const std::vector<Drawing>& drawings, OfficeProgram& office, int input,
                   DerivedFiles& files);

}  // namespace kecang::extract
