#pragma once
/// mc:AlternateContent: the same content in several forms, for programs of different age. One of them is
/// read. Not for use by several threads at once.
#include <cstddef>
#include <vector>

#include "indexer/extract/xml_reader.h"

namespace kecang::extract {

class AlternateContent {
 public:
  /// At every start token, in order. True when the element is another form of what was read: to be skipped.
  bool repeats(const XmlReader& reader);

 private:
  std::vector<std::size_t> read_;  // the depths of open AlternateContent elements of which a form was read
};

}  // namespace kecang::extract
