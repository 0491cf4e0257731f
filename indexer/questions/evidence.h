#pragma once
/// What speaks for some lines being a question, and for a text being a paper at all.
#include <vector>

#include "indexer/questions/line.h"

namespace kecang::questions {

struct Evidence {
  bool options = false;  ///< two choices or more
  bool answer = false;
  bool tag = false;    ///< its kind is named
  bool blank = false;  ///< a gap to fill in
  bool asks = false;   ///< a question mark, a word such as 求, 证明, 简述, or a score

  bool strong() const { return options || answer || tag; }
  bool any() const { return strong() || blank || asks; }
};

/// Of the lines [from, to).
Evidence evidence_of(const std::vector<Line>& lines, std::size_t from, std::size_t to);

}  // namespace kecang::questions
