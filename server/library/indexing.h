#pragma once
/// The internal API's use cases (schemas/internal-api.md): jobs, dirty marks and catalogue records for the
/// indexer. Knows no viewer: only the routes that ask for the internal token may use it. Any thread may call.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schemas/model/indexing.h"
#include "server/library/arrival.h"
#include "server/library/vocabulary.h"
#include "server/library/work_bell.h"
#include "storage/catalog/directory.h"
#include "storage/catalog/work_queue.h"

namespace kecang {

class Indexing {
 public:
  /// `epoch` is the store's (server/library/epoch.h).
  Indexing(WorkQueue& queue, const Directory& directory, const LiveVocabulary& vocabulary, WorkBell& bell,
           const Clock& clock, std::string epoch)
      : queue_(queue),
        directory_(directory),
        vocabulary_(vocabulary),
        bell_(bell),
        clock_(clock),
        epoch_(std::move(epoch)) {}

  /// Waits up to `wait_ms` (at most kLongestWait) while there is neither a job nor a dirty resource.
  Result<indexing::Claimed> claim(const indexing::ClaimRequest& request);
  static constexpr milliseconds kLongestWait{10'000};

  Result<void> extend(const JobId& job, std::uint64_t fence, milliseconds lease);
  Result<void> release(const JobId& job, std::uint64_t fence);
  Result<void> finish(const JobId& job, std::uint64_t fence, const indexing::Outcome& outcome);
  /// The plan of an import: members as they are listed, the end of the list, what their bytes tell, the end
  /// of that.
  Result<Import> plan(const ImportId& import, const JobId& job, std::uint64_t fence,
                      const indexing::PlanBatch& batch);
  Result<Import> listed(const ImportId& import, const JobId& job, std::uint64_t fence, const ExtractEnd& end);
  Result<Import> surveyed(const ImportId& import, const JobId& job, std::uint64_t fence);
  /// The next step of taking an import back; it is `undone` when there is none left.
  Result<Import> undo(const ImportId& import, const JobId& job, std::uint64_t fence);
  Result<void> previewed(const JobId& job, std::uint64_t fence, Derived derived) {
    return queue_.finish_preview(job, fence, std::move(derived));
  }
  Result<Import> unpacked(const ImportId& import, const JobId& job, std::uint64_t fence,
                          const ExtractEnd& end);

  /// Oldest first; together about `bytes` of text, at least one resource. One that is not there any more
  /// comes as withdrawn.
  Result<indexing::IndexBatch> dirty(std::size_t limit, std::uint64_t bytes) const;
  Result<void> clear(const std::vector<DirtyMark>& marks);
  Result<void> mark(const std::vector<ResourceId>& ids);
  struct Everything {
    indexing::IndexBatch batch;
    std::string next;
  };
  /// In order of id, with their text, together about `bytes` of it. What is marked dirty is left out: its
  /// mark brings it to the index.
  Result<Everything> settled(const PageRequest& page, std::uint64_t bytes) const;
  /// The first of these resources, together about `bytes` of text, as the index should have them now; at
  /// least one. One that is not there comes as withdrawn.
  Result<indexing::IndexBatch> read(const std::vector<ResourceId>& ids, std::uint64_t bytes) const;
  /// What the index should hold of the resources after `page.after` in order of id, without what is marked
  /// dirty.
  Result<indexing::FindableCount> findable(const PageRequest& page) const;
  /// Every resource in order of id, without text.
  Result<Everything> listed(const PageRequest& page) const;

 private:
  /// Jobs whose subject is gone are dropped.
  Result<std::vector<indexing::Assignment>> assignments(const std::vector<Job>& jobs);
  Result<indexing::Assignment> assignment(const Job& job) const;
  enum class Texts { with, without };
  Result<indexing::Indexable> indexable(Resource resource, Texts texts) const;
  /// As withdrawn when it is not there.
  Result<indexing::Indexable> current(const ResourceId& id) const;
  Result<indexing::Indexable> marked(const DirtyMark& mark) const;

  WorkQueue& queue_;
  const Directory& directory_;
  const LiveVocabulary& vocabulary_;
  WorkBell& bell_;
  const Clock& clock_;
  std::string epoch_;
};

}  // namespace kecang
