#include "server/http/head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "schemas/base/text.h"
#include "server/http/percent.h"

namespace kecang::http {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::array<std::pair<std::string_view, Method>, 7> kMethods{{{"GET", Method::get},
                                                                       {"HEAD", Method::head},
                                                                       {"POST", Method::post},
                                                                       {"PUT", Method::put},
                                                                       {"PATCH", Method::patch},
                                                                       {"DELETE", Method::del},
                                                                       {"OPTIONS", Method::options}}};

bool is_token(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  return !text.empty() && text.find_first_not_of(kAlphabet) == std::string_view::npos;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

Refusal refuse(int status, std::string code, ErrorKind kind = ErrorKind::invalid) {
  return {Error(kind, std::move(code)), status};
}

std::optional<Method> method_named(std::string_view name) {
  for (const auto& [text, method] : kMethods)
    if (text == name) return method;
  return std::nullopt;
}

/// Takes the next line off `bytes`; nothing if it does not end with CRLF or holds a lone CR or LF.
std::optional<std::string_view> next_line(std::string_view& bytes) {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos || end == 0 || bytes[end - 1] != '\r') return std::nullopt;
  const auto line = bytes.substr(0, end - 1);
  bytes.remove_prefix(end + 1);
  if (line.find('\r') != std::string_view::npos) return std::nullopt;
  return line;
}

/// The path-and-query part of a target in origin form or absolute form; nothing for other forms.
std::optional<std::string_view> origin_form(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto path = target.find('/', scheme.size());
    return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
  }
  if (!target.starts_with('/')) return std::nullopt;
  return target;
}

std::optional<Refusal> read_request_line(std::string_view line, const HeadLimits& limits, RequestHead& head) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return refuse(400, "http.request_line_malformed");
  const auto name = line.substr(0, first);
  const auto target = line.substr(first + 1, last - first - 1);
  const auto version = line.substr(last + 1);
  if (!is_token(name) || target.find(' ') != std::string_view::npos)
    return refuse(400, "http.request_line_malformed");
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return version.starts_with("HTTP/") ? refuse(505, "http.version_unsupported")
                                        : refuse(400, "http.request_line_malformed");
  head.http_1_0 = version == "HTTP/1.0";
  const auto method = method_named(name);
  if (!method) return refuse(501, "http.method_unknown");
  head.method = *method;
  const auto origin = origin_form(target);
  if (!origin || has_control(*origin)) return refuse(400, "http.path_malformed");
  const auto query = std::min(origin->find('?'), origin->size());
  if (query > limits.path_bytes) return refuse(414, "http.path_too_long", ErrorKind::too_large);
  auto path = decode_path(origin->substr(0, query));
  if (!path) return Refusal{std::move(path).error(), 400};
  head.path = std::move(*path);
  head.raw_query = origin->substr(std::min(query + 1, origin->size()));
  return std::nullopt;
}

std::optional<Refusal> read_headers(std::string_view bytes, const HeadLimits& limits, Headers& headers) {
  for (auto line = next_line(bytes); line; line = next_line(bytes)) {
    if (line->empty()) return std::nullopt;
    if (headers.size() >= limits.lines) return refuse(431, "http.head_too_large", ErrorKind::too_large);
    const auto colon = line->find(':');
    // A space before the colon or at the line's start (folding) is how requests are smuggled.
    if (colon == std::string_view::npos || !is_token(line->substr(0, colon)))
      return refuse(400, "http.header_malformed");
    const auto value = trim(line->substr(colon + 1));
    if (has_control(value)) return refuse(400, "http.header_malformed");
    headers.emplace_back(lower_case(line->substr(0, colon)), value);
  }
  return refuse(400, "http.header_malformed");
}

std::size_t count(const Headers& headers, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(),
                                                [&](const auto& header) { return header.first == name; }));
}

