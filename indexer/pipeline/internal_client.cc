#include "indexer/pipeline/internal_client.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>
#include <utility>

namespace kecang::pipeline {
namespace {

constexpr milliseconds kFirstPause{50};
constexpr milliseconds kLongestPause{2'000};

Result<std::string> read_small_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error::unavailable("server.unreachable").because("no " + file.string());
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  if (text.empty()) return Error::unavailable("server.unreachable").because(file.string() + " is empty");
  return text;
}

/// Percent-encoding for query values (RFC 3986, unreserved characters stay).
std::string encoded(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 0xFU];
    }
  }
  return out;
}

std::string job_path(const Job& job, std::string_view verb) {
  return "/jobs/" + job.id.text() + '/' + std::string(verb) + "?fence=" + std::to_string(job.fence);
}

std::string import_path(const Job& job, std::string_view verb) {
  return "/imports/" + job.subject + '/' + std::string(verb) + "?job=" + job.id.text() +
         "&fence=" + std::to_string(job.fence);
}

ErrorKind kind_of(int status) {
  switch (status) {
    case 400:
    case 422:
      return ErrorKind::invalid;
    case 401:
      return ErrorKind::unauthenticated;
    case 403:
      return ErrorKind::forbidden;
    case 404:
      return ErrorKind::not_found;
    case 409:
      return ErrorKind::conflict;
    case 413:
      return ErrorKind::too_large;
    case 429:
      return ErrorKind::busy;
    case 503:
    case 507:
      return ErrorKind::unavailable;
    default:
      return ErrorKind::internal;
  }
}

/// The server's problem+json as the error it was.
Error error_of(const HttpAnswer& answer) {
  const Json problem = Json::parse(answer.body, nullptr, false);
  std::string code = "server.unexpected_answer";
  if (const auto found = problem.find("code");
      problem.is_object() && found != problem.end() && found->is_string())
    code = found->get<std::string>();
  Error error =
      Error(kind_of(answer.status), std::move(code)).because("status " + std::to_string(answer.status));
  if (const auto params = problem.find("params"); problem.is_object() && params != problem.end())
    for (const auto& [name, value] : params->items())
      if (value.is_string()) error = Error(std::move(error)).with(name, value.get<std::string>());
  return error;
}

bool means_later(int status) {
  return status == 429 || status == 502 || status == 503 || status == 504;
}

/// Grows up to kLongestPause, with jitter so that several clients do not come back together.
milliseconds pause_before(unsigned repetition) {
  thread_local std::minstd_rand random{std::random_device{}()};
  const auto full = std::min(kLongestPause, kFirstPause * (1U << std::min(repetition, 10U)));
  return full / 2 + milliseconds(random() % static_cast<unsigned>(full.count() / 2 + 1));
}

}  // namespace

InternalClient::InternalClient(ServerPlace place, Stop& stop, seconds patience)
    : place_(std::move(place)), stop_(stop), patience_(patience) {}

Result<HttpAnswer> InternalClient::try_once(const Request& request) {
  std::string address = place_.address;
  if (address.empty()) {
    KECANG_ASSIGN(address, read_small_file(place_.data / "server.address"));
  }
  KECANG_ASSIGN(const auto token, read_small_file(place_.data / "internal.token"));
  HttpRequest http{.method = request.method,
                   .url = "http://" + address + "/internal/v1" + request.path,
                   .headers = {"Authorization: Bearer " + token},
                   .body = request.body};
  if (request.body != nullptr) http.headers.push_back("Content-Type: " + request.content_type);
  KECANG_ASSIGN(auto answer, http_.send(http));
  if (means_later(answer.status)) return error_of(answer);
  // A restarted server answers a stale token like an absent path.
  if (answer.status == 404 && read_small_file(place_.data / "internal.token").value_or("") != token)
    return Error::unavailable("server.interrupted").because("the token was renewed");
  return answer;
}

