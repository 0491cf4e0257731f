#include "indexer/pipeline/rebuild.h"

#include <fstream>

#include "indexer/pipeline/index_loop.h"
#include "indexer/pipeline/live_index.h"

namespace kecang::pipeline {
namespace {

constexpr milliseconds kPoll{200};

Result<void> leave_request(const std::filesystem::path& file) {
  std::ofstream out(file);
  out << "rebuild\n";
  if (!out.flush()) return Error::unavailable("indexer.folder_unusable").with("path", file.string());
  return {};
}

Result<void> wait_until_done(const std::filesystem::path& file, Stop& stop) {
  std::error_code ignored;
  while (std::filesystem::exists(file, ignored))
    if (stop.wait(kPoll)) return Error::busy("pipeline.stopping");
  return {};
}

Result<void> build(InternalClient& client, LiveIndex& index, Show show, Stop& stop) {
  Progress progress("重建索引 rebuild", "", show);
  std::uint64_t done = 0;
  while (index.is_building()) {
    if (stop.requested()) return Error::busy("pipeline.stopping");
    KECANG_ASSIGN(const auto page, client.resources({.after = index.cursor()}));
    KECANG_TRY(index.build(page.batch, page.next));
    done += page.batch.items.size();
    progress.update(done, 0);
  }
  progress.finish();
  return {};
}

}  // namespace

Result<void> rebuild(InternalClient& client, const std::filesystem::path& data, const Clock& clock,
                     Show progress, Stop& stop) {
  KECANG_ASSIGN(const auto batch, client.dirty(1, 1));
  auto index = LiveIndex::open(data, batch.epoch, clock);
  if (index) {
    if (!index->is_building()) KECANG_TRY(index->begin_rebuild());
    return build(client, *index, progress, stop);
  }
  if (index.error().code() != "index.locked") return std::move(index).error();
  KECANG_TRY(leave_request(rebuild_request(data)));
  return wait_until_done(rebuild_request(data), stop);
}

}  // namespace kecang::pipeline
