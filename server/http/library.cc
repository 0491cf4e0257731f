#include "server/http/library.h"

#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "server/http/head.h"

namespace kecang::http {
namespace {

constexpr int kBacklog = 4'096;
constexpr std::size_t kChunk = 256 * 1024;  ///< of a streamed answer: what one download holds in memory

/// The library calls every status it does not know "Internal Server Error"; tus has one of its own.
std::string with_true_reason(std::string_view head) {
  constexpr std::string_view kSaid = "HTTP/1.1 460 Internal Server Error\r\n";
  if (!head.starts_with(kSaid)) return std::string(head);
  return "HTTP/1.1 460 Checksum Mismatch\r\n" + std::string(head.substr(kSaid.size()));
}

/// What the library takes for a connection: a request we wrote ourselves, and a place to write the answer to.
class ScriptedStream final : public httplib::Stream {
 public:
  ScriptedStream(std::string request, const HttpLibrary::Write& write)
      : request_(std::move(request)), write_(write) {}

  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* into, size_t size) override {
    const auto count = std::min(size, request_.size() - read_);
    std::memcpy(into, request_.data() + read_, count);
    read_ += count;
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* bytes, size_t size) override {
    // The first piece is the whole head.
    const bool head = !std::exchange(head_written_, true);
    const bool written = head ? write_(with_true_reason({bytes, size})) : write_({bytes, size});
    return written ? static_cast<ssize_t>(size) : -1;
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return 0; }

 private:
  std::string request_;
  std::size_t read_ = 0;
  bool head_written_ = false;
  const HttpLibrary::Write& write_;
};

struct Exchange {
  const std::function<Answer()>& decide;
  bool close = false;
};

/// The library hands a Request and a Response to its hooks and nothing else; this is whose they are.
thread_local Exchange* current_exchange = nullptr;

bool forbids_body(int status) {
  return status == 204 || status == 304 || status < 200;
}

httplib::ContentProvider provider(std::shared_ptr<const BodySource> source, ByteRange part) {
  return [source = std::move(source), part, piece = std::vector<char>()](size_t offset, size_t length,
                                                                         httplib::DataSink& sink) mutable {
    piece.resize(std::min(length, kChunk));
    const auto got = source->read_at(part.first + offset, piece);
    return got && *got > 0 && sink.write(piece.data(), *got);
  };
}

/// The library asks again until it is told that all was said.
httplib::ContentProviderWithoutLength provider(std::shared_ptr<BodyStream> stream) {
  return [stream = std::move(stream), piece = std::vector<char>(kChunk)](size_t,
                                                                         httplib::DataSink& sink) mutable {
    const auto got = stream->read(piece);
    if (!got) return false;
    if (*got > 0) return sink.write(piece.data(), *got);
    sink.done();
    return true;
  };
}

void fill(httplib::Response& response, Answer answer) {
  response.status = answer.status;
  const bool streamed = answer.stream || (answer.source && answer.part.length > 0);
  std::string content_type = "application/octet-stream";
  for (auto& [name, value] : answer.headers) {
    if (streamed && lower_case(name) == "content-type")
      content_type = std::move(value);  // the library adds it
    else
      response.headers.emplace(std::move(name), std::move(value));
  }
  if (answer.stream && answer.delimited)
    response.set_chunked_content_provider(content_type, provider(std::move(answer.stream)));
  else if (answer.stream)
    response.set_content_provider(content_type, provider(std::move(answer.stream)));
  else if (streamed)
    response.set_content_provider(answer.part.length, content_type,
                                  provider(std::move(answer.source), answer.part));
  else
    response.body = std::move(answer.body);
}

/// The last word before the head is written.
void correct_headers(httplib::Response& response) {
  response.headers.erase("Keep-Alive");
  response.headers.erase("Connection");
  if (current_exchange->close) response.headers.emplace("Connection", "close");
  if (forbids_body(response.status)) {
    response.headers.erase("Content-Length");
    response.headers.erase("Content-Type");
  }
}

}  // namespace

class HttpLibrary::Engine final : public httplib::Server {
 public:
  Engine() {
    set_tcp_nodelay(true);
    // The library's default, SO_REUSEPORT, would let a second server share the port unnoticed.
    set_socket_options([](socket_t socket) {
      const int on = 1;
      ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    // One catch-all for every method, ahead of the library's own routes: none of its regular expressions
    // runs.
    set_pre_routing_handler([](const httplib::Request&, httplib::Response& response) {
      auto answer = current_exchange->decide();
      current_exchange->close = answer.close;
      fill(response, std::move(answer));
      return HandlerResponse::Handled;
    });
    set_post_routing_handler(
        [](const httplib::Request&, httplib::Response& response) { correct_headers(response); });
    // Without one the library sends what() to the peer.
    set_exception_handler([](const httplib::Request&, httplib::Response& response, std::exception_ptr) {
      response.status = 500;
      current_exchange->close = true;
    });
  }

  Result<Listener> listen_on(const std::string& address, int port) {
    const auto failed = [&] {
      return Error::unavailable("http.cannot_listen")
          .with("address", address)
          .with("port", std::to_string(port))
          .because(std::strerror(errno));
    };
    errno = 0;
    const int bound = port == 0 ? bind_to_any_port(address) : (bind_to_port(address, port) ? port : -1);
    if (bound <= 0) return failed();
    // The backlog compiled into the library is 5; listening again raises it.
    if (::listen(svr_sock_, kBacklog) != 0) return failed();
    return Listener{svr_sock_, bound};
  }

  bool serve(ScriptedStream& stream) {
    bool closed = false;
    return process_request(stream, false, closed, nullptr);
  }

  /// The library streams only while it has a listening socket.
  void abandon() { svr_sock_ = INVALID_SOCKET; }
};

HttpLibrary::HttpLibrary() : engine_(std::make_unique<Engine>()) {}
HttpLibrary::~HttpLibrary() = default;

Result<HttpLibrary::Listener> HttpLibrary::listen(const std::string& address, int port) {
  return engine_->listen_on(address, port);
}

bool HttpLibrary::serve(Method method, const std::function<Answer()>& decide, const Write& write) {
  // The library is told the method only, because HEAD changes what it writes.
  ScriptedStream stream(std::string(to_string(method)) + " / HTTP/1.1\r\n\r\n", write);
  Exchange exchange{.decide = decide};
  current_exchange = &exchange;
  const bool complete = engine_->serve(stream);
  current_exchange = nullptr;
  return complete;
}

void HttpLibrary::abandon() {
  engine_->abandon();
}

}  // namespace kecang::http
