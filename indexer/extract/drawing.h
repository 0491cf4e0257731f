#pragma once
/// The text of DrawingML: slides and their notes, text boxes, SmartArt; and of charts. Any thread may call.
#include <string>
#include <string_view>

#include "indexer/extract/ooxml.h"

namespace kecang::extract {

struct DrawingText {
  std::string title;  ///< of a slide: what its title's place holds
  std::string text;   ///< a line for each paragraph; cells set apart by tabs
  XmlState state = XmlState::whole;
};
/// Numbers that count slides are no text.
DrawingText drawing_text(std::string_view xml);

/// Titles, names of series and of categories, each on a line and once. What is only a value is no label.
std::string chart_labels(std::string_view xml);

}  // namespace kecang::extract
