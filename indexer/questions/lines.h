#pragma once
/// A text → its classified lines. A mark that begins something new begins a line, wherever it stands:
/// 【单选题】 and 【解析】 amid a line do.
#include <vector>

#include "indexer/questions/line.h"
#include "schemas/model/extraction.h"

namespace kecang::questions {

/// The lines point into the segments and into the pictures, which are in reading order.
std::vector<Line> lines_of(const std::vector<Segment>& segments, const std::vector<Picture>& pictures = {});

}  // namespace kecang::questions
