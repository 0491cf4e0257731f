#pragma once
/// How sure the split is: of one question, of a block of them, of the whole text.
#include <vector>

#include "indexer/questions/evidence.h"
#include "indexer/questions/question_reader.h"

namespace kecang::questions {

struct Found {
  Question question{};
  std::size_t block = 0;
  bool jump = false;
  SectionFacts section{};
  Evidence evidence{};
};

/// Lists that only look like questions (steps, notes to candidates) go.
void drop_doubtful_blocks(std::vector<Found>& found);

/// A question that comes a second time, with its answer, gives it to the first.
void merge_repeated(std::vector<Found>& found);

/// Whether the text is a paper at all.
bool is_paper(const std::vector<Found>& found, const std::vector<Line>& lines);

/// Sets confidence and doubt.
void judge(Found& found);

}  // namespace kecang::questions
