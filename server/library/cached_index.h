#pragma once
/// The index with a memory: the same person asking the same of the same commit is answered without searching
/// again. It remembers what the index said and nothing else: the catalogue decides about each hit as ever
/// (found_page.h), and what was narrowed since is part of the question.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "schemas/base/bounded_cache.h"
#include "schemas/base/clock.h"
#include "storage/index.h"

namespace kecang {

/// Any thread may call.
class CachedIndex final : public IndexReader {
 public:
  /// Remembers answers of about `bytes` together; 0: none.
  CachedIndex(const IndexReader& index, const Clock& clock, std::uint64_t bytes)
      : index_(index), clock_(clock), entries_(bytes) {}

  Result<SearchPage> search(const AccessScope& scope, const SearchRequest& request) const override;
  Result<SearchPage> search_questions(const AccessScope& scope, const SearchRequest& request) const override;
  Result<IndexPosition> newest() const override { return index_.newest(); }
  std::uint64_t taught(const IndexPosition& position) const override { return index_.taught(position); }
  /// Not remembered: each letter asks something else.
  Result<std::vector<Suggestion>> suggest(const AccessScope& scope,
                                          const SuggestRequest& request) const override {
    return index_.suggest(scope, request);
  }
  Result<SimilarPage> similar(const AccessScope& scope, const SimilarRequest& request) const override {
    return index_.similar(scope, request);
  }

  struct Counts {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t bytes = 0;  ///< remembered now
  };
  Counts counts() const;

 private:
  struct Entry {
    std::shared_ptr<const SearchPage> page;
    Time valid_until;
  };
  using Ask = std::function<Result<SearchPage>()>;
  Result<SearchPage> answer(std::string_view part, const AccessScope& scope, const SearchRequest& request,
                            const Ask& ask) const;
  std::shared_ptr<const SearchPage> recall(const std::string& key) const;

  const IndexReader& index_;
  const Clock& clock_;
  mutable BoundedCache<Entry> entries_;
  mutable std::atomic<std::uint64_t> hits_ = 0;
  mutable std::atomic<std::uint64_t> misses_ = 0;
};

}  // namespace kecang
