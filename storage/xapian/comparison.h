#pragma once
/// Asks two generations the same questions before one takes the other's place. What they answer is compared
/// and counted, and reaches nobody.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "storage/index.h"

namespace kecang::xapian {

/// A query made of a resource's own words, asked as somebody who holds the terms it is released to.
struct Sample {
  ResourceId id;
  std::vector<std::string> scope_terms;
  std::string text;
};

struct SampleCounts {
  std::uint64_t asked = 0;
  std::uint64_t same = 0;       ///< as many matches and the same first page in both
  std::uint64_t different = 0;  ///< as many or more, in another order
  std::uint64_t fewer = 0;      ///< the next one has fewer matches
  std::uint64_t lost = 0;  ///< the next one does not find the resource whose words they are; a live one does
  std::vector<ResourceId> first_lost;  ///< at most 20
};

struct GenerationCounts {
  std::uint64_t resources = 0;
  std::uint64_t questions = 0;
};
Result<GenerationCounts> count_generation(const std::filesystem::path& index_directory,
                                          const std::string& generation);

/// Without a `live` one only what is lost is counted.
Result<SampleCounts> compare_generations(const std::filesystem::path& index_directory,
                                         const std::optional<std::string>& live, const std::string& next,
                                         const std::vector<Sample>& samples);

}  // namespace kecang::xapian
