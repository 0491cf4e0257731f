#pragma once
/// The indexer's HTTP/1.1 client: keep-alive connections, deadlines, bodies streamed both ways where they are
/// large. Any thread may call; each request in flight has a connection of its own.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/base/clock.h"
#include "schemas/base/result.h"

namespace kecang::pipeline {

/// Bytes of known length that can be read again from the start, because a request may have to be repeated.
class RequestBody {
 public:
  virtual ~RequestBody() = default;
  virtual std::uint64_t size() const = 0;
  virtual Result<void> rewind() = 0;
  /// Fills `into` from where the last read ended; 0 only at the end.
  virtual Result<std::size_t> read(std::span<char> into) = 0;
};

/// A body that is in memory; `bytes` has to outlive it.
class MemoryBody final : public RequestBody {
 public:
  explicit MemoryBody(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Result<void> rewind() override;
  Result<std::size_t> read(std::span<char> into) override;

 private:
  std::string_view bytes_;
  std::size_t offset_ = 0;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::string> headers;  ///< "Name: value"
  RequestBody* body = nullptr;
  milliseconds patience{30'000};  ///< a transfer that stands still for this long is given up
};

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
};

class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Any status is an answer. unavailable/server.unreachable: no connection, so the request had no effect.
  /// unavailable/server.interrupted: the connection broke or went silent, so it may have had one.
  Result<HttpAnswer> send(const HttpRequest& request);

 private:
  class Connection;
  std::unique_ptr<Connection> take();
  void give_back(std::unique_ptr<Connection> connection);
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace kecang::pipeline
