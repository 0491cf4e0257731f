/// Writes to both stores until it is killed, or until its files may not grow further, and says on standard
/// output what was acknowledged, one line each:  meta WORKER STEP | blob WORKER STEP | failed CODE | read ok
///   store_writer FOLDER                until killed
///   store_writer FOLDER MAX_FILE_BYTES until a write fails (RLIMIT_FSIZE), then reads, then leaves in order
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "storage/blobs/local_blobs.h"
#include "storage/rocksdb/rocksdb_store.h"
#include "tests/crash/store/steps.h"

namespace kecang::crash {
namespace {

/// One write(2), so that lines of several threads do not mix and a killed process has said all it
/// acknowledged.
void say(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::_Exit(3);
}

Result<std::uint64_t> write_step(Transaction& t, std::uint64_t worker) {
  KECANG_ASSIGN(const auto counter, t.get(counter_key(worker)));
  const std::uint64_t step = (counter ? std::strtoull(counter->c_str(), nullptr, 10) : 0) + 1;
  for (int part = 0; part < kRowsPerStep; ++part) {
    KECANG_TRY(t.put(row_key(worker, step, part), payload(worker, step, static_cast<std::uint64_t>(part))));
    if (step > kKeptSteps) KECANG_TRY(t.erase(row_key(worker, step - kKeptSteps, part)));
  }
  KECANG_TRY(t.put(counter_key(worker), std::to_string(step)));
  return step;
}

Result<std::uint64_t> meta_step(MetaStore& store, std::uint64_t worker) {
  std::uint64_t step = 0;
  const auto done = store.run([&](Transaction& t) -> Result<void> {
    KECANG_ASSIGN(step, write_step(t, worker));
    return {};
  });
  if (!done) return done.error();
  return step;
}

Result<void> blob_step(BlobStore& store, std::uint64_t worker, std::uint64_t step) {
  std::vector<std::unique_ptr<BlobWriter>> wave;
  for (std::uint64_t part = 0; part < kBlobsPerStep; ++part) {
    KECANG_ASSIGN(auto writer, store.begin());
    KECANG_TRY(writer->append(payload(worker, step, part)));
    wave.push_back(std::move(writer));
  }
  KECANG_TRY(store.commit(std::move(wave)));
  return {};
}

/// Each worker goes on until its step fails.
void work_meta(MetaStore& store, std::uint64_t worker) {
  for (;;) {
    const auto step = meta_step(store, worker);
    if (!step) return say("failed " + step.error().code());
    say("meta " + std::to_string(worker) + " " + std::to_string(*step));
  }
}

void work_blobs(BlobStore& store, std::uint64_t worker, std::uint64_t first_step) {
  for (std::uint64_t step = first_step;; ++step) {
    if (const auto done = blob_step(store, worker, step); !done) return say("failed " + done.error().code());
    say("blob " + std::to_string(worker) + " " + std::to_string(step));
  }
}

/// Reads after the failure, by every way there is.
bool reads_go_on(MetaStore& store) {
  const auto rows = store.snapshot()->scan({.from = "", .to = ""});
  return rows && !rows->empty() && store.get(rows->front().key).has_value();
}

void limit_files(const char* bytes) {
  std::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{std::strtoull(bytes, nullptr, 10), RLIM_INFINITY};
  if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) std::_Exit(4);
}

int run(int count, char** arguments) {
  const std::filesystem::path root = arguments[1];
  auto meta = open_rocksdb(meta_path(root), {.floor_bytes = 0});
  if (!meta) return say("failed " + meta.error().code()), 2;
  if (count > 2) {
    if (!meta_step(**meta, 2)) return 2;  // something to read
    limit_files(arguments[2]);
    work_meta(**meta, 0);
    work_meta(**meta, 1);  // nothing is written after the first failure, not even by others
    if (reads_go_on(**meta)) say("read ok");
    return 0;
  }
  auto blobs = open_local_blobs(blob_path(root), {.floor_bytes = 0});
  if (!blobs) return say("failed " + blobs.error().code()), 2;
  const std::uint64_t first_step = static_cast<std::uint64_t>(::getpid())
                                   << 32;  // other blobs in every cycle
  std::vector<std::thread> workers;
  for (std::uint64_t i = 0; i < kMetaWorkers; ++i) workers.emplace_back([&, i] { work_meta(**meta, i); });
  for (std::uint64_t i = 0; i < kBlobWorkers; ++i)
    workers.emplace_back([&, i] { work_blobs(**blobs, i, first_step); });
  for (auto& worker : workers) worker.join();
  return 0;
}

}  // namespace
}  // namespace kecang::crash

int main(int count, char** arguments) {
  return count < 2 ? 1 : kecang::crash::run(count, arguments);
}
