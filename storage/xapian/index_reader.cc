#include "storage/xapian/index_reader.h"

#include <xapian.h>

#include <mutex>
#include <optional>
#include <utility>
#include <vector>

#include "storage/xapian/generations.h"
#include "storage/xapian/guard.h"
#include "storage/xapian/layout.h"
#include "storage/xapian/learned_file.h"
#include "storage/xapian/reader_caches.h"
#include "storage/xapian/search_run.h"
#include "storage/xapian/similar_run.h"
#include "storage/xapian/snapshot.h"
#include "storage/xapian/stamp.h"
#include "storage/xapian/suggest_run.h"

namespace kecang::xapian {
namespace {

constexpr std::size_t kTextBytes = 4'096;
constexpr std::size_t kFilterValues = 1'000;
constexpr std::size_t kIdleSnapshots = 32;
/// Questions are asked for less, and their lists are shorter.
constexpr std::uint64_t kShareOfQuestions = 4;

template <class Answer>
Answer nothing() {
  return {};
}

Result<void> check(const SearchRequest& request) {
  if (request.text.size() > kTextBytes)
    return Error::invalid("search.text_too_long").with("limit", std::to_string(kTextBytes));
  if (request.offset > kMaxOffset || request.limit > kMaxPage)
    return Error::invalid("search.page_too_far").with("limit", std::to_string(kMaxOffset));
  std::size_t values = 0;
  for (const auto& [facet, chosen] : request.filters) values += chosen.size();
  if (values > kFilterValues)
    return Error::invalid("search.too_many_filters").with("limit", std::to_string(kFilterValues));
  return {};
}

}  // namespace

class LocalReader::Pool {
 public:
  Pool(std::filesystem::path index_directory, Part part, std::uint64_t posting_bytes,
       std::optional<std::string> pinned)
      : index_directory_(std::move(index_directory)),
        part_(part),
        pinned_(std::move(pinned)),
        caches_(posting_bytes) {}

  /// Runs `body(snapshot)` on the newest commit; `absent()` is the answer while no index was written.
  template <class Answer, class Absent, class Body>
  Result<Answer> with_newest(Absent&& absent, Body&& body) {
    std::unique_ptr<Snapshot> snapshot;
    const auto attempt = [&]() -> Result<Answer> {
      KECANG_ASSIGN(const auto live, wanted_generation());
      if (!live) return absent();
      if (!snapshot || snapshot->generation() != *live) {
        KECANG_ASSIGN(snapshot, take(*live));
      }
      KECANG_TRY(snapshot->refresh());
      return body(*snapshot);
    };
    auto answer = guarded_read(attempt, [&] { snapshot.reset(); });
    if (answer && snapshot) give_back(std::move(snapshot));
    return answer;
  }

  ReaderCaches& caches() { return caches_; }

 private:
  Result<std::optional<std::string>> wanted_generation() const {
    return pinned_ ? pinned_ : live_generation(index_directory_);
  }

  Result<std::unique_ptr<Snapshot>> take(const std::string& generation) {
    {
      const std::lock_guard lock(mutex_);
      std::erase_if(idle_, [&](const auto& snapshot) { return snapshot->generation() != generation; });
      if (!idle_.empty()) {
        auto snapshot = std::move(idle_.back());
        idle_.pop_back();
        return snapshot;
      }
    }
    KECANG_TRY(check_parts(index_directory_ / generation));
    return std::make_unique<Snapshot>(index_directory_, generation, part_);
  }

  void give_back(std::unique_ptr<Snapshot> snapshot) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kIdleSnapshots) idle_.push_back(std::move(snapshot));
  }

  const std::filesystem::path index_directory_;
  const Part part_;
  const std::optional<std::string> pinned_;  ///< whatever is live
  ReaderCaches caches_;                      ///< outlive the snapshots
  std::mutex mutex_;
  std::vector<std::unique_ptr<Snapshot>> idle_;
};

LocalReader::LocalReader(const std::filesystem::path& index_directory, const ReaderOptions& options)
    : learned_(std::make_unique<LearnedCache>(index_directory)) {
  const auto pool = [&](Part part, std::uint64_t posting_bytes) {
    return std::make_unique<Pool>(
        index_directory, part, posting_bytes,
        options.generation.empty() ? std::nullopt : std::optional(options.generation));
  };
  const auto of_questions = options.posting_bytes / kShareOfQuestions;
  resources_ = pool(Part::resources, options.posting_bytes - of_questions);
  questions_ = pool(Part::questions, of_questions);
  suggestions_ = pool(Part::suggestions, 0);
}
LocalReader::~LocalReader() = default;

