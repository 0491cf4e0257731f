#pragma once
/// A tiny blocking HTTP/1.1 client for tests that speak to a live server on this machine. One connection,
/// kept alive and opened again when the server closed it. Not for use by several threads at once. A failure
/// gives status 0 and a reason.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kecang::testing {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
  int status = 0;
  HttpHeaders headers;  ///< names in lower case
  std::string body;
  std::string failure;  ///< why there is no answer, when status is 0

  /// First value, empty if absent. `name` in lower case.
  std::string header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return value;
    return {};
  }
  /// Null when the body is no JSON.
  nlohmann::json json() const { return nlohmann::json::parse(body, nullptr, false); }
  /// The `code` of a problem+json answer, else empty.
  std::string code() const {
    const auto problem = json();
    return problem.is_object() ? problem.value("code", "") : "";
  }
};

inline std::ostream& operator<<(std::ostream& out, const HttpAnswer& answer) {
  return out << answer.status << ' ' << answer.failure << ' ' << answer.body.substr(0, 500);
}

/// A connected socket, for tests that must say things no client would. Reads end after `patience` seconds.
class RawSocket {
 public:
  explicit RawSocket(int port, int patience = 20) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval limit{.tv_sec = patience, .tv_usec = 0};
    const int on = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    open_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  ~RawSocket() { close(); }
  RawSocket(RawSocket&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), open_(std::exchange(other.open_, false)) {}
  RawSocket& operator=(RawSocket&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(open_, other.open_);
    return *this;
  }

  bool open() const { return open_; }
  int fd() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    open_ = false;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EINTR) continue;
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// What has come, at most `most` bytes; empty at the end, after an error or when patience ran out.
  std::string receive(std::size_t most = 64 * 1024) {
    std::string bytes(most, '\0');
    ssize_t got = 0;
    do {
      got = ::recv(fd_, bytes.data(), bytes.size(), 0);
    } while (got < 0 && errno == EINTR);
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return bytes;
  }
  /// Everything until the server closes.
  std::string receive_all() {
    std::string all;
    for (auto bytes = receive(); !bytes.empty(); bytes = receive()) all += bytes;
    return all;
  }

 private:
  int fd_;
  bool open_ = false;
};

class HttpClient {
 public:
  using Sink = std::function<void(std::string_view)>;
  /// The next piece of a request's body; empty at its end.
  using Producer = std::function<std::string()>;

  explicit HttpClient(int port) : port_(port) {}

  /// Sent with every request from now on, e.g. Authorization.
  HttpClient& with_header(std::string name, std::string value) {
    without_header(name);
    standing_.emplace_back(std::move(name), std::move(value));
    return *this;
  }
  HttpClient& without_header(std::string_view name) {
    std::erase_if(standing_, [&](const auto& header) { return header.first == name; });
    return *this;
  }
  /// Keeps and sends back cookies, as a browser does.
  HttpClient& keep_cookies() {
    jar_.emplace();
    return *this;
  }
  std::string cookie(const std::string& name) const {
    return jar_ && jar_->contains(name) ? jar_->at(name) : std::string();
  }

  HttpAnswer get(std::string_view path, const HttpHeaders& headers = {}) {
    return send("GET", path, headers, {});
  }
  HttpAnswer head(std::string_view path, const HttpHeaders& headers = {}) {
    return send("HEAD", path, headers, {});
  }
  HttpAnswer del(std::string_view path, const HttpHeaders& headers = {}) {
    return send("DELETE", path, headers, {});
  }
  HttpAnswer options(std::string_view path, const HttpHeaders& headers = {}) {
    return send("OPTIONS", path, headers, {});
  }
  HttpAnswer post(std::string_view path, std::string_view body, const HttpHeaders& headers = {}) {
    return send("POST", path, headers, body);
  }
  HttpAnswer put(std::string_view path, std::string_view body, const HttpHeaders& headers = {}) {
    return send("PUT", path, headers, body);
  }
  HttpAnswer patch(std::string_view path, std::string_view body, const HttpHeaders& headers = {}) {
    return send("PATCH", path, headers, body);
  }
  HttpAnswer post_json(std::string_view path, const nlohmann::json& body, HttpHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return send("POST", path, headers, body.dump());
  }
  HttpAnswer put_json(std::string_view path, const nlohmann::json& body, HttpHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return send("PUT", path, headers, body.dump());
  }
  HttpAnswer patch_json(std::string_view path, const nlohmann::json& body, HttpHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return send("PATCH", path, headers, body.dump());
  }

  HttpAnswer send(std::string_view method, std::string_view path, const HttpHeaders& headers,
                  std::string_view body) {
    const bool framed = !body.empty() || method == "POST" || method == "PUT" || method == "PATCH";
    auto request = head_of(method, path, headers);
    if (framed) request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    request += "\r\n";
    const bool reused = socket_ && socket_->open();
    auto answer = attempt(method, request + std::string(body), {});
    // A server may close an idle connection at any time; what it did not read may be said again.
    if (answer.status == 0 && reused) answer = attempt(method, request + std::string(body), {});
    return answer;
  }

