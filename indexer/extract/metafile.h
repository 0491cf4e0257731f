#pragma once
/// Windows' metafiles and bitmaps, in which Office keeps formulas and drawings: whether they are whole, and
/// how large they want to be. Nothing is drawn here. Any thread may call.
#include <optional>
#include <string>
#include <string_view>

namespace kecang::extract {

/// In inches.
struct PictureSize {
  double width = 0;
  double height = 0;
};

bool is_wmf(std::string_view bytes);
bool is_emf(std::string_view bytes);

/// nullopt unless its records follow each other to the one that ends them, with something drawn before.
/// Without a header that says it, the longer side is two inches.
std::optional<PictureSize> wmf_size(std::string_view bytes);
std::optional<PictureSize> emf_size(std::string_view bytes);

/// A WMF with the header that says how large it is, unless it has one or `size` is none.
std::string with_size(std::string wmf, PictureSize size);

/// A bitmap as programs hold it, with the header that files have.
std::string bitmap_file(std::string_view bitmap);

}  // namespace kecang::extract
