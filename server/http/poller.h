#pragma once
/// Accepts connections and watches those that wait: idle ones, and ones whose head is still coming. None of
/// them holds a worker. A connection with a complete head is dispatched; the worker gives it back.
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>

#include "server/http/address.h"
#include "server/http/connection.h"
#include "server/http/server.h"

namespace kecang::http {

/// What becomes of a connection after an answer.
enum class After {
  keep,    ///< the next request may come
  linger,  ///< say no more, but hear the peer out for a moment: closing at once could destroy the answer on
           ///< its way
  close,
};

class Poller {
 public:
  /// Hands a connection with a complete head (or one that is too large) to a worker; false when none can take
  /// it.
  using Dispatch = std::function<bool(Connection&)>;

  Poller(const ServerOptions& options, const AddressSet& trusted, Dispatch dispatch);
  ~Poller();
  Poller(const Poller&) = delete;
  Poller& operator=(const Poller&) = delete;

  /// Takes the listening descriptor, which is closed by stop_accepting.
  Result<void> start(int listener);
  /// Called by the worker that was given `connection`.
  void give_back(Connection& connection, After after);

  /// Closes the listener and whatever is not being answered.
  void stop_accepting();
  /// True when nothing is being answered any more.
  bool wait_until_quiet(std::chrono::milliseconds most);
  /// Cuts off what is still being answered.
  void abort_all();
  /// Ends the thread and closes everything; no worker may hold a connection any more.
  void stop();

  std::uint64_t open() const { return open_; }
  std::uint64_t rejected() const { return rejected_; }

 private:
  using Table = std::unordered_map<Connection*, std::unique_ptr<Connection>>;

  void run();
  void accept_all();
  void admit(int fd, std::string peer);
  void turn_away(int fd, std::string peer);
  void on_event(Connection& connection);
  void on_lingering(Connection& connection);
  void look_for_head(Connection& connection);
  void dispatch(Connection& connection);
  void arm(Connection& connection);
  void arm_listener();
  void sweep();
  void close_waiting();
  void add(std::unique_ptr<Connection> connection);
  void remove(Connection& connection);
  void linger(Connection& connection);
  void wake() const;

  const ServerOptions& options_;
  const AddressSet& trusted_;
  Dispatch dispatch_;
  int epoll_ = -1;
  int wake_ = -1;
  int listener_ = -1;
  std::thread thread_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> ended_{false};
  std::atomic<std::uint64_t> open_{0};
  std::atomic<std::uint64_t> rejected_{0};

  std::mutex mutex_;  ///< guards what follows, and state and deadline of connections that are waiting
  std::condition_variable quiet_;
  Table table_;
  std::unordered_map<std::string, unsigned> per_address_;
  std::size_t busy_ = 0;
  Instant next_sweep_{};
};

}  // namespace kecang::http
