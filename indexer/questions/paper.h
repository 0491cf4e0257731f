#pragma once
/// The text of a paper, an exercise sheet or a bank in Word → its questions. A text that is none gives none.
/// Linear in the length of the text. Any thread may call.
#include <vector>

#include "indexer/questions/pictures.h"
#include "schemas/model/extraction.h"
#include "schemas/model/question.h"

namespace kecang::questions {

struct Paper {
  std::vector<Question> questions{};  ///< indices count from 0, parents come first
  std::vector<AnswerPassages>
      answers{};  ///< for each segment, where it prints answers; none if it is no paper
};

/// `segments` in reading order, in the normal form in which extractors give text; their `pictures`, too.
Paper read_paper(const std::vector<Segment>& segments, const std::vector<Picture>& pictures = {});

}  // namespace kecang::questions
