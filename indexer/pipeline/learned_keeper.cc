#include "indexer/pipeline/learned_keeper.h"

#include <algorithm>
#include <utility>

#include "indexer/pipeline/learning.h"
#include "storage/logging.h"

namespace kecang::pipeline {
namespace {

using xapian::LearnedTerms;

constexpr std::chrono::hours kAnew{24};
/// For the first lessons of a library.
constexpr std::chrono::minutes kAtFirst{10};
constexpr std::chrono::minutes kAfterFailure{1};

}  // namespace

LearnedKeeper::LearnedKeeper(InternalClient& client, std::filesystem::path index, const Clock& clock)
    : client_(client), index_(std::move(index)), clock_(clock), cache_(index_) {}

LearnedKeeper::~LearnedKeeper() {
  give_up();
}

void LearnedKeeper::give_up() {
  giving_up_ = true;
  if (thread_.joinable()) thread_.join();
  giving_up_ = false;
  done_ = false;
  result_.reset();
  gone_.clear();
}

Result<void> LearnedKeeper::before_commit(const std::string& generation, const indexing::IndexBatch& batch) {
  const auto gone = who_may_not_teach(batch);
  const auto known = cache_.of(generation);
  if (gone.size() < batch.items.size()) changed_ = true;
  if (thread_.joinable()) gone_.insert(gone.begin(), gone.end());
  if (!known->taught_by(gone)) return {};
  changed_ = true;
  log::info("what labels taught is forgotten: a teacher took something back", {{"generation", generation}});
  return xapian::write_learned(index_, generation, LearnedTerms::forget(LearnedTerms::Forgotten::taken_back));
}

Result<void> LearnedKeeper::tend(const std::string& generation) {
  if (done_) KECANG_TRY(take_up(generation));
  if (!thread_.joinable() && is_due(generation)) begin();
  return {};
}

bool LearnedKeeper::is_due(const std::string& generation) {
  const auto now = clock_.now();
  if (now < not_before_) return false;
  const auto known = cache_.of(generation);
  if (known->forgotten() == LearnedTerms::Forgotten::wished) return false;
  if (known->forgotten() == LearnedTerms::Forgotten::taken_back) return true;
  const auto wait = known->teachers().empty() ? kAtFirst : std::chrono::minutes(kAnew);
  return changed_ && now - cache_.written(generation) >= wait;
}

void LearnedKeeper::begin() {
  changed_ = false;
  gone_.clear();
  thread_ = std::thread([this] {
    auto learning = learn(
        client_, [this] { return giving_up_.load(); }, [](auto) {});
    if (learning)
      result_ = learning->learned();
    else
      result_ = std::move(learning).error();
    done_ = true;
  });
}

Result<void> LearnedKeeper::take_up(const std::string& generation) {
  thread_.join();
  const auto result = std::move(*result_);
  const std::vector<ResourceId> gone(gone_.begin(), gone_.end());
  give_up();  // of what is left of it
  if (!result) {
    log::warn("nothing was learned from labels", result.error());
    changed_ = true;
    not_before_ = clock_.now() + kAfterFailure;
    return {};
  }
  if (result->taught_by(gone)) {  // it is begun again
    changed_ = true;
    return {};
  }
  log::info("labels were learned from", {{"documents", std::to_string(result->teachers().size())}});
  return xapian::write_learned(index_, generation, *result);
}

}  // namespace kecang::pipeline