Result<HttpAnswer> InternalClient::call(const Request& request) {
  const auto end = std::chrono::steady_clock::now() + patience_;
  for (unsigned repetition = 0;; ++repetition) {
    auto answer = try_once(request);
    if (answer) {
      if (answer->status >= 400) return error_of(*answer);
      return answer;
    }
    const bool later =
        answer.error().kind() == ErrorKind::unavailable || answer.error().kind() == ErrorKind::busy;
    const bool unreached = answer.error().code() == "server.unreachable";
    const bool repeat = request.repeat == Repeat::until_answered ||
                        (request.repeat == Repeat::while_unreachable && unreached);
    if (!later || !repeat || std::chrono::steady_clock::now() >= end) return answer;
    if (stop_.wait(pause_before(repetition))) return answer;
  }
}

template <class T>
Result<T> InternalClient::call_for(const Request& request) {
  KECANG_ASSIGN(const auto answer, call(request));
  const auto type = answer.headers.find("content-type");
  if (type == answer.headers.end() || !type->second.starts_with("application/json"))
    return from_cbor<T>(answer.body);
  KECANG_ASSIGN(const auto json, parse_json(answer.body));
  return from_json<T>(json);
}

template <class T>
Result<T> InternalClient::post(const std::string& path, const std::string& body) {
  MemoryBody bytes(body);
  return call_for<T>({.method = "POST", .path = path, .body = &bytes});
}

Result<void> InternalClient::post_nothing(std::string path, Repeat repeat) {
  KECANG_TRY(call({.method = "POST", .path = std::move(path), .body = nullptr, .repeat = repeat}));
  return {};
}

Result<indexing::Claimed> InternalClient::claim(const indexing::ClaimRequest& request) {
  return post<indexing::Claimed>("/jobs/claim", to_cbor(request));
}

Result<void> InternalClient::extend(const Job& job, milliseconds lease) {
  return post_nothing(job_path(job, "extend") + "&lease_ms=" + std::to_string(lease.count()), Repeat::never);
}

Result<void> InternalClient::release(const Job& job) {
  return post_nothing(job_path(job, "release"), Repeat::never);
}

Result<void> InternalClient::outcome(const Job& job, const indexing::Outcome& outcome) {
  const std::string body = to_cbor(outcome);
  MemoryBody bytes(body);
  KECANG_TRY(call({.method = "POST", .path = job_path(job, "outcome"), .body = &bytes}));
  return {};
}

Result<Import> InternalClient::members(const Job& job, RequestBody& frames) {
  return call_for<Import>({.method = "POST",
                           .path = import_path(job, "members"),
                           .body = &frames,
                           .content_type = "application/octet-stream"});
}

Result<void> InternalClient::derived(const Job& job, const ExtractEnd& end, RequestBody* frames) {
  MemoryBody nothing({});
  KECANG_TRY(call({.method = "POST",
                   .path = "/jobs/" + job.id.text() + "/derived?fence=" + std::to_string(job.fence) +
                           "&reason=" + encoded(end.reason),
                   .body = frames != nullptr ? frames : &nothing,
                   .content_type = "application/octet-stream"}));
  return {};
}

Result<Import> InternalClient::unpacked(const Job& job, const ExtractEnd& end) {
  return post<Import>(import_path(job, "unpacked"), to_cbor(end));
}

Result<Import> InternalClient::plan(const Job& job, const indexing::PlanBatch& batch) {
  return post<Import>(import_path(job, "plan"), to_cbor(batch));
}

Result<Import> InternalClient::listed(const Job& job, const ExtractEnd& end) {
  return post<Import>(import_path(job, "listed"), to_cbor(end));
}

Result<Import> InternalClient::surveyed(const Job& job) {
  return post<Import>(import_path(job, "surveyed"), {});
}

Result<Import> InternalClient::undo(const Job& job) {
  return post<Import>(import_path(job, "undo"), {});
}

Result<indexing::IndexBatch> InternalClient::dirty(std::uint32_t limit, std::uint64_t bytes) {
  return call_for<indexing::IndexBatch>(
      {.method = "GET", .path = "/dirty?limit=" + std::to_string(limit) + "&bytes=" + std::to_string(bytes)});
}

Result<void> InternalClient::clear_dirty(const std::vector<DirtyMark>& marks) {
  const std::string body = to_cbor(marks);
  MemoryBody bytes(body);
  KECANG_TRY(call({.method = "POST", .path = "/dirty/clear", .body = &bytes}));
  return {};
}

