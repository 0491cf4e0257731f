#pragma once
/// Keeps what labels taught true: what a teacher takes back is forgotten before the index shows that it is
/// gone, and learned anew, on a thread of its own, from those who are left; what new lessons say is taken up
/// every day. Calls come from the thread that writes the index, between two of its commits.
#include <atomic>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "indexer/pipeline/internal_client.h"
#include "schemas/base/clock.h"
#include "schemas/model/indexing.h"
#include "storage/xapian/learned_file.h"

namespace kecang::pipeline {

class LearnedKeeper {
 public:
  LearnedKeeper(InternalClient& client, std::filesystem::path index, const Clock& clock);
  /// Gives up what is being learned.
  ~LearnedKeeper();
  LearnedKeeper(const LearnedKeeper&) = delete;
  LearnedKeeper& operator=(const LearnedKeeper&) = delete;

  /// These are about to be committed to the live generation.
  Result<void> before_commit(const std::string& generation, const indexing::IndexBatch& batch);
  /// Takes up what was learned, begins to learn when it is time. Call when nothing else is to be done.
  Result<void> tend(const std::string& generation);

 private:
  bool is_due(const std::string& generation);
  void begin();
  void give_up();
  Result<void> take_up(const std::string& generation);

  InternalClient& client_;
  const std::filesystem::path index_;
  const Clock& clock_;
  xapian::LearnedCache cache_;
  bool changed_ = true;  ///< a lesson that teaches or taught, since the last learning; at first nobody knows

  /// What is being learned: read by the thread until it is done, then by us.
  std::thread thread_;
  std::atomic<bool> giving_up_ = false;
  std::atomic<bool> done_ = false;
  std::optional<Result<xapian::LearnedTerms>> result_;
  std::set<ResourceId> gone_;  ///< those who stopped teaching meanwhile
  Time not_before_{};          ///< after one that failed
};

}  // namespace kecang::pipeline
