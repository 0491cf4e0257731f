#pragma once
/// What a query meant that was not found as it is written: typed in pinyin, with a character of the same
/// sound, or with a slip. Nothing but titles that the viewer was found and the vocabulary take part. Any
/// thread may call.
#include <string>
#include <string_view>
#include <vector>

#include "schemas/vocab/vocab.h"

namespace kecang {

struct Hearing {
  std::string read_as;       ///< what the titles say where the query has letters
  std::string did_you_mean;  ///< what to ask instead
};

/// `topic` is normalised. `titles`: of the hits, the best first. `as_written`: the words themselves were
/// found.
Hearing hearing(const vocab::Vocabulary& vocabulary, const std::string& topic,
                const std::vector<std::string_view>& titles, bool as_written);

}  // namespace kecang
