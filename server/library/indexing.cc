#include "server/library/indexing.h"

#include <algorithm>
#include <chrono>

#include "schemas/vocab/marks.h"
#include "server/library/names.h"

namespace kecang {
namespace {

/// How long a wait may miss a lease that ran out: nobody rings for that.
constexpr milliseconds kLookAgain{1'000};
constexpr std::size_t kStep = 16;
/// A worker wants to know whether there is more, not how much.
constexpr std::uint64_t kEnoughToKnow = 1'000;

bool is_about_import(JobKind kind) {
  return kind == JobKind::undo || kind == JobKind::plan || kind == JobKind::unpack;
}

std::string_view file_name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

std::uint64_t text_bytes(const indexing::Indexable& item) {
  std::uint64_t bytes = 0;
  for (const auto& segment : item.segments) bytes += segment.text.size();
  for (const auto& question : item.questions) {
    bytes += question.stem.size() + question.answer.size() + question.explanation.size();
    for (const auto& option : question.options) bytes += option.text.size();
  }
  return bytes;
}

/// What it says of books and kinds, by the vocabulary that queries are read with, too.
void add_marks(const vocab::Vocabulary& vocabulary, const Resource& resource, indexing::Indexable& item) {
  const auto first = std::find_if(item.segments.begin(), item.segments.end(),
                                  [](const Segment& segment) { return !segment.text.empty(); });
  // The same for every reader.
  const auto beginning = first == item.segments.end() ? std::string() : text_without_answers(*first);
  auto found =
      vocab::marks_of(vocabulary, resource.title,
                      resource.revision ? std::string_view(resource.revision->path) : std::string_view(),
                      resource.tags, beginning);
  item.marks = std::move(found.marks);
  for (const auto& [begin, end] : found.title_labels) item.title_labels.push_back({begin, end});
}

}  // namespace

Result<indexing::Claimed> Indexing::claim(const indexing::ClaimRequest& request) {
  const auto wait = std::min(milliseconds{request.wait_ms}, kLongestWait);
  const auto end = std::chrono::steady_clock::now() + wait;
  const auto counted = request.limit == 0 ? WorkQueue::kCounted : kEnoughToKnow;
  while (true) {
    const auto rung = bell_.rung();
    KECANG_TRY(queue_.begin_releases());
    KECANG_ASSIGN(const auto jobs, queue_.claim(request.limit, milliseconds{request.lease_ms},
                                                request.slow ? Pace::slow : Pace::quick));
    indexing::Claimed claimed;
    KECANG_ASSIGN(claimed.assignments, assignments(jobs));
    KECANG_ASSIGN(claimed.dirty, queue_.dirty_count(counted));
    const auto left = std::chrono::duration_cast<milliseconds>(end - std::chrono::steady_clock::now());
    // Who does slow work only has nothing to do with the index.
    const bool idle = jobs.empty() && (request.slow || claimed.dirty == 0);
    if (!idle || left <= milliseconds::zero() || !bell_.wait(rung, std::min(left, kLookAgain))) {
      KECANG_ASSIGN(claimed.ready, queue_.ready_jobs(counted));
      return claimed;
    }
  }
}

Result<std::vector<indexing::Assignment>> Indexing::assignments(const std::vector<Job>& jobs) {
  std::vector<indexing::Assignment> all;
  for (const auto& job : jobs) {
    auto one = assignment(job);
    if (one) {
      all.push_back(std::move(*one));
      continue;
    }
    // Its import was taken back.
    if (one.error().kind() != ErrorKind::not_found) return std::move(one).error();
    KECANG_TRY(queue_.drop(job.id, job.fence));
  }
  return all;
}

Result<indexing::Assignment> Indexing::assignment(const Job& job) const {
  indexing::Assignment assignment{
      .job = job, .blob = {}, .name = {}, .path = {}, .members_stored = 0, .charset = {}};
  if (is_about_import(job.kind)) {
    KECANG_ASSIGN(const auto import, queue_.import(ImportId::trusted(job.subject)));
    assignment.blob = import.blob;
    assignment.path = import.file_name;
    assignment.members_stored = import.members_stored;
    assignment.charset = import.charset;
  } else {
    KECANG_ASSIGN(const auto resource, queue_.resource(ResourceId::trusted(job.subject)));
    if (!resource.revision) return Error::corrupt("job.without_file").because(job.subject);
    assignment.blob = resource.revision->blob;
    assignment.path = resource.revision->path;
  }
  assignment.name = file_name_of(assignment.path);
  return assignment;
}

Result<void> Indexing::extend(const JobId& job, std::uint64_t fence, milliseconds lease) {
  return queue_.extend(job, fence, lease);
}

Result<void> Indexing::release(const JobId& job, std::uint64_t fence) {
  KECANG_TRY(queue_.release(job, fence));
  bell_.ring();
  return {};
}

Result<void> Indexing::finish(const JobId& job, std::uint64_t fence, const indexing::Outcome& outcome) {
  KECANG_TRY(queue_.finish_read(job, fence,
                                ReadOutcome{.head = outcome.head,
                                            .segments = outcome.segments,
                                            .questions = outcome.questions,
                                            .end = outcome.end,
                                            .tags = outcome.tags,
                                            .wishes = outcome.wishes}));
  bell_.ring();
  return {};
}

Result<Import> Indexing::plan(const ImportId& import, const JobId& job, std::uint64_t fence,
                              const indexing::PlanBatch& batch) {
  return queue_.plan_members(import, job, fence, batch.members);
}

Result<Import> Indexing::listed(const ImportId& import, const JobId& job, std::uint64_t fence,
                                const ExtractEnd& end) {
  return queue_.finish_listing(import, job, fence, end);
}

Result<Import> Indexing::surveyed(const ImportId& import, const JobId& job, std::uint64_t fence) {
  return queue_.finish_survey(import, job, fence);
}

Result<Import> Indexing::undo(const ImportId& import, const JobId& job, std::uint64_t fence) {
  KECANG_ASSIGN(auto stored, queue_.undo_some(import, job, fence));
  bell_.ring();
  return stored;
}

Result<Import> Indexing::unpacked(const ImportId& import, const JobId& job, std::uint64_t fence,
                                  const ExtractEnd& end) {
  return queue_.finish_unpack(import, job, fence, end);
}

Result<indexing::Indexable> Indexing::indexable(Resource resource, Texts texts) const {
  indexing::Indexable item;
  item.version = resource.version;
  const Time now = clock_.now();
  item.scope_terms = scope_terms(resource, now);
  if (texts == Texts::with && resource.state != FileState::withdrawn) {
    KECANG_ASSIGN(item.segments, queue_.text(resource));
    KECANG_ASSIGN(item.questions, queue_.questions(resource));
    item.answer_terms = answer_terms(resource, now);
    add_marks(*vocabulary_.current(), resource, item);
    Names names(directory_);
    KECANG_ASSIGN(item.owner_name, names.school(resource.owner));
    KECANG_ASSIGN(item.created_by_name, names.user(resource.created_by));
  }
  item.resource = std::move(resource);
  return item;
}

Result<indexing::Indexable> Indexing::current(const ResourceId& id) const {
  auto resource = queue_.resource(id);
  if (!resource && resource.error().kind() != ErrorKind::not_found) return std::move(resource).error();
  Resource gone;
  gone.id = id;
  gone.state = FileState::withdrawn;
  return indexable(resource ? std::move(*resource) : std::move(gone), Texts::with);
}

Result<indexing::Indexable> Indexing::marked(const DirtyMark& mark) const {
  KECANG_ASSIGN(auto item, current(mark.resource));
  // The mark was read first: if the resource changed in between, clearing this older version leaves its mark
  // standing.
  item.version = mark.version;
  return item;
}

Result<indexing::IndexBatch> Indexing::dirty(std::size_t limit, std::uint64_t bytes) const {
  KECANG_ASSIGN(const auto marks, queue_.dirty(limit));
  indexing::IndexBatch batch{.items = {}, .epoch = epoch_};
  std::uint64_t taken = 0;
  for (const auto& mark : marks) {
    KECANG_ASSIGN(auto item, marked(mark));
    taken += text_bytes(item);
    batch.items.push_back(std::move(item));
    if (taken >= bytes) break;
  }
  return batch;
}

Result<void> Indexing::clear(const std::vector<DirtyMark>& marks) {
  return queue_.clear_dirty(marks);
}

Result<void> Indexing::mark(const std::vector<ResourceId>& ids) {
  KECANG_TRY(queue_.mark_dirty(ids));
  bell_.ring();
  return {};
}

Result<Indexing::Everything> Indexing::settled(const PageRequest& page, std::uint64_t bytes) const {
  Everything everything{.batch = {.items = {}, .epoch = epoch_}, .next = page.after};
  std::uint64_t taken = 0;
  // Small steps, so that the answer stays small whatever the texts are.
  for (std::size_t seen = 0; seen < page.limit && taken < bytes; seen += kStep) {
    const auto step = std::min(kStep, page.limit - seen);
    KECANG_ASSIGN(auto found, queue_.unmarked_resources({.after = everything.next, .limit = step}));
    for (auto& resource : found.items) {
      KECANG_ASSIGN(auto item, indexable(std::move(resource), Texts::with));
      taken += text_bytes(item);
      everything.batch.items.push_back(std::move(item));
    }
    everything.next = found.next;
    if (found.next.empty()) break;
  }
  return everything;
}

Result<indexing::IndexBatch> Indexing::read(const std::vector<ResourceId>& ids, std::uint64_t bytes) const {
  indexing::IndexBatch batch{.items = {}, .epoch = epoch_};
  std::uint64_t taken = 0;
  for (const auto& id : ids) {
    KECANG_ASSIGN(auto item, current(id));
    taken += text_bytes(item);
    batch.items.push_back(std::move(item));
    if (taken >= bytes) break;
  }
  return batch;
}

Result<indexing::FindableCount> Indexing::findable(const PageRequest& page) const {
  KECANG_ASSIGN(const auto found, queue_.unmarked_resources(page));
  indexing::FindableCount count{.resources = 0, .questions = 0, .next = found.next};
  for (const auto& resource : found.items) {
    // What waits to be read is found once it was: until then no index needs to have it.
    if (resource.state == FileState::withdrawn || resource.state == FileState::waiting) continue;
    if (scope_terms(resource, clock_.now()).empty()) continue;
    ++count.resources;
    count.questions += resource.question_count;
  }
  return count;
}

Result<Indexing::Everything> Indexing::listed(const PageRequest& page) const {
  KECANG_ASSIGN(auto found, queue_.resources(page));
  Everything everything{.batch = {.items = {}, .epoch = epoch_}, .next = std::move(found.next)};
  for (auto& resource : found.items) {
    KECANG_ASSIGN(auto item, indexable(std::move(resource), Texts::without));
    everything.batch.items.push_back(std::move(item));
  }
  return everything;
}

}  // namespace kecang
