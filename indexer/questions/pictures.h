#pragma once
/// Where the pictures of a text or of a sheet stand. The text itself has no trace of them.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "schemas/model/question.h"

namespace kecang::questions {

struct Picture {
  std::size_t segment = 0;
  std::size_t at = 0;  ///< the byte of the segment's text before which it stands
  std::string name{};  ///< within the file
};

/// One that lies on a sheet, with its upper left corner in this cell; both count from 0.
struct CellPicture {
  std::uint64_t row = 0;
  std::uint64_t column = 0;
  std::string name{};
};

/// Takes away the pictures that stand in more than five questions: rules, logos and bullets come again and
/// again; a figure does not.
void drop_ornaments(std::vector<Question>& questions);

}  // namespace kecang::questions
