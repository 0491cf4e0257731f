#include "indexer/pipeline/import_manifest.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "indexer/pipeline/file_body.h"
#include "indexer/pipeline/import_report.h"

namespace kecang::pipeline {
namespace {

constexpr std::size_t kRecordsPerBatch = 200;
constexpr std::size_t kBytesPerBatch = 8ULL << 20;
constexpr std::size_t kInFlight = 3;
constexpr milliseconds kPoll{1'000};
/// Of the time between two questions the server spends at most one part in so many on the answer.
constexpr int kPollShare = 20;

/// A batch with the lines its records came from.
struct Batch {
  indexing::RecordBatch records;
  std::vector<std::uint64_t> lines;
  std::size_t bytes = 0;
};

/// Counts and reports what became of the lines. Any thread may call.
class Tally {
 public:
  explicit Tally(std::optional<ReportFile> report) : report_(std::move(report)) {}

  void line() {
    const std::lock_guard lock(mutex_);
    ++imported_.lines;
  }
  /// All problems of one line.
  void rejected(const std::vector<LineProblem>& problems) {
    const std::lock_guard lock(mutex_);
    ++imported_.rejected;
    for (const auto& problem : problems) note(problem);
  }
  void stored(const Batch& batch, const indexing::RecordsStored& answer) {
    const std::lock_guard lock(mutex_);
    imported_.created += answer.created;
    imported_.updated += answer.updated;
    imported_.unchanged += answer.unchanged;
    std::set<std::uint32_t> rows;
    for (const auto& problem : answer.problems) {
      if (problem.row >= batch.lines.size()) continue;
      rows.insert(problem.row);
      note({.line = batch.lines[problem.row],
            .id = batch.records.records[problem.row].id,
            .field = problem.column,
            .code = problem.code});
    }
    imported_.rejected += rows.size();
  }
  ImportedManifest so_far() const {
    const std::lock_guard lock(mutex_);
    return imported_;
  }
  Result<void> close() { return report_ ? report_->close() : Result<void>(); }

 private:
  void note(const LineProblem& problem) {
    if (report_) report_->add({std::to_string(problem.line), problem.id, problem.field, problem.code});
    if (imported_.first_problems.size() < ImportedManifest::kShown)
      imported_.first_problems.push_back(problem);
  }
  mutable std::mutex mutex_;
  ImportedManifest imported_;
  std::optional<ReportFile> report_;
};

/// Sends batches on a few threads; at most as many wait as are in flight.
class Senders {
 public:
  Senders(InternalClient& client, Tally& tally, std::filesystem::path folder)
      : client_(client), tally_(tally), folder_(std::move(folder)) {
    for (std::size_t i = 0; i < kInFlight; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Senders() { static_cast<void>(finish()); }
  Senders(const Senders&) = delete;
  Senders& operator=(const Senders&) = delete;

  /// Waits for room. The first failure of any batch comes back here, and nothing more is sent.
  Result<void> send(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !failure_ || waiting_.size() < kInFlight; });
    if (!failure_) return failure_;
    waiting_.push_back(std::move(batch));
    lock.unlock();
    changed_.notify_all();
    return {};
  }
  /// Waits until everything is sent.
  Result<void> finish() {
    {
      const std::lock_guard lock(mutex_);
      closed_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
    return failure_;
  }

 private:
  std::optional<Batch> next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
    if (waiting_.empty() || !failure_) return std::nullopt;
    Batch batch = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return batch;
  }

  void work() {
    while (auto batch = next()) {
      if (auto done = store(std::move(*batch)); !done) {
        const std::lock_guard lock(mutex_);
        if (failure_) failure_ = std::move(done);
      }
      changed_.notify_all();
    }
  }

  Result<void> store(Batch batch) {
    KECANG_TRY(store_files(batch));
    if (batch.lines.empty()) return {};
    KECANG_ASSIGN(const auto answer, client_.put_records(batch.records));
    tally_.stored(batch, answer);
    return {};
  }

  /// Records whose original cannot be read do not go in.
  Result<void> store_files(Batch& batch) {
    for (std::size_t i = 0; i < batch.lines.size();) {
      auto& record = batch.records.records[i];
      auto stored = store_file(record);
      if (stored) {
        ++i;
        continue;
      }
      if (stored.error().code() != "import.path_unreadable") return stored;
      tally_.rejected(
          {{.line = batch.lines[i], .id = record.id, .field = "file", .code = stored.error().code()}});
      batch.records.records.erase(batch.records.records.begin() + static_cast<std::ptrdiff_t>(i));
      batch.lines.erase(batch.lines.begin() + static_cast<std::ptrdiff_t>(i));
    }
    return {};
  }

  Result<void> store_file(indexing::Record& record) {
    if (record.file.empty()) return {};
    KECANG_ASSIGN(auto body, FileBody::open(folder_ / record.file));
    KECANG_ASSIGN(const auto digest, digest_of(body));
    KECANG_TRY(client_.put_blob(digest, body));
    record.blob = digest;
    record.blob_size = body.size();
    return {};
  }

  static Result<BlobId> digest_of(RequestBody& body) {
    Sha256 hash;
    std::vector<char> buffer(256 * 1024);
    while (true) {
      KECANG_ASSIGN(const auto got, body.read(buffer));
      if (got == 0) return hash.finish();
      hash.update({buffer.data(), got});
    }
  }

  InternalClient& client_;
  Tally& tally_;
  std::filesystem::path folder_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> waiting_;
  Result<void> failure_;
  bool closed_ = false;
  std::vector<std::thread> threads_;
};

constexpr std::size_t kLineLimit = 64ULL << 20;

/// The next line without its end; false at the end of the file. What is beyond kLineLimit is dropped, so that
/// the line no longer parses.
bool read_line(std::istream& in, std::string& line) {
  using Traits = std::istream::traits_type;
  line.clear();
  std::streambuf& buffer = *in.rdbuf();
  auto c = buffer.sbumpc();
  if (Traits::eq_int_type(c, Traits::eof())) return false;
  for (; !Traits::eq_int_type(c, Traits::eof()); c = buffer.sbumpc()) {
    if (Traits::to_char_type(c) == '\n') return true;
    if (line.size() < kLineLimit) line += Traits::to_char_type(c);
  }
  return true;
}

std::size_t weight(const indexing::Record& record) {
  return record.text.size() + record.title.size() + 500;
}

Result<void> send_lines(std::ifstream& in, const ManifestToImport& what, Tally& tally, Senders& senders,
                        Stop& stop) {
  std::error_code ignored;
  const auto total = std::filesystem::file_size(what.file, ignored);
  Progress bytes("读取 read " + what.file.filename().string(), "B", what.progress);
  std::uint64_t read = 0;
  Batch batch;
  std::string text;
  for (std::uint64_t line = 1; read_line(in, text); ++line) {
    if (stop.requested()) return Error::busy("pipeline.stopping");
    read += text.size() + 1;
    bytes.update(std::min<std::uint64_t>(read, total), total);
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    tally.line();
    auto parsed = parse_manifest_line(text, line, what.school);
    if (!parsed.problems.empty()) {
      tally.rejected(parsed.problems);
      continue;
    }
    batch.bytes += weight(parsed.record);
    batch.records.records.push_back(std::move(parsed.record));
    batch.lines.push_back(line);
    if (batch.lines.size() == kRecordsPerBatch || batch.bytes >= kBytesPerBatch)
      KECANG_TRY(senders.send(std::exchange(batch, {})));
  }
  bytes.finish();
  return batch.lines.empty() ? Result<void>() : senders.send(std::move(batch));
}

/// Until the index has taken over everything.
Result<void> wait_for_index(InternalClient& client, Show show, Stop& stop) {
  Progress progress("索引 index", "", show);
  std::uint64_t most = 0;
  while (true) {
    const auto asked = std::chrono::steady_clock::now();
    KECANG_ASSIGN(const auto now, client.claim({.limit = 0, .lease_ms = 0, .wait_ms = 0}));
    const auto took = std::chrono::ceil<milliseconds>(std::chrono::steady_clock::now() - asked);
    most = std::max(most, now.dirty);
    progress.update(most - now.dirty, most);
    if (now.dirty == 0) return progress.finish(), Result<void>();
    // The server counts: a long backlog is asked for less often.
    if (stop.wait(std::max(kPoll, took * kPollShare))) return Error::busy("pipeline.stopping");
  }
}

}  // namespace

Result<ImportedManifest> import_manifest(InternalClient& client, const ManifestToImport& what, Stop& stop) {
  std::ifstream in(what.file, std::ios::binary);
  if (!in) return Error::not_found("import.path_unreadable").with("path", what.file.string());
  std::optional<ReportFile> report;
  if (what.report) {
    KECANG_ASSIGN(report, ReportFile::create(*what.report, {"line", "id", "field", "code"}));
  }
  Tally tally(std::move(report));
  Senders senders(client, tally, what.file.parent_path());
  KECANG_TRY(send_lines(in, what, tally, senders, stop));
  KECANG_TRY(senders.finish());
  KECANG_TRY(tally.close());
  if (what.wait == Wait::until_done) KECANG_TRY(wait_for_index(client, what.progress, stop));
  return tally.so_far();
}

}  // namespace kecang::pipeline
