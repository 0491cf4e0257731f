#include "indexer/pipeline/live_index.h"

#include <utility>

#include "indexer/pipeline/index_document.h"
#include "storage/xapian/generations.h"

namespace kecang::pipeline {
namespace {

Result<void> apply_to(IndexWriter& writer, const indexing::IndexBatch& batch) {
  for (const auto& item : batch.items) {
    if (is_findable(item)) {
      KECANG_TRY(writer.replace(index_document(item)));
    } else {
      KECANG_TRY(writer.remove(item.resource.id));
    }
  }
  return {};
}

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
  if (!index.is_live()) KECANG_TRY(index.begin_rebuild());
  return index;
}

Result<void> LiveIndex::open_live() {
  KECANG_ASSIGN(const auto generation, xapian::live_generation(directory_));
  if (!generation) return {};
  KECANG_ASSIGN(live_, xapian::open_writer(directory_, options_, *clock_));
  return {};
}

Result<void> LiveIndex::begin_rebuild() {
  building_.reset();
  KECANG_ASSIGN(building_, xapian::Rebuild::begin(directory_, options_, *clock_));
  cursor_.clear();
  return {};
}

Result<void> LiveIndex::apply(const indexing::IndexBatch& batch) {
  KECANG_TRY(apply_to(*live_, batch));
  if (building_) return apply_to(building_->writer(), batch);
  return {};
}

Result<void> LiveIndex::commit() {
  KECANG_TRY(live_->commit());
  return {};
}

Result<void> LiveIndex::build(const indexing::IndexBatch& batch, const std::string& next) {
  KECANG_TRY(apply_to(building_->writer(), batch));
  cursor_ = next;
  if (!next.empty()) return {};
  KECANG_TRY(building_->publish());
  building_.reset();  // its lock has to go before the writer opens it again
  live_.reset();
  return open_live();
}

}  // namespace kecang::pipeline
