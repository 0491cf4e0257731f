#pragma once
/// Answers that stand together, behind their questions: "1.C 2.B 3.A", "1-5 ABCDA", "16．（1）… （2）…".
#include <optional>
#include <string>
#include <vector>

#include "indexer/questions/line.h"

namespace kecang::questions {

struct KeyEntry {
  int number = 0;
  std::optional<QuestionKind> kind{};  ///< of the section it stands in
  std::string answer{};
  std::string explanation{};
  std::vector<std::string> images{};
};

/// Lines [from, to) that hold answers only.
struct KeyRegion {
  std::size_t from = 0;
  std::size_t to = 0;
};
std::vector<KeyRegion> key_regions(const std::vector<Line>& lines);

std::vector<KeyEntry> read_key(const std::vector<Line>& lines, const KeyRegion& region);

/// The entries of a text that holds nothing else: "1-5 ABCDA 6.对 7.AB"; stops where it does. `end` is where.
std::vector<KeyEntry> compact_entries(std::string_view text, std::size_t& end);

}  // namespace kecang::questions
