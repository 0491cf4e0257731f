#include "server/http/poller.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include "server/http/head.h"
#include "server/http/problem.h"

namespace kecang::http {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLinger{2'000};
constexpr std::size_t kMostDiscarded = 1024 * 1024;
/// Connections beyond the limit that may still be told so; more are closed without a word.
constexpr std::size_t kTurnedAway = 256;

/// An answer small enough to be sent without waiting, for peers that never reach a worker.
std::string short_answer(const std::string& status_line, const Error& error, int status) {
  const auto body = problem_body(error, status, {});
  return "HTTP/1.1 " + status_line +
         "\r\nContent-Type: application/problem+json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nRetry-After: 2\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n" + body;
}

const std::string& busy_answer() {
  static const auto answer = short_answer("503 Service Unavailable", Error::busy("http.server_busy"), 503);
  return answer;
}
const std::string& crowded_answer() {
  static const auto answer =
      short_answer("503 Service Unavailable", Error::busy("http.too_many_connections"), 503);
  return answer;
}
const std::string& slow_answer() {
  static const auto answer = short_answer("408 Request Timeout", Error::invalid("http.head_too_slow"), 408);
  return answer;
}

/// How often deadlines are looked at: often enough for the shortest of them.
milliseconds sweep_interval(const ServerOptions& options) {
  return std::clamp(std::min(options.head_deadline, options.idle_deadline) / 8, milliseconds{5},
                    milliseconds{250});
}

}  // namespace

Poller::Poller(const ServerOptions& options, const AddressSet& trusted, Dispatch dispatch)
    : options_(options), trusted_(trusted), dispatch_(std::move(dispatch)) {}

Poller::~Poller() {
  stop();
}

Result<void> Poller::start(int listener) {
  listener_ = listener;
  epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
  wake_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll_ < 0 || wake_ < 0) return Error::internal("http.unexpected").because(std::strerror(errno));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &wake_;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, wake_, &event);
  event.events = EPOLLIN | EPOLLONESHOT;
  event.data.ptr = &listener_;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, listener_, &event);
  thread_ = std::thread([this] { run(); });
  return {};
}

void Poller::run() {
  std::array<epoll_event, 128> events;
  const auto interval = sweep_interval(options_);
  while (!ended_) {
    const int count = ::epoll_wait(epoll_, events.data(), events.size(), static_cast<int>(interval.count()));
    for (int i = 0; i < count; ++i) {
      void* const subject = events[static_cast<std::size_t>(i)].data.ptr;
      if (subject == &wake_) {
        std::uint64_t times = 0;
        [[maybe_unused]] const auto got = ::read(wake_, &times, sizeof times);
      } else if (subject == &listener_) {
        accept_all();
      } else {
        on_event(*static_cast<Connection*>(subject));
      }
    }
    if (stopping_) close_waiting();
    if (SteadyClock::now() >= next_sweep_) sweep();
  }
}

void Poller::accept_all() {
  if (stopping_) return;
  while (true) {
    sockaddr_storage from{};
    socklen_t length = sizeof from;
    const int fd =
        ::accept4(listener_, reinterpret_cast<sockaddr*>(&from), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      admit(fd, address_text(from));
      continue;
    }
    if (errno == EINTR || errno == ECONNABORTED) continue;
    // Without descriptors the listener would be ready for ever: the next sweep arms it again.
    if (errno == EAGAIN || errno == EWOULDBLOCK) arm_listener();
    return;
  }
}

void Poller::admit(int fd, std::string peer) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  bool crowded = false;
  {
    const std::lock_guard lock(mutex_);
    const auto from_there = per_address_.find(peer);
    crowded = table_.size() >= options_.connections ||
              (from_there != per_address_.end() && from_there->second >= options_.connections_per_address &&
               !trusted_.contains(peer));
  }
  if (crowded) {
    turn_away(fd, std::move(peer));
    return;
  }
  auto connection = std::make_unique<Connection>(fd, std::move(peer));
  connection->deadline = SteadyClock::now() + options_.idle_deadline;
  add(std::move(connection));
}

void Poller::turn_away(int fd, std::string peer) {
  ++rejected_;
  auto connection = std::make_unique<Connection>(fd, std::move(peer));
  connection->send_now(crowded_answer());
  bool room = false;
  {
    const std::lock_guard lock(mutex_);
    room = table_.size() < options_.connections + kTurnedAway;
  }
  if (!room) return;
  connection->finish_sending();
  connection->state = Connection::State::lingering;
  connection->deadline = SteadyClock::now() + kLinger;
  add(std::move(connection));
}

void Poller::add(std::unique_ptr<Connection> connection) {
  auto* const key = connection.get();
  const std::lock_guard lock(mutex_);
  ++per_address_[key->peer()];
  table_.emplace(key, std::move(connection));
  ++open_;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
  event.data.ptr = key;
  ::epoll_ctl(epoll_, EPOLL_CTL_ADD, key->fd(), &event);
}

/// The caller holds mutex_ and owns the connection.
void Poller::remove(Connection& connection) {
  const auto count = per_address_.find(connection.peer());
  if (--count->second == 0) per_address_.erase(count);
  table_.erase(&connection);
  --open_;
}

