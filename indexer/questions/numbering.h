#pragma once
/// Which numbered lines begin questions, and which belong to a list within one.
#include <vector>

#include "indexer/questions/line.h"

namespace kecang::questions {

/// A row of questions counted without a break: those of one section, usually.
struct Block {
  std::vector<std::size_t> starts;  ///< indices of lines, ascending
  bool jumps = false;               ///< its first number does not follow
};

/// `usable[i]` is false for lines that are no place for a question, as those of an answer key.
std::vector<Block> question_blocks(const std::vector<Line>& lines, const std::vector<bool>& usable);

}  // namespace kecang::questions
