#include "indexer/pipeline/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "schemas/base/trim.h"

namespace kecang::pipeline {
namespace {

constexpr long kConnectMs = 5'000;
constexpr std::size_t kAnswerLimit = 512ULL << 20;
/// A transfer slower than this for `patience` has stopped.
constexpr long kSlowestBytesPerSecond = 1;

void initialise_curl() {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(once);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// What one transfer's callbacks share.
struct Transfer {
  RequestBody* body = nullptr;
  HttpAnswer answer;
  Result<void> local;  ///< our own failure, e.g. a body that could not be read
};

std::size_t on_read(char* into, std::size_t size, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  auto read = transfer.body->read({into, size * count});
  if (read) return *read;
  transfer.local = std::move(read).error();
  return CURL_READFUNC_ABORT;
}

int on_seek(void* data, curl_off_t offset, int origin) {
  auto& transfer = *static_cast<Transfer*>(data);
  if (offset != 0 || origin != SEEK_SET) return CURL_SEEKFUNC_CANTSEEK;
  transfer.local = transfer.body->rewind();
  return transfer.local ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

std::size_t on_write(const char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  if (transfer.answer.body.size() + size * count > kAnswerLimit) return 0;
  transfer.answer.body.append(bytes, size * count);
  return size * count;
}

std::size_t on_header(const char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const std::string_view line(bytes, size * count);
  if (const auto colon = line.find(':'); colon != std::string_view::npos)
    transfer.answer.headers[lower(trimmed(line.substr(0, colon)))] = trimmed(line.substr(colon + 1));
  return size * count;
}

bool never_arrived(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST;
}

}  // namespace

Result<void> MemoryBody::rewind() {
  offset_ = 0;
  return {};
}

Result<std::size_t> MemoryBody::read(std::span<char> into) {
  const std::size_t count = std::min(into.size(), bytes_.size() - offset_);
  std::memcpy(into.data(), bytes_.data() + offset_, count);
  offset_ += count;
  return count;
}

class HttpClient::Connection {
 public:
  Connection() : handle_(curl_easy_init()) {}
  ~Connection() { curl_easy_cleanup(handle_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<HttpAnswer> send(const HttpRequest& request) {
    if (handle_ == nullptr) return Error::internal("server.unreachable").because("curl_easy_init failed");
    Transfer transfer{.body = request.body, .answer = {}, .local = {}};
    curl_slist* headers = curl_slist_append(nullptr, "Expect:");  // no round trip before the body
    for (const auto& header : request.headers) headers = curl_slist_append(headers, header.c_str());
    if (request.body != nullptr) transfer.local = request.body->rewind();
    const CURLcode code = transfer.local ? perform(request, headers, transfer) : CURLE_READ_ERROR;
    curl_slist_free_all(headers);
    if (!transfer.local) return std::move(transfer.local).error();
    if (code != CURLE_OK)
      return Error::unavailable(never_arrived(code) ? "server.unreachable" : "server.interrupted")
          .because(curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    transfer.answer.status = static_cast<int>(status);
    return std::move(transfer.answer);
  }

 private:
  template <class T>
  void set(CURLoption option, T value) {
    curl_easy_setopt(handle_, option, value);
  }

  CURLcode perform(const HttpRequest& request, curl_slist* headers, Transfer& transfer) {
    curl_easy_reset(handle_);  // keeps the connections
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_NOPROXY, "*");
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
    set(CURLOPT_LOW_SPEED_LIMIT, kSlowestBytesPerSecond);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(std::chrono::ceil<seconds>(request.patience).count()));
    set(CURLOPT_BUFFERSIZE, 256L * 1024);
    set(CURLOPT_UPLOAD_BUFFERSIZE, 256L * 1024);
    set(CURLOPT_WRITEFUNCTION, &on_write);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, &on_header);
    set(CURLOPT_HEADERDATA, &transfer);
    if (request.body != nullptr)
      set_body(*request.body, transfer);
    else if (request.method != "GET")
      set_empty_body();
    return curl_easy_perform(handle_);
  }

  void set_body(const RequestBody& body, Transfer& transfer) {
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(CURLOPT_READFUNCTION, &on_read);
    set(CURLOPT_READDATA, &transfer);
    set(CURLOPT_SEEKFUNCTION, &on_seek);
    set(CURLOPT_SEEKDATA, &transfer);
  }

  void set_empty_body() {
    set(CURLOPT_POSTFIELDS, "");
    set(CURLOPT_POSTFIELDSIZE, 0L);
  }

  CURL* handle_;
};

HttpClient::HttpClient() {
  initialise_curl();
}
HttpClient::~HttpClient() = default;

Result<HttpAnswer> HttpClient::send(const HttpRequest& request) {
  auto connection = take();
  auto answer = connection->send(request);
  if (answer) give_back(std::move(connection));  // after a failure the connection's state is unknown
  return answer;
}

std::unique_ptr<HttpClient::Connection> HttpClient::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Connection>();
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void HttpClient::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
}

}  // namespace kecang::pipeline
