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
#include "schemas/model/derived.h"
#include "schemas/model/import.h"
#include "schemas/model/question.h"
#include "schemas/model/resource.h"
#include "schemas/model/work.h"
#include "storage/blob_store.h"
#include "storage/catalog/actor.h"
#include "storage/catalog/may_replace.h"
#include "storage/catalog/usage_rows.h"
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
  ResourceTags tags;            ///< guesses renewed with the text at hand; confirmed ones are kept
  std::vector<JobKind> wishes;  ///< slow work that is worth doing
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

/// Which of the two queues: what people wait for, or what may take its time (is_slow).
enum class Pace { quick, slow };

class WorkQueue {
 public:
  WorkQueue(MetaStore& store, const Clock& clock, SchoolLimit limit = {})
      : store_(store), clock_(clock), limit_(limit) {}

  /// Oldest ready jobs and those whose lease ran out, unpack before read; each gets a new fence and the
  /// lease. A job claimed more than `kAttempts` times is not handed out again: it becomes dead and its file
  /// `broken` (extract.gave_up).
  Result<std::vector<Job>> claim(std::size_t limit, milliseconds lease, Pace pace = Pace::quick);
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
  /// nothing. `may_replace` is asked for each new version of a resource; where it says no, or is empty, the
  /// file stays in its archive (skipped, import.version_refused).
  Result<Import> store_members(const ImportId& id, const JobId& job, std::uint64_t fence,
                               const std::vector<StoredMember>& members, const MayReplace& may_replace = {});
  // -- planning
  /// Lists members, or tells more about listed ones, at most kPlannedAtOnce; what a person said of a file or
  /// its folder stays. conflict/job.fenced also when the plan is applied or made again meanwhile.
  static constexpr std::size_t kPlannedAtOnce = 500;
  Result<Import> plan_members(const ImportId& id, const JobId& job, std::uint64_t fence,
                              const std::vector<PlannedMember>& members);
  /// All members are listed (or the reason why not): people may decide. The job goes on.
  Result<Import> finish_listing(const ImportId& id, const JobId& job, std::uint64_t fence,
                                const ExtractEnd& end);
  /// Ends the planning job.
  Result<Import> finish_survey(const ImportId& id, const JobId& job, std::uint64_t fence);

  /// Takes back the next files of an import that is being undone; at its end the import is `undone` and the
  /// job has ended.
  Result<Import> undo_some(const ImportId& id, const JobId& job, std::uint64_t fence);

  /// A job whose subject is not there any more.
  Result<void> drop(const JobId& id, std::uint64_t fence);

  /// The archive is read to its end (or the reason why not). Ends the job.
  Result<Import> finish_unpack(const ImportId& id, const JobId& job, std::uint64_t fence,
                               const ExtractEnd& end);

  /// Stores text under a new generation, then flips the resource to it, sets its state, marks it dirty and
  /// ends the job in one transaction. The import entry ends when the index has it (`clear_dirty`).
  Result<void> finish_read(const JobId& job, std::uint64_t fence, const ReadOutcome& outcome);

  /// What was made of a resource's file to be looked at. Ends the job. Nothing is kept when the resource has
  /// another file by now.
  Result<void> finish_preview(const JobId& job, std::uint64_t fence, Derived derived);

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
  /// Raises the version of resources of which a release begins to count, so that the index learns of it.
  Result<void> begin_releases();

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
  Result<Import> finish_undo(const ImportId& id, const JobId& job, std::uint64_t fence);
  Result<void> list_missing(const ImportId& id, const JobId& job, std::uint64_t fence, const ExtractEnd& end);

  MetaStore& store_;
  const Clock& clock_;
  SchoolLimit limit_;
};

}  // namespace kecang
