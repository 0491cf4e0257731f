#pragma once
/// Where a text prints the answers to its questions. Not for use by several threads at once.
#include <cstddef>
#include <string_view>
#include <vector>

#include "indexer/questions/table.h"
#include "schemas/model/extraction.h"

namespace kecang::questions {

class PrintedAnswers {
 public:
  explicit PrintedAnswers(const std::vector<Segment>& segments)
      : segments_(segments), found_(segments.size()) {}

  const std::vector<Segment>& segments() const { return segments_; }
  /// `text` is a part of the segment's text.
  void add(std::size_t segment, std::string_view text);
  /// For each segment its passages, ascending and apart: those with nothing but white space between them are
  /// one.
  std::vector<AnswerPassages> take();

 private:
  const std::vector<Segment>& segments_;
  std::vector<AnswerPassages> found_;
};

/// The answers of a bank: its cells are looked for one behind the other in its segments, from byte `from` of
/// the first. What cannot be followed counts as an answer.
void add_answers_of_table(const Table& table, std::vector<std::size_t> segments, std::size_t from,
                          PrintedAnswers& to);

}  // namespace kecang::questions
