#pragma once
/// The sketch of a text that stands in segments.
#include <string_view>
#include <vector>

#include "schemas/base/sketch.h"
#include "schemas/model/extraction.h"

namespace kecang {

inline TextSketch sketch_of(const std::vector<Segment>& segments) {
  std::vector<std::string_view> text;
  text.reserve(segments.size());
  for (const auto& segment : segments) text.push_back(segment.text);
  return TextSketch::of(text);
}

}  // namespace kecang
