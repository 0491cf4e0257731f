#pragma once
/// The listener: cpp-httplib behind our own router and our own stream with deadlines. Start, wait and stop
/// from one thread.
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "server/http/call.h"

namespace kecang::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  int port = 8080;               ///< 0: any free one
  unsigned threads = 16;         ///< requests handled at once; idle connections hold none
  unsigned connections = 2'000;  ///< open at once; more are answered 503
  unsigned connections_per_address = 256;
  std::size_t head_bytes = 32 * 1024;
  std::size_t path_bytes = 2 * 1024;   ///< beyond: 414, before any regex sees it
  milliseconds head_deadline{10'000};  ///< from a head's first byte to its last
  milliseconds idle_deadline{60'000};  ///< of a keep-alive connection between requests
  unsigned requests_per_connection = 1'000;
  std::uint64_t slowest_bytes_per_second =
      16 * 1024;  ///< body and answer deadlines are `transfer_grace` + length at this rate
  milliseconds transfer_grace{15'000};
  unsigned queue = 512;  ///< requests that may wait for a thread; more are answered 503
  /// Whose X-Forwarded-For counts, and who may hold any number of connections: addresses or CIDR ranges
  /// (10.0.0.0/8).
  std::vector<std::string> trusted_proxies = {};
};

struct ServerStats {
  std::uint64_t requests = 0;
  std::uint64_t connections_open = 0;
  std::uint64_t rejected_busy = 0;
};

/// Called after each answer with method, pattern (not path), status and time taken; for logs and metrics.
struct Access {
  Method method;
  std::string pattern;
  std::string path;
  int status;
  milliseconds took;
  std::string remote;
  std::string request_id;
  std::uint64_t bytes_sent;
};

class Server {
 public:
  /// `fallback` answers what no route matches (the page's files, or 404).
  Server(ServerOptions options, std::vector<Route> routes, Handler fallback,
         std::function<void(const Access&)> on_access);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  /// Binds and starts answering on its own threads; unavailable/http.cannot_listen.
  Result<int> start();
  /// Takes no new connections, lets running requests end within `grace`, then closes. Idempotent.
  void stop(seconds grace = seconds{10});
  ServerStats stats() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kecang::http
