#pragma once
/// The indexer's narrow, unscoped view of the catalogue: jobs with lease and fence, members, text, dirty
/// marks. Served only by the internal API (server/library/indexing.h); server/api must not include it. Any
/// thread may call.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"
#include "storage/blob_store.h"
#include "storage/catalog/actor.h"
#include "storage/meta_store.h"

namespace kecang {

/// One member an archive gave, its bytes already durable.
struct StoredMember {
  Member member;
  std::optional<BlobStat> blob;  ///< none unless the state is `stored`
  std::string title;
  ResourceTags tags;  ///< guessed from the path
};

/// What reading a file gave.
struct ReadOutcome {
  DocumentHead head;
  std::vector<Segment> segments;
  std::vector<Question> questions;
  ExtractEnd end;
  ResourceTags tags;  ///< guesses renewed with the text at hand; confirmed ones are kept
};

/// A record of a catalogue that is moved in (kecang-indexer import --manifest).
struct CatalogueRecord {
  std::string external_key;
  std::string title;
  std::string text;
  ResourceTags tags;
  SchoolId owner;
  std::vector<Release> releases;
  std::optional<BlobStat> blob;
  std::string file_name;
};

class WorkQueue {
 public:
  WorkQueue(MetaStore& store, const Clock& clock) : store_(store), clock_(clock) {}

  /// Oldest ready jobs and those whose lease ran out, unpack before read; each gets a new fence and the
  /// lease. A job claimed more than `kAttempts` times is not handed out again: it becomes dead and its file
  /// `broken` (extract.gave_up).
  Result<std::vector<Job>> claim(std::size_t limit, milliseconds lease);
  static constexpr std::uint32_t kAttempts = 4;
  /// conflict/job.fenced when somebody claimed it since.
  Result<void> extend(const JobId& id, std::uint64_t fence, milliseconds lease);
  Result<void> release(const JobId& id, std::uint64_t fence);  ///< back to ready; this attempt does not count
  /// Counting takes time: it ends at `at_most`.
  Result<std::uint64_t> ready_jobs(std::uint64_t at_most = kCounted) const;
  static constexpr std::uint64_t kCounted = 100'000;
  /// Jobs nobody could finish, newest first; they stay for the operator to look at.
  Result<Page<Job>> dead_jobs(const PageRequest& page) const;

  Result<Import> import(const ImportId& id) const;
  Result<ImportCounts> import_counts(const ImportId& id) const;
  Result<Page<ImportEntry>> import_entries(const ImportId& id, const PageRequest& page) const;
  /// Every import in order of id, for verify and the sweep of blobs.
  Result<Page<Import>> imports(const PageRequest& page) const;
  Result<Resource> resource(const ResourceId& id) const;

  /// Members of an unpacking import, in order of index. Each becomes an entry and, if stored, a resource with
  /// a read job; the same bytes already held by the owner school are linked (their releases grow by the
  /// import's). Members up to Import::members_stored are skipped, so that sending a batch again changes
  /// nothing.
  Result<Import> store_members(const ImportId& id, const JobId& job, std::uint64_t fence,
                               const std::vector<StoredMember>& members);
  /// The archive is read to its end (or the reason why not). Ends the job.
  Result<Import> finish_unpack(const ImportId& id, const JobId& job, std::uint64_t fence,
                               const ExtractEnd& end);

  /// Stores text under a new generation, then flips the resource to it, sets its state, marks it dirty and
  /// ends the job in one transaction. The import entry ends when the index has it (`clear_dirty`).
  Result<void> finish_read(const JobId& job, std::uint64_t fence, const ReadOutcome& outcome);

  /// Oldest marks first, at most 10,000.
  Result<std::vector<DirtyMark>> dirty(std::size_t limit) const;
  Result<std::uint64_t> dirty_count(std::uint64_t at_most = kCounted) const;
  /// Whole current text.
  Result<std::vector<Segment>> text(const Resource& resource) const;
  /// The questions of its current text.
  Result<std::vector<Question>> questions(const Resource& resource) const;
  /// Called after the index committed: clears each mark whose version is still the same and ends its import
  /// entry; an import whose last entry ends is done.
  Result<void> clear_dirty(const std::vector<DirtyMark>& marks);
  /// Every resource in order of id, for verify and rebuild.
  Result<Page<Resource>> resources(const PageRequest& page) const;
  /// The same page without the resources that are marked dirty.
  Result<Page<Resource>> unmarked_resources(const PageRequest& page) const;
  Result<void> mark_dirty(const std::vector<ResourceId>& ids);

  /// Creates or, by external key and owner, updates; at most 200 records. Unchanged records change nothing.
  /// Nothing is stored when a record is refused: invalid/record.key_empty, record.key_too_long,
  /// record.too_many, too_large/record.text_too_large (more than kRecordText bytes), each with the record's
  /// key.
  static constexpr std::size_t kRecords = 200;
  static constexpr std::size_t kRecordText = 1024 * 1024;
  struct RecordsStored {
    std::uint64_t created = 0;
    std::uint64_t updated = 0;
    std::uint64_t unchanged = 0;
  };
  Result<RecordsStored> put_records(const Actor& actor, const std::vector<CatalogueRecord>& records);

 private:
  MetaStore& store_;
  const Clock& clock_;
};

}  // namespace kecang
