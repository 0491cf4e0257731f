#pragma once
/// A generation of the index that is made beside the live one, on a thread of its own, while the live one is
/// searched and kept up:
///
///   1. fill: every resource of the catalogue, or, of a generation that is there already (the former one; one
///      that a crash cut short), those whose version differs;
///   2. compact, and learn what public labels teach;
///   3. replay: what the live index took over meanwhile is read again from the catalogue;
///   4. compare: its counts with the catalogue's, its answers with the live one's;
///   5. publish. The one that was live becomes the former one.
///
/// 4 and 5 happen in `finish`, between two rounds of the live index, so that nothing changes meanwhile.
/// Cut short anywhere it is gone on with, or begun again: nothing is written to the catalogue.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "indexer/pipeline/internal_client.h"
#include "indexer/pipeline/rebuild_desk.h"
#include "indexer/pipeline/stop.h"
#include "schemas/base/clock.h"
#include "schemas/model/rebuild.h"
#include "storage/xapian/comparison.h"
#include "storage/xapian/index_writer.h"
#include "storage/xapian/learned_terms.h"

namespace kecang::pipeline {

class NextGeneration {
 public:
  struct Surroundings {
    InternalClient& client;
    const RebuildDesk& desk;
    const Clock& clock;
    Stop& stop;
    std::filesystem::path index;
    std::uint64_t free_space_floor = 0;
    std::string epoch;
    /// Of the live generation, if it can be queried.
    std::optional<std::string> live{};
    std::function<void()> ready{};               ///< called from its thread when `finish` may be called
    std::function<void(std::string_view)> at{};  ///< for tests: the name of each step when it is reached
  };
  NextGeneration(Surroundings here, RebuildWish wish);
  /// Gives it up; its folder stays to be gone on with.
  ~NextGeneration();
  NextGeneration(const NextGeneration&) = delete;
  NextGeneration& operator=(const NextGeneration&) = delete;

  /// The live index has committed these; call before the catalogue is told so. Any thread.
  void changed(const std::vector<DirtyMark>& marks);
  bool is_ready() const { return ready_; }

  /// Ends it, well or not; the answer is what it came to (`done`, `refused` or `failed`).
  /// busy/pipeline.stopping when it was cut short. Call when it is ready, between two rounds.
  Result<RebuildStatus> finish();

 private:
  using Versions = std::unordered_map<ResourceId, std::uint64_t>;

  void run();
  Result<void> build();
  Result<void> choose();
  Result<void> begin_empty();
  Result<bool> go_on_with(const std::string& generation);
  std::vector<std::string> candidates() const;
  Result<void> fill();
  Result<void> fill_empty();
  Result<void> fill_differences();
  Result<void> compact();
  Result<void> learn_labels();
  Result<void> count_catalogue();
  Result<void> replay_most();
  Result<void> replay(const std::vector<ResourceId>& ids);
  Result<void> take_over(const indexing::IndexBatch& batch);
  Result<void> compare();
  Result<void> publish();
  void sample(const indexing::Indexable& item);
  std::vector<ResourceId> take_changed(std::size_t at_least);
  Result<void> check_room() const;
  std::uint64_t free_bytes() const;
  bool cut_short() const { return giving_up_ || here_.stop.requested(); }
  Result<void> reach(std::string_view step) const;
  void enter(RebuildState state);
  void advance(std::uint64_t more);
  RebuildStatus end(RebuildState state);
  RebuildStatus fail(const Error& error);

  Surroundings here_;
  RebuildStatus status_;
  bool was_cut_short_ = false;  ///< the last one
  std::optional<xapian::Rebuild> generation_;
  xapian::LearnedTerms learned_;
  std::optional<Versions> there_;  ///< what the generation held when we went on with it
  std::uint64_t sample_every_ = 1;
  std::uint64_t seen_ = 0;
  std::chrono::steady_clock::time_point told_{};

  std::mutex mutex_;
  std::set<ResourceId> changed_;        ///< to be read again
  std::uint64_t changed_in_count_ = 0;  ///< since the catalogue's count began
  std::vector<xapian::Sample> samples_;

  std::atomic<bool> giving_up_ = false;
  std::atomic<bool> ready_ = false;
  std::optional<Error> failed_;
  std::thread thread_;
};

}  // namespace kecang::pipeline
