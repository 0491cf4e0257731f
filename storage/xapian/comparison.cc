#include "storage/xapian/comparison.h"

#include <algorithm>
#include <utility>

#include "schemas/model/access_scope.h"
#include "storage/xapian/index_reader.h"

namespace kecang::xapian {

class SampleScope {
 public:
  static AccessScope of(std::vector<std::string> terms) {
    std::sort(terms.begin(), terms.end());
    return {std::move(terms), {}, "sample", Time{}, kForever};
  }
};

namespace {

constexpr std::size_t kFirstPage = 10;
constexpr std::size_t kLostListed = 20;

/// Enough hits to see the resource among others of the same words.
Result<SearchPage> ask(const LocalReader& reader, const Sample& sample) {
  return reader.search(SampleScope::of(sample.scope_terms), {.text = sample.text, .limit = kMaxPage});
}

bool holds(const SearchPage& page, const ResourceId& id) {
  return std::any_of(page.hits.begin(), page.hits.end(), [&](const auto& hit) { return hit.id == id; });
}

/// More matches than a page takes say nothing about one that is not on it.
bool lost(const SearchPage& page, const ResourceId& id) {
  return !holds(page, id) && page.total <= page.hits.size();
}

bool same_first_page(const SearchPage& a, const SearchPage& b) {
  const auto count = std::min({a.hits.size(), b.hits.size(), kFirstPage});
  return std::equal(a.hits.begin(), a.hits.begin() + static_cast<std::ptrdiff_t>(count), b.hits.begin(),
                    [](const auto& one, const auto& other) { return one.id == other.id; });
}

void count(const SearchPage& before, const SearchPage& after, SampleCounts& counts) {
  if (after.total < before.total) {
    ++counts.fewer;
  } else if (after.total == before.total && same_first_page(before, after)) {
    ++counts.same;
  } else {
    ++counts.different;
  }
}

}  // namespace

Result<GenerationCounts> count_generation(const std::filesystem::path& index_directory,
                                          const std::string& generation) {
  const LocalReader reader(index_directory, {.generation = generation});
  GenerationCounts counts;
  KECANG_ASSIGN(counts.resources, reader.count());
  KECANG_ASSIGN(counts.questions, reader.count_questions());
  return counts;
}

Result<SampleCounts> compare_generations(const std::filesystem::path& index_directory,
                                         const std::optional<std::string>& live, const std::string& next,
                                         const std::vector<Sample>& samples) {
  const LocalReader after(index_directory, {.generation = next});
  std::optional<LocalReader> before;
  if (live) before.emplace(index_directory, ReaderOptions{.generation = *live});
  SampleCounts counts;
  for (const auto& sample : samples) {
    ++counts.asked;
    KECANG_ASSIGN(const auto found, ask(after, sample));
    bool missed = lost(found, sample.id);
    if (before) {
      KECANG_ASSIGN(const auto wanted, ask(*before, sample));
      count(wanted, found, counts);
      missed = missed && holds(wanted, sample.id);
    }
    if (!missed) continue;
    ++counts.lost;
    if (counts.first_lost.size() < kLostListed) counts.first_lost.push_back(sample.id);
  }
  return counts;
}

}  // namespace kecang::xapian
