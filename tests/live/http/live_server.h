#pragma once
/// A server on a free port with a few routes, for tests that speak to it over sockets.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/http/server.h"
#include "tests/support/http_client.h"

namespace kecang::http {

using testing::HttpAnswer;
using testing::HttpClient;
using testing::RawSocket;

/// What a server asked of its sources.
struct Reads {
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::size_t> largest{0};
};

/// `size` bytes of which each says where it is.
class PatternSource final : public BodySource {
 public:
  PatternSource(std::uint64_t size, Reads& reads) : size_(size), reads_(reads) {}
  static char at(std::uint64_t offset) { return static_cast<char>('a' + offset % 23); }
  std::uint64_t size() const override { return size_; }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<char> into) const override {
    std::size_t count = 0;
    while (count < into.size() && offset + count < size_) {
      into[count] = at(offset + count);
      ++count;
    }
    reads_.bytes += count;
    reads_.largest = std::max(reads_.largest.load(), count);
    return count;
  }

 private:
  std::uint64_t size_;
  Reads& reads_;
};

/// A door that a handler waits at until the test opens it.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  /// Until `count` handlers have come to the door.
  void await(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

/// A hundred lines, each made when it is asked for; perhaps not all of them.
class LineStream final : public BodyStream {
 public:
  explicit LineStream(int fails_at = -1) : fails_at_(fails_at) {}
  static std::string line(int number) { return "line " + std::to_string(number) + "\n"; }
  Result<std::size_t> read(std::span<char> into) override {
    if (at_ == fails_at_) return Error::corrupt("store.row_unreadable");
    if (at_ == 100) return std::size_t{0};
    const auto text = line(at_++);
    std::copy(text.begin(), text.end(), into.begin());
    return text.size();
  }

 private:
  int at_ = 0;
  int fails_at_;
};

inline constexpr std::uint64_t kFileSize = 3'000'000;
inline constexpr std::uint64_t kUploadLimit = 1'000'000;

class LiveServer {
 public:
  explicit LiveServer(ServerOptions options = {}) {
    options.port = 0;
    server_ = std::make_unique<Server>(
        options, routes(), [](Call&) { return Reply::problem(Error::not_found("http.route_not_found")); },
        [this](const Access& access) { remember(access); });
    auto port = server_->start();
    EXPECT_TRUE(port.has_value()) << port.error().describe();
    port_ = port.value_or(0);
  }

  int port() const { return port_; }
  Server& server() { return *server_; }
  Gate& gate() { return gate_; }
  HttpClient client() const { return HttpClient(port_); }
  RawSocket socket() const { return RawSocket(port_); }
  /// Sends raw bytes and returns all that comes back until the server closes.
  std::string converse(std::string_view bytes) const {
    auto raw = socket();
    raw.send(bytes);
    return raw.receive_all();
  }
  std::vector<Access> accesses() {
    const std::lock_guard lock(mutex_);
    return accesses_;
  }
  int handled(std::string_view pattern) {
    const auto all = accesses();
    return static_cast<int>(std::count_if(all.begin(), all.end(),
                                          [&](const Access& access) { return access.pattern == pattern; }));
  }
  std::uint64_t uploaded() const { return uploaded_; }
  const Reads& reads() const { return reads_; }
  std::size_t largest_piece() const { return largest_piece_; }
  void stop(seconds grace = seconds{10}) { server_->stop(grace); }

 private:
  void remember(const Access& access) {
    const std::lock_guard lock(mutex_);
    accesses_.push_back(access);
  }

  std::vector<Route> routes() {
    return {
        {Method::get, "/hello", 0, [](Call&) { return Reply::text("hello"); }},
        {Method::get, "/echo/:word", 0,
         [](Call& call) {
           return Reply::json({{"word", call.param("word")},
                               {"u", call.query().first("u").value_or("")},
                               {"remote", call.remote()},
                               {"cookie", call.cookie("session")}});
         }},
        {Method::get, "/file", 0,
         [this](Call&) {
           Reply reply;
           reply.source = std::make_shared<PatternSource>(kFileSize, reads_);
           return std::move(reply)
               .with("Content-Type", "video/mp4")
               .with("Content-Disposition", content_disposition("录像 1.mp4"))
               .with("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")
               .etag("v1");
         }},
        {Method::get, "/huge", 0,
         [this](Call&) {
           Reply reply;
           reply.source = std::make_shared<PatternSource>(std::uint64_t{1} << 40U, reads_);
           return reply;
         }},
        {Method::get, "/lines", 0,
         [](Call& call) {
           Reply reply;
           reply.stream = std::make_shared<LineStream>(call.query().first("cut") ? 50 : -1);
           return std::move(reply).with("Content-Type", "text/plain");
         }},
        {Method::get, "/empty-file", 0,
         [this](Call&) {
           Reply reply;
           reply.source = std::make_shared<PatternSource>(0, reads_);
           return reply;
         }},
        {Method::post, "/upload", kUploadLimit, [this](Call& call) { return take_upload(call); }},
        {Method::patch, "/upload", kUploadLimit, [](Call&) { return Reply::empty(); }},
        {Method::post, "/json", kUploadLimit,
         [](Call& call) {
           KECANG_REPLY_ASSIGN(const auto value, call.json());
           return Reply::json(value);
         }},
        {Method::post, "/held-upload", std::uint64_t{1} << 40U,
         [this](Call& call) {
           held_ = true;
           return take_upload(call);
         }},
        {Method::post, "/deaf", std::uint64_t{1} << 40U,
         [](Call&) { return Reply::problem(Error::forbidden("kind.forbidden")); }},
        {Method::get, "/throws", 0,
         [](Call&) -> Reply { throw std::runtime_error("the secret of the house"); }},
        {Method::get, "/fails", 0,
         [](Call&) {
           return Reply::problem(Error::internal("http.unexpected").because("the secret of the house"));
         }},
        {Method::get, "/splits", 0,
         [](Call&) { return Reply::text("whole").with("X-Name", "a\r\nSet-Cookie: evil=1"); }},
        {Method::get, "/mismatch", 0, [](Call&) { return Reply::empty(460); }},
        {Method::get, "/waits", 0,
         [this](Call&) {
           gate_.pass();
           return Reply::text("waited");
         }},
    };
  }

  Reply take_upload(Call& call) {
    KECANG_REPLY_TRY(call.read_body([this](std::string_view piece) -> Result<void> {
      if (held_.exchange(false)) gate_.pass();
      uploaded_ += piece.size();
      largest_piece_ = std::max<std::size_t>(largest_piece_, piece.size());
      return {};
    }));
    return Reply::json({{"received", uploaded_.load()}}, 201);
  }

  int port_ = 0;
  Gate gate_;
  Reads reads_;
  std::atomic<bool> held_{false};
  std::atomic<std::uint64_t> uploaded_{0};
  std::atomic<std::size_t> largest_piece_{0};
  std::mutex mutex_;
  std::vector<Access> accesses_;
  std::unique_ptr<Server> server_;  ///< ends first: its threads use the rest
};

/// Polls a condition for at most twenty seconds.
inline bool eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

}  // namespace kecang::http
