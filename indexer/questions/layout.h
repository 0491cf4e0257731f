#pragma once
/// Which lines make up which question, before any of them is read.
#include <span>
#include <vector>

#include "indexer/questions/answer_key.h"
#include "indexer/questions/evidence.h"
#include "indexer/questions/line.h"
#include "indexer/questions/question_reader.h"

namespace kecang::questions {

/// Lines [from, to): "阅读下面材料，回答 8-10 题" with what follows it.
struct Passage {
  std::size_t from = 0;
  std::size_t to = 0;
  int first = 0;
  int last = 0;  ///< 0: all that follow, up to the next heading or passage
};

/// Lines [from, to) of one question.
struct Item {
  std::size_t from = 0;
  std::size_t to = 0;
  std::size_t block = 0;  ///< items of one block are counted without a break
  bool jump = false;      ///< numbers are missing before this one
  SectionFacts section{};
  std::int64_t passage = -1;
  Evidence evidence{};
};

struct Layout {
  std::vector<Item> items;
  std::vector<Passage> passages;
};

Layout layout_of(const std::vector<Line>& lines, const std::vector<KeyRegion>& keys);

}  // namespace kecang::questions
