#pragma once
/// English words without their endings, so that "fraction" finds "fractions". Any thread may call.
#include <string>
#include <string_view>

namespace kecang::xapian {

/// Empty for what is no English word: Han, digits, one or two letters.
std::string stem_of(std::string_view normalised_word);

}  // namespace kecang::xapian
