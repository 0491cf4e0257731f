#pragma once
/// Reading the index: the newest commit of the live generation, whichever process writes it.
#include <filesystem>
#include <memory>
#include <string>

#include "storage/index.h"

namespace kecang::xapian {

class LearnedCache;

struct ReaderOptions {
  std::uint64_t posting_bytes = 64ULL
                                << 20;  ///< memory for lists of documents, beside which there is little else
  std::string generation = {};          ///< live or not, for comparing two; empty: the live one
};

/// Bounded pools of open databases, one for each request at work. Any thread may call.
class LocalReader final : public IndexReader, public IndexInspector {
 public:
  /// The directory need not exist yet: until it does, nothing is found.
  explicit LocalReader(const std::filesystem::path& index_directory, const ReaderOptions& options = {});
  ~LocalReader() override;

  Result<SearchPage> search(const AccessScope& scope, const SearchRequest& request) const override;
  Result<SearchPage> search_questions(const AccessScope& scope, const SearchRequest& request) const override;
  Result<std::vector<Suggestion>> suggest(const AccessScope& scope,
                                          const SuggestRequest& request) const override;

  Result<IndexPosition> newest() const override { return position(); }
  std::uint64_t taught(const IndexPosition& position) const override;
  Result<SimilarPage> similar(const AccessScope& scope, const SimilarRequest& request) const override;

  Result<std::string> epoch() const override;
  Result<IndexPosition> position() const override;
  Result<std::uint64_t> count() const override;
  Result<void> list(
      const std::function<Result<void>(const ResourceId&, std::uint64_t version)>& each) const override;
  /// Questions, each once, whether it has one document or two.
  Result<std::uint64_t> count_questions() const;

 private:
  class Pool;
  Result<SearchPage> search_in(Pool& pool, const AccessScope& scope, const SearchRequest& request) const;
  std::unique_ptr<LearnedCache> learned_;
  std::unique_ptr<Pool> resources_;
  std::unique_ptr<Pool> questions_;
  std::unique_ptr<Pool> suggestions_;
};

}  // namespace kecang::xapian
