#include "server/http/server.h"

#include <fcntl.h>

#include <algorithm>
#include <csignal>

#include "server/http/exchange.h"
#include "server/http/poller.h"

namespace kecang::http {

class Server::Impl {
 public:
  Impl(ServerOptions options, std::vector<Route> routes, Handler fallback,
       std::function<void(const Access&)> on_access)
      : service_{.options = options,
                 .router = Router(std::move(routes)),
                 .fallback = std::move(fallback),
                 .on_access = std::move(on_access),
                 .trusted = {},
                 .library = {},
                 // Each connection has one request at most, so this many threads always suffice.
                 .pool = WorkerPool(options.threads, std::max(options.threads, options.connections),
                                    options.queue)},
        poller_(service_.options, service_.trusted,
                [this](Connection& connection) { return submit(connection); }) {}

  Result<int> start() {
    std::signal(SIGPIPE, SIG_IGN);
    KECANG_ASSIGN(service_.trusted, AddressSet::parse(service_.options.trusted_proxies));
    KECANG_ASSIGN(const auto listener,
                  service_.library.listen(service_.options.address, service_.options.port));
    ::fcntl(listener.descriptor, F_SETFL, ::fcntl(listener.descriptor, F_GETFL) | O_NONBLOCK);
    ::fcntl(listener.descriptor, F_SETFD, FD_CLOEXEC);
    KECANG_TRY(poller_.start(listener.descriptor));
    started_ = true;
    return listener.port;
  }

  void stop(milliseconds grace) {
    if (!started_ || std::exchange(stopped_, true)) return;
    service_.stopping = true;
    poller_.stop_accepting();
    poller_.wait_until_quiet(grace);
    service_.library.abandon();
    poller_.abort_all();
    service_.pool.stop();
    poller_.stop();
  }

  ServerStats stats() const {
    return {.requests = service_.requests,
            .connections_open = poller_.open(),
            .rejected_busy = poller_.rejected()};
  }

 private:
  bool submit(Connection& connection) {
    return service_.pool.submit([this, &connection] { serve(connection); });
  }

  void serve(Connection& connection) {
    auto after = Exchange(service_, connection).run();
    while (after == After::keep && next_request_is_near(connection)) {
      connection.dispatched = SteadyClock::now();
      after = Exchange(service_, connection).run();
    }
    poller_.give_back(connection, after);
  }

  /// A browser's next request often follows at once: a few workers wait for it a moment, their places lent,
  /// and so save it the way through the poller.
  bool next_request_is_near(Connection& connection) {
    constexpr milliseconds kMoment{5};
    if (!connection.buffered().empty() || service_.stopping) return false;
    if (++patient_ > service_.options.threads || !connection.readable_within(kMoment, service_.pool)) {
      --patient_;
      return false;
    }
    --patient_;
    if (connection.receive_now(service_.options.head_bytes) != Received::some) return false;
    connection.skip_blank_lines();
    return find_head_end(connection.buffered(), 0) != std::string_view::npos;
  }

  Service service_;
  Poller poller_;
  std::atomic<unsigned> patient_{0};
  bool started_ = false;
  bool stopped_ = false;
};

Server::Server(ServerOptions options, std::vector<Route> routes, Handler fallback,
               std::function<void(const Access&)> on_access)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(routes), std::move(fallback),
                                   std::move(on_access))) {}

Server::~Server() {
  stop(seconds{0});
}

Result<int> Server::start() {
  return impl_->start();
}

void Server::stop(seconds grace) {
  impl_->stop(grace);
}

ServerStats Server::stats() const {
  return impl_->stats();
}

}  // namespace kecang::http
