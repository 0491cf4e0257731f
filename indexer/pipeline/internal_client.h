#pragma once
/// The client side of schemas/internal-api.md: one typed call per line of its table. Any thread may call.
///
/// A server that restarts is waited for: calls are repeated with growing pauses until it answers, the stop is
/// requested or `patience` is over. Address and token are read anew from the data folder each time, because
/// both change with a restart.
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "indexer/pipeline/http_client.h"
#include "indexer/pipeline/stop.h"
#include "schemas/model/import.h"
#include "schemas/model/indexing.h"
#include "schemas/model/work.h"

namespace kecang::pipeline {

struct ServerPlace {
  std::filesystem::path data;  ///< holds server.address and internal.token
  std::string address;         ///< host:port that replaces what server.address says; may be empty
};

struct ResourcePage {
  indexing::IndexBatch batch;
  std::string next;  ///< give it as `after` for the next page; empty at the end
};

struct ResourceQuery {
  std::string after;  ///< id; empty for the first page
  std::uint32_t limit = 1'000;
  std::uint64_t bytes = 8ULL << 20;  ///< of text, beyond which a page ends
  bool text = true;
};

struct ImportProgress {
  Import import;
  ImportCounts counts;
};
template <class V>
void describe(V& v, ImportProgress& p) {
  v("import", p.import);
  v("counts", p.counts);
}

struct EntryPage {
  std::vector<ImportEntry> items;
  std::string next;
};
template <class V>
void describe(V& v, EntryPage& p) {
  v("items", p.items);
  v("next", p.next);
}

struct TableProblem {
  std::uint32_t line = 0;  ///< from 1
  std::string column;
  std::string code;
};
template <class V>
void describe(V& v, TableProblem& p) {
  v("line", p.line);
  v("column", p.column);
  v("code", p.code);
}
struct TableTaken {
  std::uint64_t changed = 0;
  std::vector<TableProblem> problems;
};
template <class V>
void describe(V& v, TableTaken& t) {
  v("changed", t.changed);
  v("problems", t.problems);
}

struct NewImport {
  std::string school;               ///< key or id
  std::vector<std::string> groups;  ///< keys or ids
  std::string file_name;
  bool review = false;  ///< an archive's files are planned first
};

class InternalClient {
 public:
  InternalClient(ServerPlace place, Stop& stop, seconds patience);

  Result<indexing::Claimed> claim(const indexing::ClaimRequest& request);
  /// One try only: the next one comes with the next heartbeat.
  Result<void> extend(const Job& job, milliseconds lease);
  /// One try only: when it fails the lease simply runs out.
  Result<void> release(const Job& job);
  Result<void> outcome(const Job& job, const indexing::Outcome& outcome);
  Result<Import> members(const Job& job, RequestBody& frames);
  /// What was made of a file, and how that ended; `frames` may be nullptr.
  Result<void> derived(const Job& job, const ExtractEnd& end, RequestBody* frames);
  Result<Import> unpacked(const Job& job, const ExtractEnd& end);
  Result<Import> plan(const Job& job, const indexing::PlanBatch& batch);
  Result<Import> listed(const Job& job, const ExtractEnd& end);
  Result<Import> surveyed(const Job& job);
  /// The next step of taking an import back.
  Result<Import> undo(const Job& job);
  Result<indexing::IndexBatch> dirty(std::uint32_t limit, std::uint64_t bytes);
  Result<void> clear_dirty(const std::vector<DirtyMark>& marks);
  Result<void> mark_dirty(const std::vector<ResourceId>& ids);
  Result<ResourcePage> resources(const ResourceQuery& query);
  /// As they are now; at most kReadAtOnce.
  static constexpr std::size_t kReadAtOnce = 64;
  Result<indexing::IndexBatch> read(const std::vector<ResourceId>& ids);
  Result<indexing::FindableCount> findable(const std::string& after);
  /// Not repeated once bytes were sent, because it would make a second import.
  Result<Import> start_import(const NewImport& import, RequestBody& bytes);
  Result<ImportProgress> import(const ImportId& id);
  Result<EntryPage> entries(const ImportId& id, std::string_view after, std::uint32_t limit);
  /// The plan of an import as a spreadsheet (schemas/plan-table.md).
  Result<std::string> plan_table(const ImportId& id);
  Result<TableTaken> take_plan_table(const ImportId& id, std::string_view csv);
  Result<Import> apply_plan(const ImportId& id);
  Result<Import> undo_import(const ImportId& id);
  /// What became of the recording the key stands for; not_found/recording.absent.
  Result<Import> recording(const std::string& school, const std::string& key);
  Result<Import> put_recording(const indexing::Recording& recording);
  Result<void> put_blob(const BlobId& id, RequestBody& bytes);
  Result<indexing::RecordsStored> put_records(const indexing::RecordBatch& batch);

 private:
  enum class Repeat { until_answered, while_unreachable, never };
  struct Request {
    std::string method;
    std::string path;  ///< behind /internal/v1, with query
    RequestBody* body = nullptr;
    std::string content_type = "application/cbor";
    Repeat repeat = Repeat::until_answered;
  };
  Result<HttpAnswer> call(const Request& request);
  Result<HttpAnswer> try_once(const Request& request);
  template <class T>
  Result<T> call_for(const Request& request);
  template <class T>
  Result<T> post(const std::string& path, const std::string& body);
  Result<void> post_nothing(std::string path, Repeat repeat);

  ServerPlace place_;
  Stop& stop_;
  seconds patience_;
  HttpClient http_;
};

}  // namespace kecang::pipeline
