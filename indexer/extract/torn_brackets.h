#pragma once
/// A wide gap within brackets, where pupils write, looks like a gap between columns: what closes the brackets
/// then stands in lines of its own at the end of the page.
#include <string>
#include <string_view>

namespace kecang::extract {

/// Puts closing brackets that stand alone behind the lines that end with an opening one, in their order,
/// when there are as many of both; else the text as it is. One page.
std::string mend_torn_brackets(std::string_view page);

}  // namespace kecang::extract
