#pragma once
/// How much bytes look like text in one of the double-byte encodings. Internal to charset.
#include <optional>
#include <string_view>

#include "indexer/extract/charset.h"

namespace kecang::extract {

enum class Tolerance {
  none,        ///< one wrong byte rules an encoding out; an unfinished last character does not
  some_errors  ///< up to one wrong character in fifty
};

/// Higher is likelier; nullopt when the bytes cannot be `charset` (gb18030, big5 or shift_jis).
std::optional<double> likelihood(std::string_view bytes, Charset charset, Tolerance tolerance);

/// The likeliest of gb18030, big5 and shift_jis.
struct Ranked {
  Charset charset;
  double score;
};
std::optional<Ranked> rank(std::string_view bytes, Tolerance tolerance);

/// The share of Han characters that are among the most used ones; 0 without Han.
double frequent_share(std::string_view utf8);

}  // namespace kecang::extract