  /// A body of `length` bytes in pieces as `next` gives them, or chunked when there is no length.
  HttpAnswer send_streaming(std::string_view method, std::string_view path, const HttpHeaders& headers,
                            std::optional<std::uint64_t> length, const Producer& next) {
    auto request = head_of(method, path, headers);
    request +=
        length ? "Content-Length: " + std::to_string(*length) : std::string("Transfer-Encoding: chunked");
    request += "\r\n\r\n";
    socket_.reset();
    if (!connect() || !socket_->send(request)) return failed("cannot send the head");
    for (auto piece = next(); !piece.empty(); piece = next())
      if (!socket_->send(length ? piece : hex(piece.size()) + "\r\n" + piece + "\r\n"))
        break;  // the answer says why
    if (!length) socket_->send("0\r\n\r\n");
    return read_answer(method, {});
  }

  /// The answer's body goes to `sink` as it comes.
  HttpAnswer get_to(std::string_view path, const HttpHeaders& headers, const Sink& sink) {
    socket_.reset();
    return attempt("GET", head_of("GET", path, headers) + "\r\n", sink);
  }

  void close() { socket_.reset(); }

 private:
  static std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
  }
  static std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
  }
  static std::string hex(std::size_t value) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, 16).ptr;
    return {digits, end};
  }
  static std::uint64_t number(std::string_view text, int base) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value, base);
    return value;
  }
  static HttpAnswer failed(std::string why) {
    HttpAnswer answer;
    answer.failure = std::move(why);
    return answer;
  }

  bool connect() {
    buffer_.clear();
    socket_.emplace(port_);
    return socket_->open();
  }

  std::string head_of(std::string_view method, std::string_view path, const HttpHeaders& headers) const {
    std::string head = std::string(method) + ' ' + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const auto& [name, value] : standing_) head += name + ": " + value + "\r\n";
    for (const auto& [name, value] : headers) head += name + ": " + value + "\r\n";
    if (jar_ && !jar_->empty()) {
      std::string all;
      for (const auto& [name, value] : *jar_) all += (all.empty() ? "" : "; ") + name + '=' + value;
      head += "Cookie: " + all + "\r\n";
    }
    return head;
  }

  HttpAnswer attempt(std::string_view method, const std::string& request, const Sink& sink) {
    if ((!socket_ || !socket_->open()) && !connect()) return failed("cannot connect");
    if (!socket_->send(request)) {
      socket_.reset();
      return failed("cannot send");
    }
    return read_answer(method, sink);
  }

  bool fill() {
    auto bytes = socket_->receive(256 * 1024);
    buffer_ += bytes;
    return !bytes.empty();
  }
  std::optional<std::string> read_line() {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos)
      if (!fill()) return std::nullopt;
    auto line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return line;
  }
  bool read_exactly(std::uint64_t length, const Sink& sink) {
    while (length > 0) {
      if (buffer_.empty() && !fill()) return false;
      const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(length, buffer_.size()));
      sink(std::string_view(buffer_).substr(0, take));
      buffer_.erase(0, take);
      length -= take;
    }
    return true;
  }
  bool read_chunks(const Sink& sink) {
    while (true) {
      const auto size_line = read_line();
      if (!size_line) return false;
      const auto size = number(*size_line, 16);
      if (size == 0) return read_line().has_value();
      if (!read_exactly(size, sink) || !read_line()) return false;
    }
  }

  HttpAnswer read_answer(std::string_view method, const Sink& sink) {
    HttpAnswer answer;
    if (!read_head(answer)) {
      socket_.reset();
      return failed("the connection ended without an answer");
    }
    const Sink into_body = [&](std::string_view bytes) { answer.body += bytes; };
    if (!read_content(method, answer, sink ? sink : into_body)) answer.failure = "the answer was cut short";
    if (!answer.failure.empty() || lower(answer.header("connection")) == "close") socket_.reset();
    return answer;
  }
  bool read_head(HttpAnswer& answer) {
    do {
      const auto status_line = read_line();
      if (!status_line || status_line->size() < 12) return false;
      answer = {};
      answer.status = static_cast<int>(number(std::string_view(*status_line).substr(9, 3), 10));
      for (auto line = read_line(); line; line = read_line()) {
        if (line->empty()) break;
        const auto colon = std::min(line->find(':'), line->size() - 1);
        answer.headers.emplace_back(lower(line->substr(0, colon)),
                                    trim(std::string_view(*line).substr(colon + 1)));
      }
    } while (answer.status == 100);
    take_cookies(answer);
    return true;
  }
  bool read_content(std::string_view method, const HttpAnswer& answer, const Sink& sink) {
    if (method == "HEAD" || answer.status == 204 || answer.status == 304) return true;
    if (lower(answer.header("transfer-encoding")) == "chunked") return read_chunks(sink);
    return read_exactly(number(answer.header("content-length"), 10), sink);
  }
  void take_cookies(const HttpAnswer& answer) {
    if (!jar_) return;
    for (const auto& [name, value] : answer.headers) {
      if (name != "set-cookie") continue;
      const auto pair = value.substr(0, value.find(';'));
      const auto equals = std::min(pair.find('='), pair.size());
      if (lower(value).find("max-age=0") != std::string::npos)
        jar_->erase(pair.substr(0, equals));
      else
        jar_->insert_or_assign(pair.substr(0, equals), equals < pair.size() ? pair.substr(equals + 1) : "");
    }
  }

  int port_;
  HttpHeaders standing_;
  std::optional<std::map<std::string, std::string>> jar_;
  std::optional<RawSocket> socket_;
  std::string buffer_;
};

}  // namespace kecang::testing
