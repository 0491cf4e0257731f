#include "indexer/pipeline/live_index.h"

#include <utility>

#include "indexer/pipeline/index_document.h"
#include "storage/xapian/generations.h"

namespace kecang::pipeline {
namespace {

bool needs_rebuild(const Error& error) {
  return error.code() == "index.version_mismatch" || error.code() == "index.other_epoch" ||
         error.kind() == ErrorKind::corrupt;
}

}  // namespace

LiveIndex::LiveIndex(WriterLock lock, std::filesystem::path directory, std::string epoch, const Clock& clock)
    : lock_(std::move(lock)), directory_(std::move(directory)), clock_(&clock) {
  options_.epoch = std::move(epoch);
}

Result<LiveIndex> LiveIndex::open(const std::filesystem::path& data, std::string epoch, const Clock& clock) {
  KECANG_ASSIGN(auto lock, WriterLock::take(data));
  LiveIndex index(std::move(lock), data / "index", std::move(epoch), clock);
  auto opened = index.open_live();
  if (!opened && !needs_rebuild(opened.error())) return std::move(opened).error();
  return index;
}

Result<void> LiveIndex::open_live() {
  generation_.reset();
  KECANG_ASSIGN(const auto generation, xapian::live_generation(directory_));
  if (!generation) return {};
  KECANG_ASSIGN(live_, xapian::open_writer(directory_, options_, *clock_));
  generation_ = generation;
  return {};
}

Result<void> LiveIndex::apply(const indexing::IndexBatch& batch) {
  for (const auto& item : batch.items) {
    if (is_findable(item)) {
      KECANG_TRY(live_->replace(index_document(item)));
    } else {
      KECANG_TRY(live_->remove(item.resource.id));
    }
  }
  return {};
}

Result<void> LiveIndex::commit() {
  KECANG_TRY(live_->commit());
  return {};
}

Result<void> LiveIndex::reopen() {
  live_.reset();
  return open_live();
}

Result<void> LiveIndex::forget_former(milliseconds kept) {
  KECANG_ASSIGN(const auto former, xapian::former_generation(directory_));
  if (!former || clock_->now() - former->since < kept) return {};
  return xapian::sweep_generations(directory_);
}

Result<void> LiveIndex::sweep() {
  KECANG_ASSIGN(const auto former, xapian::former_generation(directory_));
  return xapian::sweep_generations(directory_, former ? former->name : std::string());
}

}  // namespace kecang::pipeline
