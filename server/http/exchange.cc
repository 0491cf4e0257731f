#include "server/http/exchange.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <exception>

#include "schemas/base/ids.h"
#include "server/http/cookies.h"
#include "server/http/problem.h"

namespace kecang::http {
namespace {

constexpr std::uint64_t kMostDrained = 64 * 1024;
constexpr std::size_t kWriteTogether = 64 * 1024;  ///< head and small bodies leave in one piece

struct DefaultHeader {
  std::string_view name;
  std::string_view value;
};
constexpr std::array<DefaultHeader, 3> kDefaults{
    {{"X-Content-Type-Options", "nosniff"},
     {"Referrer-Policy", "same-origin"},
     {"Content-Security-Policy",
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}}};

bool names(const std::pair<std::string, std::string>& header, std::string_view name) {
  return header.first.size() == name.size() && lower_case(header.first) == lower_case(name);
}

std::string_view find(const std::vector<std::pair<std::string, std::string>>& headers,
                      std::string_view name) {
  for (const auto& header : headers)
    if (names(header, name)) return header.second;
  return {};
}

bool is_sendable(const std::pair<std::string, std::string>& header) {
  const auto bad = [](char c) { return c == '\r' || c == '\n' || c == '\0'; };
  return !header.first.empty() && std::none_of(header.first.begin(), header.first.end(), bad) &&
         std::none_of(header.second.begin(), header.second.end(), bad);
}

const std::string& date_now() {
  thread_local std::int64_t last = 0;
  thread_local std::string text;
  const auto now = static_cast<std::int64_t>(std::time(nullptr));
  if (now != last) {
    last = now;
    text = http_date(now);
  }
  return text;
}

/// A log line stays one line whatever a request put into it.
std::string one_line(std::string text) {
  for (auto& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  return text;
}

void add_defaults(Answer& answer, const std::string& request_id, bool streamed) {
  auto& headers = answer.headers;
  std::erase_if(headers, [](const auto& header) { return !is_sendable(header); });
  for (const auto& [name, value] : kDefaults)
    if (find(headers, name).empty()) headers.emplace_back(name, value);
  // What is streamed may be kept by the browser of who asked, but is asked for again before each use.
  if (find(headers, "Cache-Control").empty())
    headers.emplace_back("Cache-Control", streamed ? "private, no-cache" : "no-store");
  headers.emplace_back("X-Request-Id", request_id);
  headers.emplace_back("Date", date_now());
}

/// Says in the log why an answer ended early; its head is sent already.
class Told final : public BodyStream {
 public:
  Told(std::shared_ptr<BodyStream> stream, std::function<void(const Error&)> tell)
      : stream_(std::move(stream)), tell_(std::move(tell)) {}
  Result<std::size_t> read(std::span<char> into) override {
    auto got = stream_->read(into);
    if (!got) tell_(got.error());
    return got;
  }

 private:
  std::shared_ptr<BodyStream> stream_;
  std::function<void(const Error&)> tell_;
};

}  // namespace

Exchange::Exchange(Service& service, Connection& connection)
    : service_(service),
      connection_(connection),
      request_id_(new_id_text(SystemClock().now())),
      remote_(connection.peer()),
      write_pace_(service.options.transfer_grace, service.options.slowest_bytes_per_second) {
  auto taken = take_head();
  if (auto* refusal = std::get_if<Refusal>(&taken))
    refusal_ = std::move(*refusal);
  else
    head_ = std::get<RequestHead>(std::move(taken));
  body_.emplace(connection_, service_.pool, head_,
                Pace(service.options.transfer_grace, service.options.slowest_bytes_per_second));
  query_ = Query(head_.raw_query);
  remote_ = client_address(connection.peer(), joined("x-forwarded-for"), service.trusted);
  ++connection_.requests;
}

std::variant<RequestHead, Refusal> Exchange::take_head() {
  const auto bytes = connection_.buffered();
  const auto end = find_head_end(bytes, 0);
  if (end == std::string_view::npos) return Refusal{Error::too_large("http.head_too_large"), 431};
  auto head = parse_head(bytes.substr(0, end), {.path_bytes = service_.options.path_bytes});
  connection_.consume(end);
  return head;
}

After Exchange::run() {
  const bool complete = service_.library.serve(
      head_.method, [this] { return decide(); }, [this](std::string_view bytes) { return write(bytes); });
  const bool sent = flush() && complete;
  report(status_);
  if (!sent) return After::close;
  if (close_ || !body_->drain(kMostDrained)) return After::linger;
  return After::keep;
}

Answer Exchange::decide() {
  ++service_.requests;
  auto made = reply();
  if (made.failure) {
    log_failure(*made.failure);
    made.body = problem_body(*made.failure, made.status, request_id_);
  }
  Answer answer;
  answer.status = made.status;
  answer.headers = std::move(made.headers);
  choose_content(made, answer);
  add_defaults(answer, request_id_, answer.source || answer.stream);
  // A peer of HTTP/1.0 knows no chunks; it takes the connection's end for the answer's.
  answer.delimited = !head_.http_1_0;
  answer.close = close_ = must_close() || (answer.stream && head_.http_1_0);
  status_ = answer.status;
  return answer;
}

Reply Exchange::reply() {
  if (refusal_) return problem_with_status(refusal_->error, refusal_->status);
  return routed_reply();
}

Reply Exchange::routed_reply() {
  match_ = service_.router.match(head_.method, head_.path);
  if (match_.route) {
    body_limit_ = match_.route->body_limit;
    if (content_length().value_or(0) > body_limit_)
      return Reply::problem(
          Error::too_large("http.body_too_large").with("limit", std::to_string(body_limit_)));
    return guarded(match_.route->handler);
  }
  if (!match_.allow.empty()) {
    const auto error =
        Error::invalid("http.method_not_allowed").with("method", std::string(to_string(head_.method)));
    return problem_with_status(error, 405).with("Allow", match_.allow);
  }
  if (service_.fallback) return guarded(service_.fallback);
  return Reply::problem(Error::not_found("http.route_not_found"));
}

/// Handlers do not throw; what throws all the same (out of memory, a library) must not take the process down
/// or leak.
Reply Exchange::guarded(const Handler& handler) {
  try {
    return handler(*this);
  } catch (const std::exception& thrown) {
    return Reply::problem(Error::internal("http.unexpected").because(thrown.what()));
  } catch (...) {
    return Reply::problem(
        Error::internal("http.unexpected").because("something that is no std::exception was thrown"));
  }
}

/// Decides between all of it, a part, "not modified" and a refusal.
void Exchange::choose_content(Reply& reply, Answer& answer) {
  const bool reading = head_.method == Method::get || head_.method == Method::head;
  const auto etag = std::string(find(answer.headers, "ETag"));
  const auto modified = std::string(find(answer.headers, "Last-Modified"));
  const auto size = reply.source ? reply.source->size() : 0;
  if (head_.method == Method::head || reply.source)
    answer.headers.emplace_back("Accept-Ranges", reply.source ? "bytes" : "none");
  answer.body = std::move(reply.body);
  answer.source = std::move(reply.source);
  if (reply.stream)
    answer.stream =
        std::make_shared<Told>(std::move(reply.stream), [this](const Error& error) { log_failure(error); });
  answer.part = {0, size};
  if (!reading || reply.status != 200) return;

  const auto if_match = joined("if-match");
  const auto if_none_match = joined("if-none-match");
  const auto since = header("If-Modified-Since");
  const auto verdict = evaluate({if_match, if_none_match, since}, etag, modified);
  if (verdict == Verdict::failed) {
    const auto error = Error::conflict("http.precondition_failed");
    answer = {.status = 412,
              .headers = {{"Content-Type", "application/problem+json"}},
              .body = {},
              .source = {},
              .part = {}};
    answer.body = problem_body(error, 412, request_id_);
    return;
  }
  if (verdict == Verdict::not_modified) {
    answer.status = 304;
    answer.body.clear();
    answer.source.reset();
    answer.stream.reset();
    return;
  }
  if (!answer.source || head_.method != Method::get || !has_header("Range")) return;
  const bool named = has_header("If-Range") || !if_match.empty();
  if (reply.ranges == Ranges::of_a_named_version && !named) return;
  if (!range_applies(header("If-Range"), etag, modified)) return;
  const auto choice = choose_range(header("Range"), size);
  if (choice.kind == RangeKind::part) {
    answer.status = 206;
    answer.part = choice.range;
    answer.headers.emplace_back("Content-Range",
                                "bytes " + std::to_string(choice.range.first) + '-' +
                                    std::to_string(choice.range.first + choice.range.length - 1) + '/' +
                                    std::to_string(size));
  } else if (choice.kind == RangeKind::unsatisfiable) {
    const auto error = Error::invalid("http.range_not_satisfiable");
    answer = {.status = 416,
              .headers = {{"Content-Type", "application/problem+json"},
                          {"Content-Range", "bytes */" + std::to_string(size)}},
              .body = problem_body(error, 416, request_id_),
              .source = {},
              .part = {}};
  }
}

bool Exchange::must_close() const {
  const bool body_awaited = head_.expects_continue && !continue_sent_ && !body_->ended();
  return refusal_ || !head_.keep_alive || service_.stopping || body_awaited ||
         !body_->drainable(kMostDrained) || connection_.requests >= service_.options.requests_per_connection;
}

const std::string& Exchange::param(std::string_view name) const {
  static const std::string none;
  for (const auto& [key, value] : match_.params)
    if (key == name) return value;
  return none;
}

std::string Exchange::header(std::string_view name) const {
  const auto* value = head_.find(lower_case(name));
  return value ? *value : std::string();
}

bool Exchange::has_header(std::string_view name) const {
  return head_.find(lower_case(name)) != nullptr;
}

std::string Exchange::joined(std::string_view name) const {
  std::string all;
  for (const auto& [key, value] : head_.headers)
    if (key == name) all += (all.empty() ? "" : ", ") + value;
  return all;
}

std::string Exchange::cookie(std::string_view name) const {
  for (const auto& [key, value] : head_.headers) {
    if (key != "cookie") continue;
    if (auto found = cookie_value(value, name)) return *found;
  }
  return {};
}

std::optional<std::uint64_t> Exchange::content_length() const {
  if (head_.framing == Framing::chunked) return std::nullopt;
  if (head_.framing == Framing::none && !has_header("content-length")) return std::nullopt;
  return head_.length;
}

Result<void> Exchange::read_body(const std::function<Result<void>(std::string_view)>& each) {
  if (std::exchange(body_asked_, true)) return Error::internal("http.body_already_read");
  if (head_.expects_continue && connection_.buffered().empty()) {
    write_pace_.begin();
    if (!connection_.send_all("HTTP/1.1 100 Continue\r\n\r\n", write_pace_, service_.pool))
      return Error::invalid("http.body_cut_short");
    continue_sent_ = true;
  }
  return body_->read(body_limit_, each);
}

void Exchange::log_failure(const Error& error) const {
  if (error.kind() != ErrorKind::internal && error.kind() != ErrorKind::corrupt) return;
  spdlog::error("request {} {} {}: {}", request_id_, to_string(head_.method), one_line(head_.path),
                one_line(error.describe()));
}

void Exchange::report(int status) {
  if (!service_.on_access) return;
  const auto took = SteadyClock::now() - connection_.dispatched;
  service_.on_access({.method = head_.method,
                      .pattern = match_.route ? match_.route->pattern : std::string(),
                      .path = head_.path,
                      .status = status,
                      .took = std::chrono::duration_cast<milliseconds>(took),
                      .remote = remote_,
                      .request_id = request_id_,
                      .bytes_sent = sent_});
}

bool Exchange::write(std::string_view bytes) {
  if (pending_.size() + bytes.size() <= kWriteTogether) {
    pending_.append(bytes);
    return true;
  }
  if (!flush()) return false;
  sent_ += bytes.size();
  return connection_.send_all(bytes, write_pace_, service_.pool);
}

bool Exchange::flush() {
  write_pace_.begin();
  sent_ += pending_.size();
  const bool sent = connection_.send_all(pending_, write_pace_, service_.pool);
  pending_.clear();
  return sent;
}

}  // namespace kecang::http
