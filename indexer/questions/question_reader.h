#pragma once
/// The lines of one question → the question, or a passage with its sub-questions where these have choices or
/// answers of their own.
#include <span>
#include <vector>

#include "indexer/questions/line.h"
#include "schemas/model/question.h"

namespace kecang::questions {

/// What a section says of all its questions.
struct SectionFacts {
  std::optional<QuestionKind> kind{};
  double score = 0;
};

/// A part of a segment that answers a question.
struct PrintedAnswer {
  std::size_t segment = 0;
  std::string_view text{};
};

struct ReadQuestions {
  std::vector<Question> questions{};  ///< parents come first; `parent` is an index within them
  std::vector<PrintedAnswer> answers{};
};

/// The first line bears the number.
ReadQuestions read_question(std::span<const Line> lines, const SectionFacts& section);

/// Gives a question its answer, brought into its normal form, and the kind that follows from it.
void set_answer(Question& question, std::string_view raw);

/// Names the kind that nobody has named, by choices, answer and blanks. May be called again.
void settle_kind(Question& question);

}  // namespace kecang::questions
