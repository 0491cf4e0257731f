#pragma once
/// Text within HTML.
#include <string>
#include <string_view>

namespace kecang {

/// For the text of an element and for the value of an attribute in either quotes.
std::string html_escaped(std::string_view text);

}  // namespace kecang
