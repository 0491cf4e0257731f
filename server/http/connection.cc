#include "server/http/connection.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace kecang::http {
namespace {

bool would_wait(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

Instant Pace::deadline() const {
  const auto earned =
      std::chrono::milliseconds(rate_ == 0 ? 0 : bytes_ / std::max<std::uint64_t>(rate_ / 1'000, 1));
  return start_ + grace_ + earned;
}

Connection::~Connection() {
  ::close(fd_);
}

void Connection::consume(std::size_t bytes) {
  used_ += bytes;
  scanned = 0;
  if (used_ < buffer_.size()) return;
  used_ = 0;
  // An idle connection keeps no memory for what it once received.
  if (buffer_.capacity() > 8 * 1024)
    buffer_ = {};
  else
    buffer_.clear();
}

void Connection::skip_blank_lines() {
  const auto blank = std::min(buffered().find_first_not_of("\r\n"), buffered().size());
  if (blank > 0) consume(blank);
}

Received Connection::receive_now(std::size_t most) {
  if (used_ > 0) {
    buffer_.erase(0, used_);
    used_ = 0;
  }
  std::array<char, 16 * 1024> piece;
  const auto room = std::min(piece.size(), most - std::min(most, buffer_.size()));
  if (room == 0) return Received::some;
  ssize_t got = 0;
  do {
    got = ::recv(fd_, piece.data(), room, MSG_DONTWAIT);
  } while (got < 0 && errno == EINTR);
  if (got < 0 && would_wait(errno)) return Received::some;
  if (got <= 0) return Received::ended;
  buffer_.append(piece.data(), static_cast<std::size_t>(got));
  return Received::some;
}

bool Connection::wait(short events, const Pace& pace, WorkerPool& pool) const {
  const WorkerPool::Lent lent(pool);
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(pace.deadline() - SteadyClock::now()).count();
    if (left <= 0) return false;
    pollfd waiting{.fd = fd_, .events = events, .revents = 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

Received Connection::fill(Pace& pace, WorkerPool& pool) {
  std::array<char, 16 * 1024> piece;
  std::size_t got = 0;
  const auto received = receive_unbuffered(piece, got, pace, pool);
  buffer_.append(piece.data(), got);
  return received;
}

Received Connection::receive(std::span<char> into, std::size_t& got, Pace& pace, WorkerPool& pool) {
  got = std::min(into.size(), buffered().size());
  if (got > 0) {
    std::memcpy(into.data(), buffered().data(), got);
    consume(got);
    return Received::some;
  }
  return receive_unbuffered(into, got, pace, pool);
}

Received Connection::receive_unbuffered(std::span<char> into, std::size_t& got, Pace& pace,
                                        WorkerPool& pool) {
  got = 0;
  while (true) {
    const auto read = ::recv(fd_, into.data(), into.size(), MSG_DONTWAIT);
    if (read > 0) {
      got = static_cast<std::size_t>(read);
      pace.moved(got);
      return Received::some;
    }
    if (read < 0 && errno == EINTR) continue;
    if (read == 0 || !would_wait(errno)) return Received::ended;
    if (!wait(POLLIN, pace, pool)) return Received::too_slow;
  }
}

bool Connection::send_all(std::string_view bytes, Pace& pace, WorkerPool& pool) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      pace.moved(static_cast<std::size_t>(sent));
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    if (sent == 0 || !would_wait(errno) || !wait(POLLOUT, pace, pool)) return false;
  }
  return true;
}

bool Connection::readable_within(std::chrono::milliseconds moment, WorkerPool& pool) const {
  const WorkerPool::Lent lent(pool);
  pollfd waiting{.fd = fd_, .events = POLLIN, .revents = 0};
  return ::poll(&waiting, 1, static_cast<int>(moment.count())) > 0;
}

void Connection::send_now(std::string_view bytes) {
  // A peer that cannot take a few hundred bytes at once goes without them.
  [[maybe_unused]] const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

void Connection::finish_sending() {
  ::shutdown(fd_, SHUT_WR);
}

void Connection::abort() {
  ::shutdown(fd_, SHUT_RDWR);
}

}  // namespace kecang::http
