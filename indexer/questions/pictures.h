#pragma once
/// Where the pictures of a text stand. The text itself has no trace of them.
#include <cstddef>
#include <string>

namespace kecang::questions {

struct Picture {
  std::size_t segment = 0;
  std::size_t at = 0;  ///< the byte of the segment's text before which it stands
  std::string name{};  ///< within the file
};

}  // namespace kecang::questions