std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Refusal> read_framing(RequestHead& head) {
  const auto lengths = count(head.headers, "content-length");
  const auto encodings = count(head.headers, "transfer-encoding");
  if (lengths > 1 || encodings > 1 || (lengths == 1 && encodings == 1))
    return refuse(400, "http.framing_ambiguous");
  if (encodings == 1) {
    if (head.http_1_0) return refuse(400, "http.framing_ambiguous");
    if (lower_case(*head.find("transfer-encoding")) != "chunked")
      return refuse(501, "http.transfer_encoding_unsupported");
    head.framing = Framing::chunked;
  }
  if (lengths == 1) {
    const auto length = parse_length(*head.find("content-length"));
    if (!length) return refuse(400, "http.length_malformed");
    head.framing = *length == 0 ? Framing::none : Framing::length;
    head.length = *length;
  }
  return std::nullopt;
}

std::optional<Refusal> read_meaning(RequestHead& head) {
  const auto hosts = count(head.headers, "host");
  if (hosts > 1 || (hosts == 0 && !head.http_1_0)) return refuse(400, "http.host_missing");
  if (auto refusal = read_framing(head)) return refusal;
  if (const auto* coding = head.find("content-encoding"); coding && lower_case(*coding) != "identity")
    return refuse(415, "http.content_encoding_unsupported");
  if (const auto* expect = head.find("expect")) {
    if (lower_case(*expect) != "100-continue") return refuse(417, "http.expectation_unknown");
    head.expects_continue = !head.http_1_0 && head.framing != Framing::none;
  }
  const auto* connection = head.find("connection");
  const auto wish = connection ? lower_case(*connection) : std::string();
  head.keep_alive = head.http_1_0 ? wish == "keep-alive" : wish.find("close") == std::string::npos;
  return std::nullopt;
}

/// Proxies and old browsers cannot send every method; tus names this header for them.
void apply_method_override(RequestHead& head) {
  const auto* wanted = head.find("x-http-method-override");
  if (head.method != Method::post || !wanted) return;
  if (*wanted == "PATCH") head.method = Method::patch;
  if (*wanted == "DELETE") head.method = Method::del;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    const auto end = std::min(path.find('/'), path.size());
    const auto segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return false;
}

bool has_encoded_slash(std::string_view raw) {
  return raw.find("%2f") != std::string_view::npos || raw.find("%2F") != std::string_view::npos;
}

}  // namespace

const std::string* RequestHead::find(std::string_view name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return &value;
  return nullptr;
}

std::size_t find_head_end(std::string_view bytes, std::size_t from) {
  // Lines that end with a lone LF are found too: the parser then refuses them at once instead of waiting for
  // more.
  for (auto at = bytes.find('\n', from); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
    const auto rest = bytes.substr(at + 1, 2);
    if (rest.starts_with('\n')) return at + 2;
    if (rest == "\r\n") return at + 3;
  }
  return std::string_view::npos;
}

std::variant<RequestHead, Refusal> parse_head(std::string_view bytes, const HeadLimits& limits) {
  RequestHead head;
  const auto line = next_line(bytes);
  if (!line) return refuse(400, "http.request_line_malformed");
  if (auto refusal = read_request_line(*line, limits, head)) return std::move(*refusal);
  if (auto refusal = read_headers(bytes, limits, head.headers)) return std::move(*refusal);
  if (auto refusal = read_meaning(head)) return std::move(*refusal);
  apply_method_override(head);
  return head;
}

Result<std::string> decode_path(std::string_view raw) {
  auto path = percent_decode(raw);
  const bool good = path && path->starts_with('/') && !has_encoded_slash(raw) && !has_control(*path) &&
                    path->find('\t') == std::string::npos && path->find('\\') == std::string::npos &&
                    text::is_utf8(*path) && !has_dot_segment(*path);
  if (!good) return Error::invalid("http.path_malformed");
  return std::move(*path);
}

std::string_view to_string(Method method) {
  for (const auto& [text, value] : kMethods)
    if (value == method) return text;
  return "GET";
}

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

}  // namespace kecang::http