Result<void> InternalClient::mark_dirty(const std::vector<ResourceId>& ids) {
  const std::string body = to_cbor(ids);
  MemoryBody bytes(body);
  KECANG_TRY(call({.method = "POST", .path = "/dirty/mark", .body = &bytes}));
  return {};
}

Result<ResourcePage> InternalClient::resources(const ResourceQuery& query) {
  std::string path = "/resources?limit=" + std::to_string(query.limit) +
                     "&bytes=" + std::to_string(query.bytes) + "&text=" + (query.text ? "yes" : "no");
  if (!query.after.empty()) path += "&after=" + encoded(query.after);
  KECANG_ASSIGN(const auto answer, call({.method = "GET", .path = std::move(path)}));
  ResourcePage page;
  KECANG_ASSIGN(page.batch, from_cbor<indexing::IndexBatch>(answer.body));
  if (const auto next = answer.headers.find("kecang-next"); next != answer.headers.end())
    page.next = next->second;
  return page;
}

Result<indexing::IndexBatch> InternalClient::read(const std::vector<ResourceId>& ids) {
  return post<indexing::IndexBatch>("/resources/read", to_cbor(ids));
}

Result<indexing::FindableCount> InternalClient::findable(const std::string& after) {
  std::string path = "/resources/findable?limit=5000";
  if (!after.empty()) path += "&after=" + encoded(after);
  return call_for<indexing::FindableCount>({.method = "GET", .path = std::move(path)});
}

Result<Import> InternalClient::start_import(const NewImport& import, RequestBody& bytes) {
  std::string path = "/imports?school=" + encoded(import.school) + "&name=" + encoded(import.file_name);
  if (import.review) path += "&review=yes";
  for (std::size_t i = 0; i < import.groups.size(); ++i)
    path += (i == 0 ? "&groups=" : ",") + encoded(import.groups[i]);
  return call_for<Import>({.method = "POST",
                           .path = std::move(path),
                           .body = &bytes,
                           .content_type = "application/octet-stream",
                           .repeat = Repeat::while_unreachable});
}

Result<ImportProgress> InternalClient::import(const ImportId& id) {
  return call_for<ImportProgress>({.method = "GET", .path = "/imports/" + id.text()});
}

Result<EntryPage> InternalClient::entries(const ImportId& id, std::string_view after, std::uint32_t limit) {
  std::string path = "/imports/" + id.text() + "/entries?limit=" + std::to_string(limit);
  if (!after.empty()) path += "&after=" + encoded(after);
  return call_for<EntryPage>({.method = "GET", .path = std::move(path)});
}

Result<std::string> InternalClient::plan_table(const ImportId& id) {
  KECANG_ASSIGN(auto answer, call({.method = "GET", .path = "/imports/" + id.text() + "/plan.csv"}));
  return std::move(answer.body);
}

Result<TableTaken> InternalClient::take_plan_table(const ImportId& id, std::string_view csv) {
  MemoryBody bytes(csv);
  return call_for<TableTaken>({.method = "POST",
                               .path = "/imports/" + id.text() + "/plan.csv",
                               .body = &bytes,
                               .content_type = "text/csv"});
}

Result<Import> InternalClient::apply_plan(const ImportId& id) {
  return post<Import>("/imports/" + id.text() + "/apply", {});
}

Result<Import> InternalClient::undo_import(const ImportId& id) {
  return post<Import>("/imports/" + id.text() + "/take-back", {});
}

Result<Import> InternalClient::recording(const std::string& school, const std::string& key) {
  return call_for<Import>(
      {.method = "GET", .path = "/recordings?school=" + encoded(school) + "&key=" + encoded(key)});
}

Result<Import> InternalClient::put_recording(const indexing::Recording& recording) {
  return post<Import>("/recordings", to_cbor(recording));
}

Result<void> InternalClient::put_blob(const BlobId& id, RequestBody& bytes) {
  KECANG_TRY(call({.method = "PUT",
                   .path = "/blobs/" + id.hex(),
                   .body = &bytes,
                   .content_type = "application/octet-stream"}));
  return {};
}

Result<indexing::RecordsStored> InternalClient::put_records(const indexing::RecordBatch& batch) {
  return post<indexing::RecordsStored>("/records", to_cbor(batch));
}

}  // namespace kecang::pipeline
