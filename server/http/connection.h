#pragma once
/// One accepted socket with its buffer and deadlines. Owned by one thread at a time: the poller while it is
/// idle or its head is coming, a worker while a request is answered.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "server/http/worker_pool.h"

namespace kecang::http {

using SteadyClock = std::chrono::steady_clock;
using Instant = SteadyClock::time_point;

/// A peer must keep up this pace: after t it has moved at least (t - grace) × rate bytes. A transfer of n
/// bytes thus ends within grace + n / rate, and one that stalls is found out within the grace and what it
/// saved up.
class Pace {
 public:
  Pace(std::chrono::milliseconds grace, std::uint64_t bytes_per_second)
      : grace_(grace), rate_(bytes_per_second) {}
  /// The clock runs from the first call on.
  void begin() {
    if (start_ == Instant{}) start_ = SteadyClock::now();
  }
  void moved(std::size_t bytes) { bytes_ += bytes; }
  Instant deadline() const;

 private:
  std::chrono::milliseconds grace_;
  std::uint64_t rate_;
  Instant start_{};
  std::uint64_t bytes_ = 0;
};

enum class Received { some, ended, too_slow };

class Connection {
 public:
  /// Takes the descriptor, which must be non-blocking.
  Connection(int fd, std::string peer) : fd_(fd), peer_(std::move(peer)) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int fd() const { return fd_; }
  const std::string& peer() const { return peer_; }

  // -- what came and was not used yet
  std::string_view buffered() const { return std::string_view(buffer_).substr(used_); }
  void consume(std::size_t bytes);
  /// Before a request line blank lines mean nothing (RFC 9112 §2.2).
  void skip_blank_lines();
  /// Adds what the socket has, without waiting. Received::some with nothing new means "not yet".
  Received receive_now(std::size_t most);

  // -- for workers; waiting lends the worker's place
  /// Adds to the buffer what is there; waits for at least one byte.
  Received fill(Pace& pace, WorkerPool& pool);
  /// Reads into `into` what is there; waits for at least one byte.
  Received receive(std::span<char> into, std::size_t& got, Pace& pace, WorkerPool& pool);
  /// False when the peer is gone or too slow.
  bool send_all(std::string_view bytes, Pace& pace, WorkerPool& pool);

  /// Waits a moment for the next request.
  bool readable_within(std::chrono::milliseconds moment, WorkerPool& pool) const;

  /// Sends a few bytes if the socket takes them at once. Never waits.
  void send_now(std::string_view bytes);
  void finish_sending();
  /// Wakes whoever waits for this socket; it can be used no more.
  void abort();

  // -- book-keeping of the poller and the exchange
  enum class State { idle, head, busy, lingering };
  State state = State::idle;
  Instant deadline{};
  Instant dispatched{};       ///< when the head was complete
  std::size_t scanned = 0;    ///< bytes of the buffer already searched for the head's end
  std::size_t discarded = 0;  ///< while lingering
  unsigned requests = 0;

 private:
  Received receive_unbuffered(std::span<char> into, std::size_t& got, Pace& pace, WorkerPool& pool);
  bool wait(short events, const Pace& pace, WorkerPool& pool) const;

  int fd_;
  std::string peer_;
  std::string buffer_;
  std::size_t used_ = 0;
};

}  // namespace kecang::http
