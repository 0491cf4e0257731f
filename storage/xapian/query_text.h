#pragma once
/// A typed query in its parts: what is quoted, what it says of books and kinds, and what it is about.
#include <string>
#include <string_view>
#include <vector>

#include "storage/index.h"

namespace kecang::xapian {

struct QueryText {
  std::string running;              ///< normalised, without quotation marks and words that only ask
  std::string topic;                ///< `running` without the labels; empty if nothing is left
  std::vector<std::string> quoted;  ///< normalised
  /// Words that say something of a book or a kind, and what they can mean.
  struct Label {
    std::string words;
    std::vector<std::string> marks;
  };
  std::vector<Label> labels;
};

/// Normalised text with blanks in the place of `spans`.
std::string without(const std::vector<TextSpan>& spans, std::string_view normalised);

/// Only the first kilobyte counts.
QueryText read_text(const SearchRequest& request);

}  // namespace kecang::xapian
