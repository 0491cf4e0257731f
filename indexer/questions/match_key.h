#pragma once
/// Gives the answers of a key to the questions they belong to.
#include <unordered_map>
#include <vector>

#include "indexer/questions/answer_key.h"
#include "indexer/questions/judge.h"

namespace kecang::questions {

class KeyMatcher {
 public:
  explicit KeyMatcher(std::vector<Found>& found);

  /// To the first question with this number that has no answer yet; one of the entry's kind goes before.
  void give(const KeyEntry& entry);

 private:
  struct Queue {
    std::vector<std::size_t> questions;
    std::size_t next = 0;
  };

  std::vector<Found>& found_;
  std::unordered_map<int, Queue> by_number_;
};

}  // namespace kecang::questions