Result<SearchPage> LocalReader::search_in(Pool& pool, const AccessScope& scope,
                                          const SearchRequest& request) const {
  KECANG_TRY(check(request));
  const auto absent = [&] {
    SearchPage page;
    page.words = plan_query(request).words;
    return page;
  };
  return pool.with_newest<SearchPage>(absent, [&](Snapshot& snapshot) -> Result<SearchPage> {
    const auto learned = learned_->of(snapshot.generation());
    // What was taken back teaches no longer, even before the index knows.
    static const LearnedTerms nothing;
    const auto plan = plan_query(request, learned->taught_by(request.excluded) ? nothing : *learned);
    KECANG_TRY(snapshot.take(pool.caches()));
    return SearchRun(snapshot, scope, request, plan).page();
  });
}

Result<SearchPage> LocalReader::search(const AccessScope& scope, const SearchRequest& request) const {
  return search_in(*resources_, scope, request);
}

Result<SearchPage> LocalReader::search_questions(const AccessScope& scope,
                                                 const SearchRequest& request) const {
  return search_in(*questions_, scope, request);
}

Result<std::vector<Suggestion>> LocalReader::suggest(const AccessScope& scope,
                                                     const SuggestRequest& request) const {
  if (request.text.size() > kTextBytes)
    return Error::invalid("search.text_too_long").with("limit", std::to_string(kTextBytes));
  if (request.titles > kMaxSuggestions || request.names > kMaxSuggestions)
    return Error::invalid("search.page_too_far").with("limit", std::to_string(kMaxSuggestions));
  using Suggestions = std::vector<Suggestion>;
  return suggestions_->with_newest<Suggestions>(
      nothing<Suggestions>, [&](const Snapshot& snapshot) -> Result<Suggestions> {
        auto& caches = suggestions_->caches();
        const auto visible = caches.suggestions.of(snapshot, scope);
        return SuggestRun(snapshot, *visible, caches.entries, request).all();
      });
}

Result<SimilarPage> LocalReader::similar(const AccessScope& scope, const SimilarRequest& request) const {
  if (request.limit > kMaxPage)
    return Error::invalid("search.page_too_far").with("limit", std::to_string(kMaxPage));
  return resources_->with_newest<SimilarPage>(nothing<SimilarPage>,
                                              [&](Snapshot& snapshot) -> Result<SimilarPage> {
                                                KECANG_TRY(snapshot.take(resources_->caches()));
                                                return similar_page(snapshot, scope, request);
                                              });
}

Result<std::string> LocalReader::epoch() const {
  return resources_->with_newest<std::string>(
      nothing<std::string>,
      [](const Snapshot& snapshot) -> Result<std::string> { return stamp_of(snapshot.database()).epoch; });
}

std::uint64_t LocalReader::taught(const IndexPosition& position) const {
  return learned_->number_of(position.generation);
}

Result<IndexPosition> LocalReader::position() const {
  return resources_->with_newest<IndexPosition>(
      nothing<IndexPosition>,
      [](const Snapshot& snapshot) -> Result<IndexPosition> { return snapshot.position(); });
}

Result<std::uint64_t> LocalReader::count() const {
  return resources_->with_newest<std::uint64_t>(
      nothing<std::uint64_t>, [](const Snapshot& snapshot) -> Result<std::uint64_t> {
        const auto& database = snapshot.database();
        return std::uint64_t{database.get_doccount()} - database.get_value_freq(slot::kAgain);
      });
}

Result<std::uint64_t> LocalReader::count_questions() const {
  return questions_->with_newest<std::uint64_t>(
      nothing<std::uint64_t>, [](const Snapshot& snapshot) -> Result<std::uint64_t> {
        const auto& database = snapshot.database();
        std::uint64_t questions = 0;
        std::string last;  // the two documents of a question stand beside each other
        for (auto order = database.valuestream_begin(slot::kOrder);
             order != database.valuestream_end(slot::kOrder); ++order) {
          if (*order == last) continue;
          last = *order;
          ++questions;
        }
        return questions;
      });
}

Result<void> LocalReader::list(
    const std::function<Result<void>(const ResourceId&, std::uint64_t version)>& each) const {
  using Entry = std::pair<ResourceId, std::uint64_t>;
  // Read first, told after: a reader that the writer overtakes begins again and must not tell twice.
  KECANG_ASSIGN(
      const auto entries,
      resources_->with_newest<std::vector<Entry>>(nothing<std::vector<Entry>>, [](const Snapshot& snapshot) {
        std::vector<Entry> read;
        const auto& database = snapshot.database();
        auto version = database.valuestream_begin(slot::kVersion);
        auto again = database.valuestream_begin(slot::kAgain);
        const auto no_more = database.valuestream_end(slot::kAgain);
        for (auto order = database.valuestream_begin(slot::kOrder);
             order != database.valuestream_end(slot::kOrder); ++order, ++version) {
          const bool is_again = again != no_more && again.get_docid() == order.get_docid();
          if (is_again)
            ++again;
          else
            read.emplace_back(id_of_order(*order), version_of(*version));
        }
        return Result<std::vector<Entry>>(std::move(read));
      }));
  for (const auto& [id, version] : entries) KECANG_TRY(each(id, version));
  return {};
}

}  // namespace kecang::xapian
