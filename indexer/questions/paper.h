#pragma once
/// The text of a paper, an exercise sheet or a bank in Word → its questions. A text that is none gives none.
/// Linear in the length of the text. Any thread may call.
#include <vector>

#include "schemas/model/extraction.h"
#include "schemas/model/question.h"

namespace kecang::questions {

/// `segments` in reading order, in the normal form in which extractors give text. Indices count from 0,
/// parents come first.
std::vector<Question> questions_of_paper(const std::vector<Segment>& segments);

}  // namespace kecang::questions
