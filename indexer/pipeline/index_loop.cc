#include "indexer/pipeline/index_loop.h"

#include <utility>

#include "indexer/pipeline/next_generation.h"
#include "storage/logging.h"

namespace kecang::pipeline {
namespace {

struct BatchBounds {
  std::uint32_t documents;
  std::uint64_t bytes;
};
constexpr std::uint64_t kBatchBytes = 8ULL << 20;
/// While a bulk load runs, few large commits cost much less than many small ones.
constexpr BatchBounds kBulk{5'000, 32ULL << 20};
/// How often the catalogue is asked without being told of a change.
constexpr milliseconds kIdle{1'000};
constexpr milliseconds kAfterFailure{1'000};
/// After one that failed, while there is no index at all.
constexpr milliseconds kBetweenRebuilds{10'000};

bool reaches(const indexing::IndexBatch& batch, const BatchBounds& bounds) {
  std::uint64_t bytes = 0;
  for (const auto& item : batch.items)
    for (const auto& segment : item.segments) bytes += segment.text.size();
  return batch.items.size() >= bounds.documents || bytes >= bounds.bytes;
}

std::vector<DirtyMark> marks_of(const indexing::IndexBatch& batch) {
  std::vector<DirtyMark> marks;
  marks.reserve(batch.items.size());
  for (const auto& item : batch.items) marks.push_back({item.resource.id, item.version});
  return marks;
}

}  // namespace

IndexLoop::IndexLoop(InternalClient& client, IndexPlace place, IndexPace pace, const Clock& clock, Stop& stop)
    : client_(client),
      place_(std::move(place)),
      pace_(pace),
      clock_(clock),
      stop_(stop),
      desk_(place_.data) {}

IndexLoop::~IndexLoop() = default;

void IndexLoop::run() {
  while (!stop_.requested()) {
    auto worked = work();
    if (worked) {
      wait_for_work();
      continue;
    }
    log::warn("index round failed, trying again", worked.error());
    next_.reset();  // gone on with: what it has stays on the disk
    learned_.reset();
    index_.reset();  // opened anew: what failed may have left it in any state
    stop_.wait(kAfterFailure);
  }
  next_.reset();
  learned_.reset();
  index_.reset();
}

Result<void> IndexLoop::work() {
  if (!index_) KECANG_TRY(open());
  KECANG_TRY(take_wish());
  do {
    if (index_->is_live()) KECANG_TRY(round());
    if (next_ && next_->is_ready()) KECANG_TRY(swap());
  } while (!stop_.requested() && more_);
  if (next_ || !index_->is_live()) return {};
  KECANG_TRY(learned_->tend(*index_->generation()));
  return index_->forget_former(place_.keep_former);
}

Result<void> IndexLoop::open() {
  KECANG_ASSIGN(const auto batch, client_.dirty(1, 1));
  KECANG_ASSIGN(index_, LiveIndex::open(place_.data, batch.epoch, clock_));
  learned_ = std::make_unique<LearnedKeeper>(client_, index_->directory(), clock_);
  more_ = false;
  return {};
}

Result<void> IndexLoop::round() {
  const BatchBounds bounds = more_ ? kBulk : BatchBounds{pace_.documents, kBatchBytes};
  {
    const std::lock_guard lock(mutex_);
    waiting_ = 0;  // before the catalogue is asked: what comes later is told again
  }
  KECANG_ASSIGN(const auto batch, client_.dirty(bounds.documents, bounds.bytes));
  more_ = reaches(batch, bounds);
  if (batch.items.empty()) return {};
  KECANG_TRY(learned_->before_commit(*index_->generation(), batch));
  KECANG_TRY(index_->apply(batch));
  KECANG_TRY(index_->commit());  // durable before we say so
  const auto marks = marks_of(batch);
  if (next_) next_->changed(marks);  // before the marks go: it has no other way to know
  return client_.clear_dirty(marks);
}

Result<void> IndexLoop::take_wish() {
  if (next_) return {};
  if (const auto wish = desk_.wish()) {
    // Published, and then it was cut short before it could say so.
    const auto last = desk_.status();
    if (last && last->wish.id == wish->id && last->state == RebuildState::publishing &&
        index_->generation() == last->generation) {
      auto done = *last;
      done.state = RebuildState::done;
      KECANG_TRY(desk_.tell(done));
      desk_.take_away(*wish);
      return {};
    }
    begin(*wish);
  } else if (!index_->is_live() && std::chrono::steady_clock::now() >= not_before_) {
    begin({});
  }
  return {};
}

void IndexLoop::begin(RebuildWish wish) {
  log::info("a new index is being made",
            {{"asked", wish.id.empty() ? "no" : "yes"}, {"action", std::string(enum_text(wish.action))}});
  {
    const std::lock_guard lock(mutex_);
    made_ = false;
  }
  const auto ready = [this] {
    {
      const std::lock_guard lock(mutex_);
      made_ = true;
    }
    wake_.notify_one();
  };
  next_ = std::make_unique<NextGeneration>(
      NextGeneration::Surroundings{.client = client_,
                                   .desk = desk_,
                                   .clock = clock_,
                                   .stop = stop_,
                                   .index = index_->directory(),
                                   .free_space_floor = place_.free_space_floor,
                                   .epoch = index_->epoch(),
                                   .live = index_->generation(),
                                   .ready = ready,
                                   .at = at_step_},
      std::move(wish));
}

Result<void> IndexLoop::swap() {
  {
    const std::lock_guard lock(mutex_);
    made_ = false;
  }
  KECANG_ASSIGN(const auto ended, next_->finish());
  next_.reset();
  desk_.take_away(ended.wish);
  if (ended.state == RebuildState::done) {
    log::info("the new index is live", {{"generation", ended.generation}});
    return index_->reopen();
  }
  not_before_ = std::chrono::steady_clock::now() + kBetweenRebuilds;
  // What failed on its way back may be tried again; anything else is of no use.
  const bool keeps = ended.state == RebuildState::failed && ended.wish.action == RebuildAction::rollback;
  return keeps ? Result<void>() : index_->sweep();
}

void IndexLoop::changed(std::uint64_t more) {
  {
    const std::lock_guard lock(mutex_);
    waiting_ += more;
  }
  wake_.notify_one();
}

void IndexLoop::set_busy(bool busy) {
  {
    const std::lock_guard lock(mutex_);
    busy_ = busy;
  }
  wake_.notify_one();
}

void IndexLoop::wait_for_work() {
  std::unique_lock lock(mutex_);
  const auto due = [this] {
    return stop_.requested() || made_ || (waiting_ > 0 && !busy_) || waiting_ >= pace_.documents;
  };
  wake_.wait_for(lock, std::min(kIdle, pace_.wait), due);
}

}  // namespace kecang::pipeline
