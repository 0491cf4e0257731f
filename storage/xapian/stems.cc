#include "storage/xapian/stems.h"

#include <xapian.h>

#include <algorithm>

namespace kecang::xapian {

std::string stem_of(std::string_view normalised_word) {
  constexpr std::size_t kShortest = 3;
  const bool english = normalised_word.size() >= kShortest &&
                       std::all_of(normalised_word.begin(), normalised_word.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || c == '\''; });
  if (!english) return {};
  thread_local const Xapian::Stem stem("english");
  return stem(std::string(normalised_word));
}

}  // namespace kecang::xapian
