#include "indexer/pipeline/run.h"

#include <unistd.h>

#include <algorithm>
#include <thread>

#include "indexer/pipeline/drop_watch.h"
#include "indexer/pipeline/index_loop.h"
#include "indexer/pipeline/job_runner.h"
#include "indexer/pipeline/worker.h"
#include "indexer/pipeline/writer_lock.h"
#include "indexer/sandbox/confine.h"
#include "storage/logging.h"
#include "storage/open.h"

namespace kecang::pipeline {
namespace {

/// A recording waits in its folder as well as here; between tries others have their turn.
constexpr seconds kDropPatience{10};

/// A server may be away for long; the indexer waits for it as long as it is wanted itself.
constexpr seconds kForeverPatient{10L * 365 * 24 * 3'600};

JobLimits limits_of(const Config::Indexer& config) {
  JobLimits limits;
  limits.text = {.memory_bytes = config.memory_bytes,
                 .cpu = seconds(config.cpu_seconds),
                 .wall = seconds(config.wall_seconds),
                 .output_bytes = config.text_bytes};
  limits.archive = {.memory_bytes = config.memory_bytes,
                    .cpu = seconds(config.archive_seconds),
                    .wall = seconds(config.archive_seconds),
                    .output_bytes = config.archive_bytes,
                    .members = config.archive_members,
                    .ratio = config.archive_ratio};
  limits.ocr = limits.text;
  limits.ocr.cpu = seconds(config.slow_seconds);
  limits.ocr.wall = seconds(config.slow_seconds);
  limits.preview = preview_limits();
  limits.preview.wall = std::min<milliseconds>(limits.preview.wall, seconds(config.slow_seconds));
  return limits;
}

std::size_t thread_count(const Config::Indexer& config) {
  return config.workers != 0 ? config.workers : std::max(1U, std::thread::hardware_concurrency());
}

Confinement confinement_of(const Config::Indexer& config) {
  return config.extract_unconfined ? Confinement::optional : Confinement::required;
}

// What stands between a hostile file and this machine, for the operator's eyes.
void report_layers(const std::string& program, const Config::Indexer& config) {
  const auto layers = probe_layers(program, confinement_of(config));
  if (!layers) return log::error("files are stored but not read", layers.error());
  if (!layers->any()) return log::warn("files are read without any confinement, as the settings say");
  log::info("readers are confined", {{"layers", to_json(*layers).dump()}});
}

void watch_folders(const Config& config, Extractor& extractor, Stop& stop) {
  if (config.drop.folders.empty()) return;
  InternalClient client(server_place(config), stop, kDropPatience);
  const IntakeTools tools{.client = client,
                          .extractor = extractor,
                          .limits = limits_of(config.indexer).text,
                          .ahead_of_utc = std::chrono::minutes(config.drop.utc_offset_minutes),
                          .stop = stop};
  DropWatch(tools, config.drop, stop).run();
}

}  // namespace

ServerPlace server_place(const Config& config) {
  return {.data = config.storage.data, .address = config.indexer.server};
}

IndexPlace index_place(const Config& config) {
  return {.data = config.storage.data,
          .free_space_floor = config.storage.free_space_floor,
          .keep_former = std::chrono::hours(config.indexer.keep_former_hours)};
}

Result<void> run(const Config& config, const Programs& programs, Stop& stop) {
  if (::access(programs.extract.c_str(), X_OK) != 0)
    return Error::unavailable("indexer.no_extractor").with("path", programs.extract.string());
  KECANG_ASSIGN(const auto spool, indexer_folder(config.storage.data));
  report_layers(programs.extract.string(), config.indexer);
  KECANG_ASSIGN(const auto extractor,
                make_process_extractor(programs.extract.string(), confinement_of(config.indexer)));
  KECANG_ASSIGN(const auto blobs, open_blob_store({.data = config.storage.data,
                                                   .free_space_floor = config.storage.free_space_floor},
                                                  Access::read_only));
  const SystemClock clock;
  InternalClient client(server_place(config), stop, kForeverPatient);
  Guessing guessing(programs.vocabulary, config.storage.data / "vocab");
  JobRunner runner({.client = client,
                    .stop = stop,
                    .blobs = *blobs,
                    .extractor = *extractor,
                    .guessing = guessing,
                    .limits = limits_of(config.indexer),
                    .wishes = {.previews = config.indexer.previews, .ocr = config.indexer.ocr},
                    .spool_folder = spool});
  const IndexPace pace{.documents = config.indexer.commit_documents,
                       .wait = milliseconds(config.indexer.commit_ms)};
  IndexLoop index(client, index_place(config), pace, clock, stop);
  Worker worker(client, runner, index, {.threads = thread_count(config.indexer), .slow = false}, stop);
  Worker slow_worker(client, runner, index, {.threads = 1, .slow = true}, stop);
  log::info("indexer is ready", {{"workers", std::to_string(thread_count(config.indexer))}});
  std::thread indexing([&index] { index.run(); });
  std::thread slow([&slow_worker] { slow_worker.run(); });
  std::thread watching([&] { watch_folders(config, *extractor, stop); });
  worker.run();
  watching.join();
  slow.join();
  indexing.join();
  log::info("indexer has stopped");
  return {};
}

}  // namespace kecang::pipeline
