#include "indexer/pipeline/index_loop.h"

#include <utility>

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

std::filesystem::path rebuild_request(const std::filesystem::path& data) {
  return data / "indexer" / "rebuild.request";
}

IndexLoop::IndexLoop(InternalClient& client, std::filesystem::path data, IndexPace pace, const Clock& clock,
                     Stop& stop)
    : client_(client), data_(std::move(data)), pace_(pace), clock_(clock), stop_(stop) {}

void IndexLoop::run() {
  while (!stop_.requested()) {
    auto worked = work();
    if (worked) {
      wait_for_work();
      continue;
    }
    log::warn("index round failed, trying again", worked.error());
    index_.reset();  // opened anew: what failed may have left it in any state
    stop_.wait(kAfterFailure);
  }
}

Result<void> IndexLoop::work() {
  if (!index_) KECANG_TRY(open());
  KECANG_TRY(take_rebuild_request());
  do {
    if (index_->is_live()) KECANG_TRY(round());
    if (index_->is_building()) KECANG_TRY(rebuild_slice());
  } while (!stop_.requested() && (more_ || index_->is_building()));
  return {};
}

Result<void> IndexLoop::open() {
  KECANG_ASSIGN(const auto batch, client_.dirty(1, 1));
  KECANG_ASSIGN(index_, LiveIndex::open(data_, batch.epoch, clock_));
  if (index_->is_building()) log::info("building the index anew");
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
  KECANG_TRY(index_->apply(batch));
  KECANG_TRY(index_->commit());  // durable before we say so
  return client_.clear_dirty(marks_of(batch));
}

Result<void> IndexLoop::rebuild_slice() {
  KECANG_ASSIGN(
      const auto page,
      client_.resources({.after = index_->cursor(), .limit = pace_.documents, .bytes = kBatchBytes}));
  KECANG_TRY(index_->build(page.batch, page.next));
  if (index_->is_building()) return {};
  log::info("the new index is live");
  std::error_code ignored;
  std::filesystem::remove(rebuild_request(data_), ignored);  // tells whoever asked that it is done
  return {};
}

Result<void> IndexLoop::take_rebuild_request() {
  std::error_code ignored;
  if (index_->is_building() || !std::filesystem::exists(rebuild_request(data_), ignored)) return {};
  KECANG_TRY(index_->begin_rebuild());
  log::info("building the index anew, as asked");
  return {};
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
    return stop_.requested() || (waiting_ > 0 && !busy_) || waiting_ >= pace_.documents;
  };
  wake_.wait_for(lock, std::min(kIdle, pace_.wait), due);
}

}  // namespace kecang::pipeline
