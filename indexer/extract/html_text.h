#pragma once
/// The readable text of HTML: our own tokenizer, one pass, no tree, any depth. Any thread may call.
#include <string>
#include <string_view>
#include <vector>

namespace kecang::extract {

struct HtmlText {
  std::string title{};
  std::string text{};
  std::vector<std::string> images{};  ///< addresses of pictures, in their order
};

/// Scripts, styles and comments are left out; blocks end lines, cells are set apart by tabs.
HtmlText html_text(std::string_view utf8);

}  // namespace kecang::extract
