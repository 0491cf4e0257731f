#pragma once
/// The readable text of HTML that stands as elements in a tree. Any thread may call.
#include <string>

#include "indexer/extract/xml_tree.h"

namespace kecang::extract {

/// What to put in the place of an element, or that its content is read on.
class ElementText {
 public:
  virtual ~ElementText() = default;
  /// True when `text` stands for the whole element.
  virtual bool replaces(XmlNode element, std::string& text) = 0;
};

/// Blocks end lines, cells are set apart by tabs, white space is one space.
std::string markup_text(XmlNode node, ElementText& replacing);
std::string markup_text(XmlNode node);

}  // namespace kecang::extract