void Poller::arm(Connection& connection) {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT;
  event.data.ptr = &connection;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, connection.fd(), &event);
}

void Poller::arm_listener() {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLONESHOT;
  event.data.ptr = &listener_;
  ::epoll_ctl(epoll_, EPOLL_CTL_MOD, listener_, &event);
}

void Poller::on_event(Connection& connection) {
  const auto state = [&] {
    // Whoever armed the connection held the lock; taking it makes what they wrote to the connection ours to
    // read.
    const std::lock_guard lock(mutex_);
    return connection.state;
  }();
  if (state == Connection::State::lingering) {
    on_lingering(connection);
    return;
  }
  if (connection.receive_now(options_.head_bytes) == Received::ended) {
    const std::lock_guard lock(mutex_);
    remove(connection);
    return;
  }
  look_for_head(connection);
}

void Poller::look_for_head(Connection& connection) {
  if (connection.state == Connection::State::idle) connection.skip_blank_lines();
  const auto bytes = connection.buffered();
  const auto from = connection.scanned > 3 ? connection.scanned - 3 : 0;
  if (find_head_end(bytes, from) != std::string_view::npos || bytes.size() >= options_.head_bytes) {
    dispatch(connection);
    return;
  }
  connection.scanned = bytes.size();
  const std::lock_guard lock(mutex_);
  if (connection.state == Connection::State::idle && !bytes.empty()) {
    connection.state = Connection::State::head;
    connection.deadline = SteadyClock::now() + options_.head_deadline;
  }
  arm(connection);
}

void Poller::dispatch(Connection& connection) {
  connection.dispatched = SteadyClock::now();
  {
    const std::lock_guard lock(mutex_);
    connection.state = Connection::State::busy;
    ++busy_;
  }
  if (dispatch_(connection)) return;
  ++rejected_;
  connection.send_now(busy_answer());
  give_back(connection, After::linger);
}

void Poller::give_back(Connection& connection, After after) {
  if (after == After::keep) {
    connection.skip_blank_lines();
    // A pipelined request is already here: it queues up like any other.
    if (find_head_end(connection.buffered(), 0) != std::string_view::npos && dispatch_(connection)) return;
  }
  const std::lock_guard lock(mutex_);
  if (--busy_ == 0) quiet_.notify_all();
  if (after == After::close) {
    remove(connection);
  } else if (after == After::linger) {
    linger(connection);
  } else {
    const bool begun = !connection.buffered().empty();
    connection.state = begun ? Connection::State::head : Connection::State::idle;
    connection.deadline = SteadyClock::now() + (begun ? options_.head_deadline : options_.idle_deadline);
    arm(connection);
  }
}

/// The caller holds mutex_.
void Poller::linger(Connection& connection) {
  connection.finish_sending();
  connection.state = Connection::State::lingering;
  connection.deadline = SteadyClock::now() + kLinger;
  arm(connection);
}

void Poller::on_lingering(Connection& connection) {
  std::array<char, 64 * 1024> scrap;
  const auto got = ::recv(connection.fd(), scrap.data(), scrap.size(), MSG_DONTWAIT);
  const bool nothing_yet = got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
  if (got > 0) connection.discarded += static_cast<std::size_t>(got);
  const std::lock_guard lock(mutex_);
  if ((got <= 0 && !nothing_yet) || connection.discarded > kMostDiscarded)
    remove(connection);
  else
    arm(connection);
}

void Poller::sweep() {
  const auto now = SteadyClock::now();
  next_sweep_ = now + sweep_interval(options_);
  if (!stopping_) arm_listener();
  const std::lock_guard lock(mutex_);
  std::vector<Connection*> expired;
  for (const auto& [connection, owner] : table_)
    if (connection->state != Connection::State::busy && connection->deadline <= now)
      expired.push_back(connection);
  for (auto* connection : expired) {
    if (connection->state == Connection::State::head) connection->send_now(slow_answer());
    remove(*connection);
  }
}

void Poller::close_waiting() {
  const std::lock_guard lock(mutex_);
  if (listener_ >= 0) ::close(std::exchange(listener_, -1));
  std::vector<Connection*> waiting;
  for (const auto& [connection, owner] : table_) {
    const bool lingering = connection->state == Connection::State::lingering;
    if (connection->state != Connection::State::busy && !lingering) waiting.push_back(connection);
  }
  for (auto* connection : waiting) remove(*connection);
}

void Poller::wake() const {
  const std::uint64_t once = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &once, sizeof once);
}

void Poller::stop_accepting() {
  stopping_ = true;
  wake();
}

bool Poller::wait_until_quiet(milliseconds most) {
  std::unique_lock lock(mutex_);
  return quiet_.wait_for(lock, most, [this] { return busy_ == 0; });
}

void Poller::abort_all() {
  const std::lock_guard lock(mutex_);
  for (const auto& [connection, owner] : table_) connection->abort();
}

void Poller::stop() {
  stopping_ = true;
  ended_ = true;
  if (wake_ >= 0) wake();
  if (thread_.joinable()) thread_.join();
  const std::lock_guard lock(mutex_);
  table_.clear();
  for (int* const descriptor : {&listener_, &epoll_, &wake_})
    if (*descriptor >= 0) ::close(std::exchange(*descriptor, -1));
}

}  // namespace kecang::http
